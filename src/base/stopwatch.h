// Real time that has passed since this was made: for progress shown to people, never for decisions.
#pragma once

#include "base/time.h"

namespace evenkeel {

class Stopwatch {
 public:
  Stopwatch();
  Duration elapsed() const;
  // Blocks the calling thread: for a view that goes at a pace, never inside the loop.
  static void wait(Duration duration);

 private:
  Duration start_;
};

}  // namespace evenkeel
