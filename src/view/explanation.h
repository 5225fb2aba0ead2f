// Decisions told in words: `evenkeel explain`.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "evaluation/story.h"
#include "model/asset.h"

namespace evenkeel::view {

// One decision in full: what was seen, proposed, changed by guardrails, done, and what came of it.
// Lines of at most `width` columns.
std::string explanation(const evaluation::Story& story, std::size_t width = 80);

// A component on which there was no decision then: how it stood, where that is known, and why, a
// sentence without a full stop.
std::string undecided(const std::string& component, Instant at,
                      const std::optional<ComponentState>& state, const std::string& why,
                      std::size_t width = 80);

// "3 to 5 pods" for every knob that was to change; "hold" where none was.
std::string changeSummary(const evaluation::Story& story);
// The figures that led to the decision, in one sentence without a full stop.
std::string reasonSummary(const evaluation::Story& story);
// The same as short as it can be: "CPU 183 %, target 60 %; step guardrail".
std::string briefReason(const evaluation::Story& story);
// What became of its actions: "done after 6 s".
std::string outcomeSummary(const evaluation::Story& story);

// "00:01:00 to 00:05:00"
std::string times(const evaluation::HeldSpan& span);
// What held them back, guardrails and unreadable metrics alike: "missing-data guardrail: …".
std::string heldReason(const evaluation::HeldSpan& span);

// A table of decisions in order of time, each with the time to ask about, and between them what was
// held back. Lines of at most `width` columns, as far as times and names permit.
std::string overview(std::span<const evaluation::Story> stories,
                     std::span<const evaluation::HeldSpan> held = {}, std::size_t width = 100);

}  // namespace evenkeel::view
