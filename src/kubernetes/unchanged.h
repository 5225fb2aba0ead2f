// What an object has to be still when it is written, else nothing is (409).
#pragma once

#include <string>

namespace evenkeel::kubernetes {

struct Unchanged {
  std::string uid;              // empty: whichever has that name
  std::string resourceVersion;  // empty: whatever became of it since
};

}  // namespace evenkeel::kubernetes
