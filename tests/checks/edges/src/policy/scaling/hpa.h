#include "program/main.h"
