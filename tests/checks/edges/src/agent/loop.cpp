#include "model/plan.h"
#include "policy/policy.h"
#include "policy/scaling/hpa.h"
// #include "late/x.h"
