// Names and parameters of policies for a list of calls that is being typed: `static,hpa(cpu=60,
// lo`.
#pragma once

#include <span>
#include <string_view>

#include "policy/catalogue.h"
#include "program/completion.h"

namespace evenkeel::program {

// Each candidate is the whole of the list. Where only one policy or parameter is left, what may
// follow it is offered beside it. Nothing within lists, maps and quotes.
Completion policyCallCompletion(std::string_view typed, std::span<const PolicyKind> kinds);

}  // namespace evenkeel::program
