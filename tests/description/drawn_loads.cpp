#include "description/drawn_loads.h"

#include <rapidcheck.h>

namespace evenkeel {
namespace {

SeasonalLoad seasonal(DrawnValues& draw, double level) {
  SeasonalLoad load;
  load.level = level;
  load.trend = draw.real(-5, 5);
  if (draw.yes()) load.daily.assign(24, draw.real(0, 3));
  if (draw.yes()) load.weekly.assign(7, draw.real(0, 3));
  if (draw.yes())
    load.bursts = SeasonalBursts{draw.real(0, 9), draw.real(0, 9), draw.real(0, 2), 1s, 2s};
  if (draw.yes()) load.noise = {{draw.real(0, 1), draw.time()}, {draw.real(0, 1), 0s}};
  load.interval = 1ms + Duration(1s) * draw.small(0, 99);
  load.offset = 1s * draw.small(0, 99);
  load.seed = static_cast<std::uint64_t>(draw.small(0, 99));
  return load;
}

}  // namespace

LoadShape drawnShape(DrawnValues& draw) {
  const double rate = draw.real(0, 1000);
  switch (draw.small(0, 7)) {
    case 0:
      return SteadyLoad{rate};
    case 1:
      return RampLoad{rate, draw.real(0, 10), 1s, draw.time() + 1s};
    case 2:
      return StepLoad{rate, draw.real(0, 10), draw.time()};
    case 3:
      return DiurnalLoad{rate, rate / 2, draw.time()};
    case 4:
      return FlashCrowdLoad{rate, rate + 1, draw.time(), draw.time(), draw.time(), draw.time()};
    case 5:
      return MmppLoad{{{rate, 1s + draw.time(), {}}, {1, 2s, {3, 0}}}, 7};
    case 6:
      return seasonal(draw, rate);
    default:
      break;
  }
  TraceLoad trace;
  trace.file = "traces/" + draw.words() + ".csv";
  trace.timeColumn = draw.words();
  trace.countColumn = draw.words();
  if (draw.yes()) trace.where = ColumnValue{draw.words(1), draw.words()};
  if (trace.where && draw.yes())
    trace.andWhere = {{draw.words(1), draw.words()}, {draw.words(1), draw.words()}};
  if (draw.yes()) trace.countEvery = std::chrono::seconds(draw.whole(1, 3600));
  if (!trace.countEvery && draw.yes()) trace.interval = std::chrono::seconds(draw.whole(1, 3600));
  trace.combine = draw.one<CombineRule>(3);
  if (!trace.countEvery) trace.values = draw.one<TraceValues>(2);
  trace.gaps = draw.one<GapRule>(3);
  trace.stretch = draw.real(0, 10);
  trace.offset = draw.time();
  if (draw.yes()) trace.mean = rate;
  return trace;
}

std::int64_t DrawnValues::whole(std::int64_t low, std::int64_t high) {
  return *rc::gen::noShrink(rc::gen::inRange<std::int64_t>(low, high + 1));
}

}  // namespace evenkeel
