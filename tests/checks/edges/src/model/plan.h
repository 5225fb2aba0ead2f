#include <vector>
#include "base/time.h"
#include "policy/policy.h"
