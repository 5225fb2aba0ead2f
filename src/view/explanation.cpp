#include "view/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "view/figures.h"
#include "view/table.h"
#include "view/text_layout.h"
#include "view/words.h"

namespace evenkeel::view {
namespace {

using evaluation::HeldSpan;
using evaluation::Story;
using evaluation::StoryFigure;
using evaluation::StoryKnob;

constexpr std::string_view kMargin = "             ";  // under the titles of the parts

const Quantity* pointer(const std::optional<Quantity>& value) {
  return value ? &*value : nullptr;
}

// Names keep their spelling: only a first word of letters alone gets a capital.
std::string sentence(std::string text) {
  const auto word = text.substr(0, text.find_first_of(" ,:"));
  if (!word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos) {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text.empty() ? text : text + ".";
}

std::string headline(const Story& story) {
  std::string did;
  for (const StoryKnob& knob : story.knobs) {
    if (!knob.changed()) continue;
    const bool ended = knob.status == ActionStatus::Completed;
    did += fmt::format("{}{} {} {}", did.empty() ? "" : ", ",
                       knob.asset == story.scope && did.empty() ? "" : knob.asset,
                       ended ? "went" : "was to go",
                       knobChange(knob.knob, pointer(knob.before), *knob.allowed));
  }
  if (did.empty()) {
    did = story.replicas ? " stayed at " + knobValue(knob::kReplicas, *story.replicas)
                         : " stayed as it was";
  }
  return fmt::format("At {} {}{}", clock(story.time), story.scope,
                     did.front() == ' ' ? did : ": " + did);
}

// The reasons that carry figures first: they are what was seen.
std::vector<std::string> seen(const Story& story) {
  std::vector<std::string> with;
  std::vector<std::string> without;
  for (const Reason& reason : story.decision.reasons) {
    (reason.observed ? with : without).push_back(reasonSentence(reason));
  }
  with.insert(with.end(), without.begin(), without.end());
  return with;
}

std::string proposal(const Story& story) {
  if (!story.failure.empty() && !story.byFallback) {
    return fmt::format("{} could not decide ({}), so nothing was proposed", story.policy,
                       story.failure);
  }
  const std::string who = story.byFallback ? "the fallback rule" : story.policy;
  std::string what;
  for (const StoryKnob& knob : story.knobs) {
    if (!knob.proposed || knob.proposed == knob.before) continue;
    what += fmt::format("{}{}", what.empty() ? "" : ", ", knobValue(knob.knob, *knob.proposed));
    if (knob.asset != story.scope) what += " for " + knob.asset;
  }
  std::string text = what.empty() ? fmt::format("{} proposed to hold", who)
                                  : fmt::format("{} proposed {}", who, what);
  if (story.byFallback) text += fmt::format(", because {} failed: {}", story.policy, story.failure);
  return text;
}

std::string expectation(const Effect& effect) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (effect.responseTime) add("a response time of " + seconds(*effect.responseTime));
  if (effect.utilization) add("a utilisation of " + percent(*effect.utilization));
  if (effect.requestRate) add("a load of " + number(*effect.requestRate, "requests/s"));
  if (text.empty()) return text;
  text = "it expected " + text;
  if (effect.horizon > Duration::zero()) text += " within " + span(effect.horizon);
  return text;
}

// "3 of 5 pods were ready at the next decision"
std::string readyNext(const StoryKnob& knob) {
  return fmt::format("{} of {} ready at the next decision", *knob.readyNext,
                     knobValue(knob.knob, *knob.allowed));
}

std::string action(const StoryKnob& knob, Instant decided) {
  if (!knob.status) return {};
  std::string text =
      fmt::format("the {} to {} ", knob.mechanism, knobValue(knob.knob, *knob.allowed));
  switch (*knob.status) {
    case ActionStatus::Completed:
      text += knob.outcome == OutcomeKind::Partial ? std::string(outcomeWords(knob.outcome))
                                                   : std::string("was done");
      break;
    case ActionStatus::Failed:
      text += outcomeWords(knob.outcome);
      break;
    case ActionStatus::Discarded:
      text += "gave way to another policy's plan";
      break;
    case ActionStatus::Superseded:
      text += "was overtaken by a newer decision";
      break;
    case ActionStatus::Unknown:
      text += "was sent, and nobody knows yet what became of it";
      break;
    default:
      text += "was not finished when the record ends";
  }
  if (knob.ended) text += " after " + span(*knob.ended - decided);
  if (knob.ready) {
    text += ", and the pods were as asked for after " + span(*knob.ready - decided);
  } else if (knob.readyNext && *knob.status == ActionStatus::Completed) {
    text += ", which is that they were asked for; " + readyNext(knob);
  }
  return knob.detail.empty() ? text : fmt::format("{} ({})", text, knob.detail);
}

std::string figureSentence(const StoryFigure& figure) {
  if (!figure.after) {
    return fmt::format("{} was {} before it", metricName(figure.name),
                       metricValue(figure.name, figure.before));
  }
  const bool same =
      metricValue(figure.name, figure.before) == metricValue(figure.name, *figure.after);
  if (same) {
    return fmt::format("{} stayed at {}", metricName(figure.name),
                       metricValue(figure.name, figure.before));
  }
  return fmt::format("{} {} from {} to {}", metricName(figure.name),
                     *figure.after < figure.before ? "fell" : "rose",
                     metricValue(figure.name, figure.before),
                     metricValue(figure.name, *figure.after));
}

// One part of an explanation, its title at the left; empty where there is nothing to say.
std::string part(std::string_view title, const std::vector<std::string>& sentences,
                 std::size_t width) {
  std::string body;
  for (const std::string& text : sentences) {
    if (!text.empty()) body += (body.empty() ? "" : " ") + sentence(text);
  }
  if (body.empty()) return {};
  return fmt::format("  {} {}\n", fit(title, 10), wrap(printable(body), width, kMargin, 13));
}

// "4 pods were asked for, and 3 were ready; each requests 250 millicores and 64 MiB"
std::string standing(const ComponentState& state) {
  std::string text = fmt::format("{} {} asked for, and {} {} ready", count(state.replicas, "pod"),
                                 state.replicas == 1 ? "was" : "were", state.readyReplicas,
                                 state.readyReplicas == 1 ? "was" : "were");
  std::string each;
  if (state.podRequests.cpu > Quantity{}) each = cores(state.podRequests.cpu.asDouble());
  if (state.podRequests.memory > Quantity{})
    each += (each.empty() ? "" : " and ") + bytes(state.podRequests.memory.asDouble());
  return each.empty() ? text : text + "; each requests " + each;
}

}  // namespace

std::string changeSummary(const Story& story) {
  std::string text;
  for (const StoryKnob& knob : story.knobs) {
    if (!knob.changed()) continue;
    if (!text.empty()) text += ", ";
    if (knob.before) {
      text +=
          knob.knob == knob::kReplicas ? knob.before->text() : knobValue(knob.knob, *knob.before);
      text += " to ";
    }
    text += knobValue(knob.knob, *knob.allowed);
  }
  return text.empty() ? "hold" : text;
}

std::string reasonSummary(const Story& story) {
  std::string text = story.byFallback ? "the fallback decided: " : "";
  const std::vector<std::string> reasons = seen(story);
  if (reasons.empty()) return story.failure.empty() ? "no reason was given" : story.failure;
  text += reasons.front();
  for (const GuardNote& note : story.notes) text += "; " + noteSentence(note);
  return text;
}

std::string briefReason(const Story& story) {
  std::string text;
  for (const Reason& reason : story.decision.reasons) {
    if (text.empty() || (reason.observed && text.find(' ') == std::string::npos)) {
      text = reasonBrief(reason);
    }
  }
  if (text.empty()) text = story.failure;
  for (const GuardNote& note : story.notes) {
    const std::string name = fmt::format("{} guardrail", guardrailName(note.guardrail));
    if (text.find(name) == std::string::npos) text += (text.empty() ? "" : "; ") + name;
  }
  return text;
}

std::string outcomeSummary(const Story& story) {
  std::string text;
  for (const StoryKnob& knob : story.knobs) {
    if (!knob.changed()) continue;
    if (!text.empty()) text += ", ";
    switch (*knob.status) {
      case ActionStatus::Completed:
        if (knob.ready) {
          text += "ready after " + span(*knob.ready - story.time);
        } else {
          text += knob.ended ? "done after " + span(*knob.ended - story.time) : "done";
          if (knob.readyNext) text += ", " + readyNext(knob);
        }
        break;
      case ActionStatus::Failed:
        text += std::string(outcomeWords(knob.outcome));
        break;
      case ActionStatus::Discarded:
        text += "gave way";
        break;
      case ActionStatus::Superseded:
        text += "overtaken";
        break;
      case ActionStatus::Unknown:
        text += "not known";
        break;
      default:
        text += "under way";
    }
    if (!knob.detail.empty()) text += fmt::format(" ({})", knob.detail);
  }
  return text;
}

std::string explanation(const Story& story, std::size_t width) {
  std::string out = wrap(sentence(headline(story)), width) + '\n';
  const auto tell = [&](std::string_view title, const std::vector<std::string>& sentences) {
    out += part(title, sentences, width);
  };
  tell("Seen", seen(story));
  tell("Proposed", {proposal(story), expectation(story.decision.effect)});
  std::vector<std::string> guards;
  for (const GuardNote& note : story.notes) guards.push_back(noteSentence(note));
  if (guards.empty()) guards.push_back("no guardrail changed anything");
  tell("Guarded", guards);
  std::vector<std::string> actions;
  for (const StoryKnob& knob : story.knobs) actions.push_back(action(knob, story.time));
  if (std::all_of(actions.begin(), actions.end(), [](const auto& a) { return a.empty(); })) {
    actions = {"nothing"};
  }
  tell("Done", actions);
  std::vector<std::string> results;
  for (const StoryFigure& figure : story.figures) results.push_back(figureSentence(figure));
  const bool followed = std::any_of(story.figures.begin(), story.figures.end(),
                                    [](const StoryFigure& f) { return f.after.has_value(); });
  if (followed) results.insert(results.begin(), fmt::format("{} later", span(story.watched)));
  tell("Came of it", results);
  return out;
}

std::string undecided(const std::string& component, Instant at,
                      const std::optional<ComponentState>& state, const std::string& why,
                      std::size_t width) {
  const std::string headline =
      fmt::format("At {} there was no decision on {}.", clock(at), printable(component));
  return wrap(headline, width) + '\n' +
         (state ? part("Seen", {standing(*state)}, width) : std::string()) +
         part("Why", {why}, width);
}

std::string heldReason(const HeldSpan& span) {
  const Story& story = span.first;
  if (!story.failure.empty()) return story.failure;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (text.find(part) == std::string::npos) text += (text.empty() ? "" : "; ") + part;
  };
  for (const GuardNote& note : story.notes) {
    const std::string name = note.guardrail == Guardrail::Authority
                                 ? "would be " + knobValue(note.knob, note.after)
                                 : fmt::format("{} guardrail", guardrailName(note.guardrail));
    add(note.detail.empty() ? name : fmt::format("{}: {}", name, note.detail));
  }
  for (const Reason& reason : story.decision.reasons) {
    if (reason.code.starts_with("Failed") || reason.code.starts_with("Invalid"))
      add(reasonSentence(reason));
  }
  return text;
}

std::string times(const HeldSpan& span) {
  if (span.until == span.first.time) return clock(span.until);
  return fmt::format("{} to {}", clock(span.first.time), clock(span.until));
}

namespace {

using Row = std::vector<std::string>;

std::vector<std::string> linesOf(std::string_view text, std::size_t width) {
  const std::string wrapped = wrap(text, width);
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from <= wrapped.size()) {
    const std::size_t end = std::min(wrapped.find('\n', from), wrapped.size());
    lines.push_back(wrapped.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

// A row as several, its last two cells broken into lines of at most so many columns.
void addWrapped(std::vector<Row>& rows, const Row& row, std::size_t why, std::size_t outcome) {
  const auto whys = linesOf(row[3], why);
  const auto outcomes = linesOf(row[4], outcome);
  for (std::size_t i = 0; i < std::max(whys.size(), outcomes.size()); ++i) {
    Row line = i == 0 ? row : Row(row.size());
    line[3] = i < whys.size() ? whys[i] : "";
    line[4] = i < outcomes.size() ? outcomes[i] : "";
    rows.push_back(std::move(line));
  }
}

}  // namespace

std::string overview(std::span<const Story> stories, std::span<const HeldSpan> held,
                     std::size_t width) {
  std::vector<std::pair<Instant, Row>> all;
  for (const Story& story : stories) {
    all.emplace_back(story.time,
                     Row{clock(story.time), printable(story.scope), changeSummary(story),
                         printable(briefReason(story)), printable(outcomeSummary(story))});
  }
  for (const HeldSpan& span : held) {
    all.emplace_back(span.first.time,
                     Row{times(span), printable(span.first.scope),
                         count(static_cast<std::int64_t>(span.decisions), "decision") + " held",
                         printable(heldReason(span)), ""});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  constexpr std::size_t kOutcome = 24;  // columns, if need be
  std::size_t others = kOutcome + 2;
  for (std::size_t column = 0; column < 3; ++column) {
    std::size_t widest = 0;
    for (const auto& [time, row] : all) widest = std::max(widest, columns(row[column]));
    others += widest + 2;
  }
  const std::size_t why = std::max<std::size_t>(width - std::min(width, others), 20);
  std::vector<Row> rows;
  for (const auto& [time, row] : all) addWrapped(rows, row, why, kOutcome);
  return table({{"TIME", Align::Left},
                {"COMPONENT", Align::Left},
                {"CHANGE", Align::Left},
                {"WHY", Align::Left},
                {"OUTCOME", Align::Left}},
               rows);
}

}  // namespace evenkeel::view
