#include "description/load_schema.h"

#include <algorithm>

#include "base/schema_containers.h"
#include "base/schema_parameters.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/read_trace_load.h"
#include "description/spec.h"

namespace evenkeel {
namespace {

using namespace schema;

Schema<double> rate() {
  return number({.minimum = 0, .maximum = 1e9});
}

void checkRamp(const RampLoad& ramp, const DocumentNode& node, Faults& faults) {
  if (ramp.end <= ramp.start)
    faults.addAt(placeOf(node, "end"), "end", "found an end that is not after the start",
                 "write a later end");
}

void checkDiurnal(const DiurnalLoad& load, const DocumentNode& node, Faults& faults) {
  if (load.amplitude > load.mean)
    faults.addAt(placeOf(node, "amplitude"), "amplitude", "found an amplitude above the mean",
                 "write at most the mean: a rate is never negative");
}

void checkFlashCrowd(const FlashCrowdLoad& load, const DocumentNode& node, Faults& faults) {
  if (load.peak < load.base)
    faults.addAt(placeOf(node, "peak"), "peak", "found a peak below the base",
                 "write at least the base");
}

void checkTrace(const TraceLoad& load, const DocumentNode& node, Faults& faults) {
  if (load.mean && load.peak)
    faults.addAt(placeOf(node, "peak"), "peak", "found peak beside mean", "keep one of them");
  if (load.countEvery && load.interval)
    faults.addAt(placeOf(node, "interval"), "interval", "found interval beside countEvery",
                 "keep one of them: countEvery counts single requests over its time");
  if (load.countEvery && load.values == TraceValues::PerSecond)
    faults.addAt(placeOf(node, "values"), "values", "found perSecond beside countEvery",
                 "leave it out: single requests are counted");
  if (!load.andWhere.empty() && !load.where)
    faults.addAt(placeOf(node, "and"), "and", "found and without where",
                 "write the first condition as where");
  if (load.firstCountColumn.empty()) return;
  if (!load.interval)
    faults.addAt(placeOf(node, "firstCountColumn"), "firstCountColumn", "found no interval with it",
                 "write interval: 5m, say, where a column stands for five minutes");
  const auto refuse = [&](const char* key, bool written) {
    if (written)
      faults.addAt(placeOf(node, key), key, "found it beside firstCountColumn",
                   "leave it out: columns are counts of one interval after the other");
  };
  refuse("timeColumn", !load.timeColumn.empty());
  refuse("countColumn", !load.countColumn.empty());
  refuse("countEvery", load.countEvery.has_value());
}

void checkMmpp(const MmppLoad& load, const DocumentNode& node, Faults& faults) {
  for (std::size_t i = 0; i < load.states.size(); ++i) {
    const auto& next = load.states[i].next;
    if (next.empty()) continue;
    const std::string path = "states[" + std::to_string(i) + "].next";
    if (next.size() != load.states.size())
      faults.addAt(placeOf(node, path), path, "found " + std::to_string(next.size()) + " weights",
                   "write one for each of the " + std::to_string(load.states.size()) + " states");
    else if (next[i] != 0)
      faults.addAt(placeOf(node, path), path, "found a weight for the state itself",
                   "write 0 there: how long a state lasts is its meanStay");
    else if (std::all_of(next.begin(), next.end(), [](double weight) { return weight == 0; }))
      faults.addAt(placeOf(node, path), path, "found no state that may follow",
                   "write a weight above 0");
  }
}

void checkSeasonal(const SeasonalLoad& load, const DocumentNode& node, Faults& faults) {
  const auto check = [&](const char* key, const std::vector<double>& factors, std::size_t wanted) {
    if (factors.empty() || factors.size() == wanted) return;
    faults.addAt(placeOf(node, key), key, "found " + std::to_string(factors.size()) + " factors",
                 "write " + std::to_string(wanted) + ", or leave it out");
  };
  check("daily", load.daily, 24);
  check("weekly", load.weekly, 7);
}

Schema<ColumnValue> columnValueSchema() {
  return Record<ColumnValue>("A cell of a row.")
      .field("column", &ColumnValue::column, text({.minimumLength = 1}), "Its column's name.",
             {.required = true})
      .field("value", &ColumnValue::value, text(), "What it holds, to the letter.",
             {.required = true});
}

Schema<TraceLoad> traceSchema() {
  return Record<TraceLoad>(
             "A trace of requests: a CSV file, plain or gzip, with a count for each interval.")
      .field("file", &TraceLoad::file, text({.minimumLength = 1}),
             "Relative to this file, or below the directory of real data sets: "
             "${EVENKEEL_DATA}/…",
             {.required = true})
      .field("timeColumn", &TraceLoad::timeColumn, text(),
             "Name of the column with times (seconds, an index, or ISO 8601); left out, the first.")
      .field("countColumn", &TraceLoad::countColumn, text(),
             "Name of the column with counts per interval; left out, the second.")
      .field("firstCountColumn", &TraceLoad::firstCountColumn, text(),
             "Each row is a series, a column an interval, from this column to the last.",
             {.example = "m0"})
      .field("where", &TraceLoad::where, optional(columnValueSchema()),
             "Only the rows that have this, of a file that holds several series.")
      .field("and", &TraceLoad::andWhere, list(columnValueSchema(), {.maximum = 20}),
             "And these too.")
      .field("countEvery", &TraceLoad::countEvery,
             optional(duration({.minimum = 1ms, .maximum = 1h})),
             "Rows are single requests (or as many as countColumn says) in order of time, to be "
             "counted over this time; the last, begun interval is left out.",
             {.example = "1m"})
      .field(
          "interval", &TraceLoad::interval, optional(duration({.minimum = 1ms, .maximum = 1h})),
          "Of the counts. Rows are put into intervals of this length, from the first row on; left "
          "out, it is the commonest distance of rows.",
          {.example = "5m"})
      .field("combine", &TraceLoad::combine,
             enumeration<CombineRule>({{"refuse", CombineRule::Refuse},
                                       {"sum", CombineRule::Sum},
                                       {"mean", CombineRule::Mean}}),
             "What several values for one interval mean (one of each pod): a fault, their sum or "
             "their mean.")
      .field("values", &TraceLoad::values,
             enumeration<TraceValues>({{"perInterval", TraceValues::PerInterval},
                                       {"perSecond", TraceValues::PerSecond}}),
             "Counts of an interval, or rates.")
      .field(
          "gaps", &TraceLoad::gaps,
          enumeration<GapRule>(
              {{"refuse", GapRule::Refuse}, {"zero", GapRule::Zero}, {"hold", GapRule::Hold}}),
          "What missing intervals and empty cells mean: a fault, no requests, or the rate before.")
      .field("mean", &TraceLoad::mean, optional(number({.minimum = 0, .exclusiveMinimum = true})),
             "Scales the trace so that the mean of the first 60 % of the run is this.",
             {.unit = "requests/s"})
      .field("peak", &TraceLoad::peak, optional(number({.minimum = 0, .exclusiveMinimum = true})),
             "Scales the trace so that the largest interval of the first 60 % of the run is this.",
             {.unit = "requests/s"})
      .field("stretch", &TraceLoad::stretch,
             number({.minimum = 0, .maximum = 1e6, .exclusiveMinimum = true}),
             "2 plays it half as fast with the same rates, 0.1 ten times as fast.")
      .field("offset", &TraceLoad::offset, duration(), "Skipped at the start, in trace time.")
      .check(checkTrace);
}

constexpr Duration kDay = std::chrono::hours(24);

Schema<std::uint64_t> loadSeed() {
  return integer<std::uint64_t>();
}

Schema<MmppLoad> mmppSchema() {
  const Schema<MmppState> state =
      Record<MmppState>("A state.")
          .field("rate", &MmppState::rate, rate(), "While it lasts.",
                 {.required = true, .unit = "requests/s"})
          .field("meanStay", &MmppState::meanStay,
                 duration({.minimum = 1ms, .maximum = 366 * kDay}),
                 "Mean of its exponentially distributed stays.", {.required = true})
          .field("next", &MmppState::next, list(number({.minimum = 0, .maximum = 1e9})),
                 "Weights of the states that may follow, in their order, its own 0; left out, all "
                 "others alike.",
                 {.example = "[0, 1, 3]"});
  return Record<MmppLoad>("A Markov-modulated Poisson process: rates that change at random.")
      .field("states", &MmppLoad::states, list(state, {.minimum = 2, .maximum = 100}),
             "Its states; it begins in the first.", {.required = true})
      .field("seed", &MmppLoad::seed, loadSeed(),
             "Of the changes of state: a property of the load, the same in every run.")
      .check(checkMmpp);
}

Schema<SeasonalLoad> seasonalSchema() {
  const Schema<SeasonalBursts> bursts =
      Record<SeasonalBursts>("Sudden rises that come at random.")
          .field("perDay", &SeasonalBursts::perDay, number({.minimum = 0, .maximum = 1e5}),
                 "How many a day, on average.", {.required = true})
          .field("median", &SeasonalBursts::median, number({.minimum = 0, .maximum = 1e6}),
                 "Of their heights, as multiples of the rate without them: 1 doubles it.")
          .field("cv", &SeasonalBursts::cv, number({.minimum = 0, .maximum = 100}),
                 "Coefficient of variation of the heights, which are log-normal.")
          .field("rise", &SeasonalBursts::rise, duration({.maximum = kDay}),
                 "How long the rise takes, in a straight line.")
          .field("decay", &SeasonalBursts::decay,
                 duration({.maximum = 7 * kDay, .exclusiveMinimum = true}),
                 "Time constant of the exponential decay after it.");
  const Schema<SeasonalNoise> noise =
      Record<SeasonalNoise>("A random factor of mean 1, whose logarithm is an AR(1) process.")
          .field("cv", &SeasonalNoise::cv, number({.minimum = 0, .maximum = 100}),
                 "Its coefficient of variation.", {.required = true})
          .field("memory", &SeasonalNoise::memory, duration({.maximum = 366 * kDay}),
                 "Over which the correlation falls to 1/e; 0s: none from interval to interval.");
  return Record<SeasonalLoad>(
             "Level, trend, hours of the day, days of the week, noise and bursts: what evenkeel "
             "fit "
             "writes.")
      .field("level", &SeasonalLoad::level, rate(), "The rate at the start, all factors 1.",
             {.required = true, .unit = "requests/s"})
      .field("trend", &SeasonalLoad::trend, number({.minimum = -1e9, .maximum = 1e9}),
             "What the level gains a day; it never falls below 0.", {.unit = "requests/s a day"})
      .field("daily", &SeasonalLoad::daily, list(number({.minimum = 0, .maximum = 1e6})),
             "24 factors, one for the middle of each hour from the start on, joined by straight "
             "lines; left out, all 1.")
      .field("weekly", &SeasonalLoad::weekly, list(number({.minimum = 0, .maximum = 1e6})),
             "7 factors, one for each day from the start on; left out, all 1.")
      .field("bursts", &SeasonalLoad::bursts, optional(bursts), "Sudden rises.")
      .field("noise", &SeasonalLoad::noise, list(noise, {.maximum = 10}),
             "Random factors, which multiply.")
      .field("interval", &SeasonalLoad::interval, duration({.minimum = 1ms, .maximum = 1h}),
             "The rate is constant over each.")
      .field("offset", &SeasonalLoad::offset, duration({.maximum = kLongestRun}),
             "Skipped at the start.")
      .field("seed", &SeasonalLoad::seed, loadSeed(),
             "Of bursts and noise: a property of the load, the same in every run.")
      .check(checkSeasonal);
}

}  // namespace

Schema<Load> loadSchema() {
  const FieldOptions perSecond{.required = true, .unit = "requests/s"};
  const Schema<SteadyLoad> steady =
      Record<SteadyLoad>("The same rate all the time.")
          .field("rate", &SteadyLoad::rate, rate(), "The rate.", perSecond);
  const Schema<RampLoad> ramp =
      Record<RampLoad>("From one rate to another in a straight line.")
          .field("from", &RampLoad::from, rate(), "The rate until the start.", perSecond)
          .field("to", &RampLoad::to, rate(), "The rate from the end on.", perSecond)
          .field("start", &RampLoad::start, duration(), "Where the change begins.")
          .field("end", &RampLoad::end, duration(), "Where it ends.", {.required = true})
          .check(checkRamp);
  const Schema<StepLoad> step =
      Record<StepLoad>("One rate, then another.")
          .field("before", &StepLoad::before, rate(), "The rate until then.", perSecond)
          .field("after", &StepLoad::after, rate(), "The rate from then on.", perSecond)
          .field("at", &StepLoad::at, duration(), "When it changes.", {.required = true});
  const Schema<DiurnalLoad> diurnal =
      Record<DiurnalLoad>("A wave, like day and night, lowest at the start.")
          .field("mean", &DiurnalLoad::mean, rate(), "Its middle.", perSecond)
          .field("amplitude", &DiurnalLoad::amplitude, rate(), "How far it goes up and down.",
                 perSecond)
          .field("period", &DiurnalLoad::period, duration({.exclusiveMinimum = true}),
                 "How long a wave takes.")
          .check(checkDiurnal);
  const Schema<FlashCrowdLoad> flashCrowd =
      Record<FlashCrowdLoad>("A crowd that comes at once and slowly goes.")
          .field("base", &FlashCrowdLoad::base, rate(), "The rate without it.", perSecond)
          .field("peak", &FlashCrowdLoad::peak, rate(), "The rate at its height.", perSecond)
          .field("at", &FlashCrowdLoad::at, duration(), "When it comes.", {.required = true})
          .field("rise", &FlashCrowdLoad::rise, duration(), "How long the rise takes.")
          .field("hold", &FlashCrowdLoad::hold, duration(), "How long the height lasts.")
          .field("decay", &FlashCrowdLoad::decay, duration({.exclusiveMinimum = true}),
                 "Time constant of the exponential decay after it.")
          .check(checkFlashCrowd);
  return Record<Load>("Requests to one application. Several for the same one add up.")
      .field("application", &Load::application, subdomain(), "Which application.",
             {.required = true})
      .alternative("steady", &Load::shape, steady, "The same rate all the time.")
      .alternative("ramp", &Load::shape, ramp, "From one rate to another in a straight line.")
      .alternative("step", &Load::shape, step, "One rate, then another.")
      .alternative("diurnal", &Load::shape, diurnal, "A wave, like day and night.")
      .alternative("flashCrowd", &Load::shape, flashCrowd, "A crowd that comes at once.")
      .alternative("mmpp", &Load::shape, mmppSchema(), "Rates that change at random.")
      .alternative("seasonal", &Load::shape, seasonalSchema(),
                   "Days and weeks with noise and bursts.")
      .alternative("trace", &Load::shape, traceSchema(), "A trace from a file.")
      .field("noise", &Load::noise, number({.minimum = 0, .maximum = 1}),
             "Coefficient of variation of a random factor that changes slowly.");
}

Result<TraceLoad> readTraceLoad(const DocumentNode& mapping, const std::string& where) {
  Faults faults(where);
  TraceLoad load;
  traceSchema().read(mapping, load, faults);
  if (auto ok = parameterError(where, faults.diagnostics()); !ok) return tl::unexpected(ok.error());
  return load;
}

TypeInfo describeTraceLoad() {
  return traceSchema().describe();
}

}  // namespace evenkeel
