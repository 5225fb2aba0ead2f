// The pods of a component as stations: what a description says, in the terms of equilibrium.h.
//
// Pooled, all pods are one station with one queue; else each is one of its own. A first come, first
// served pod has its workers, each with the pod's share of a core; a sharing pod has none.
#pragma once

#include <cstdint>

#include "model/application.h"
#include "performance/equilibrium.h"

namespace evenkeel::performance {

// Of a pod as it is described: its limit, else its request.
double coresOfPod(const Component& component);
// Seconds after which a request is given up; infinite: never.
double patienceOf(const Serving& serving);
// Requests that one pod holds; zero (a pod that is shared by none): it takes no request at all.
double roomOfPod(const Serving& serving);

// One station of `pods` (>= 1), each with room, that have `cores` (> 0) together, on cores of that
// speed.
StationShape stationOf(const Serving& serving, double cores, double speed, std::int32_t pods,
                       bool pooled);

}  // namespace evenkeel::performance
