// How long an answer of the horizontal pod autoscaler stands after which the count stayed as it is,
// and what it would have remembered of being asked meanwhile.
//
// What is read and wanted stays the same; what changes by time alone is which recommendations are
// within the windows, which pods are initialising and which samples are too old.
#pragma once

#include <span>

#include "model/window.h"
#include "policy/scaling/hpa_controller.h"
#include "policy/snapshot.h"

namespace evenkeel::hpa {

// `memory` is that after the answer at `now`. Not after `now`: the next one need not be the same.
Instant standsUntil(const Autoscaler& autoscaler, const Memory& memory, std::int32_t current,
                    Instant now);
// Until when these pods and samples are read as they are now.
Instant readsAlikeUntil(const ComponentView& component, const Readiness& readiness,
                        Duration maxSampleAge, Instant now);

// As if it had been asked at these times, rising, and wanted what it wanted the last time.
void repeat(const Autoscaler& autoscaler, Memory& memory, std::span<const Instant> times);

}  // namespace evenkeel::hpa
