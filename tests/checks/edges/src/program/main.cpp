#include "agent/loop.h"
