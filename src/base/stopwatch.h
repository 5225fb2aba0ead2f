// Real time that has passed since this was made: for progress shown to people, never for decisions.
#pragma once

#include "base/time.h"

namespace evenkeel {

class Stopwatch {
 public:
  Stopwatch();
  Duration elapsed() const;

 private:
  Duration start_;
};

}  // namespace evenkeel
