// A Markov-modulated Poisson process: the rate is that of a state, states last exponentially
// distributed times and follow each other at random (Fischer and Meier-Hellstern, "The
// Markov-modulated Poisson process (MMPP) cookbook", Performance Evaluation 18, 1993).
//
// What is generated is the rate over time; arrivals are drawn from it as from any other load. It
// begins in the first state and depends on the load alone, its seed included. A longer one begins
// like a shorter one.
#pragma once

#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel {

// Invalid, with the parameter's name, unless there are 2 to 100 states with stays of 1 ms and more
// and rates of zero and more, `next` is left out or holds a weight of each state, its own zero, and
// a million changes of state last for `length` > 0.
Result<Intensity> intensityOf(const MmppLoad& load, Duration length);

}  // namespace evenkeel
