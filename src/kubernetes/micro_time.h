// Points in time as metav1.MicroTime has them: RFC 3339 in UTC, with six digits of a second, no
// more and no fewer.
#pragma once

#include <string>

#include "base/time.h"

namespace evenkeel::kubernetes {

std::string microTimeText(WallTime time);

}  // namespace evenkeel::kubernetes
