// What the records of a decision mean, in the words of somebody on call at night.
//
// Reason codes are the policies' stable words (those of hpa are the HPA's condition reasons). A
// code that is not known here is told as it stands, with its figures: nothing is left out.
#pragma once

#include <string>
#include <string_view>

#include "model/decision.h"
#include "model/plan.h"

namespace evenkeel::view {

std::string_view metricName(std::string_view metric);  // "CPU", "response time (p95)"
// A value of a metric in its own unit: "83 %", "210 ms".
std::string metricValue(std::string_view metric, double value);
std::string knobValue(std::string_view knob, Quantity value);  // "5 pods", "250 millicores"
// "from 3 to 5 pods", "to 5 pods" where the value before is not known.
std::string knobChange(std::string_view knob, const Quantity* before, Quantity after);
std::string_view guardrailName(Guardrail guardrail);  // "step", "cool-down"
std::string reasonSentence(const Reason& reason);     // without a full stop
std::string reasonBrief(const Reason& reason);        // "CPU 83 %, target 60 %"; or its code
std::string noteSentence(const GuardNote& note);      // without a full stop
std::string_view outcomeWords(OutcomeKind outcome);   // "failed for good", "ran out of time"

// A kind of objects as kubectl's users write it: "deployment".
std::string kindWord(std::string kind);

}  // namespace evenkeel::view
