// What a run used, in money.
//
// A pod costs from the moment it was asked for to its end, start-up included, by what it requests
// (simulation::Cost).
#pragma once

#include "model/infrastructure.h"
#include "simulation/run_result.h"

namespace evenkeel::evaluation {

double moneyOf(const simulation::Cost& cost, const Prices& prices);

}  // namespace evenkeel::evaluation
