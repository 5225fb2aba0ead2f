#include "evaluation/schedule_splice.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::evaluation {
namespace {

constexpr double kSlack = 1e-9;
constexpr int kMostStretches = 100;
constexpr std::size_t kLongest = 200;  // windows of a stretch that is not a whole run of them

struct Place {
  std::int32_t count = 0;
  std::size_t size = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

Place placeOf(const ScheduleProblem& problem, const Schedule& schedule, std::size_t next) {
  if (next == 0) return {problem.first, problem.firstSize};
  return {schedule.counts[next - 1], schedule.sizes[next - 1]};
}

double startingCost(const ScheduleProblem& problem, const Place& from, const Place& to) {
  const PodSize& size = problem.sizes[from.size];
  return size.startUp * size.cost * std::max(0, to.count - from.count);
}

// Whether that may come after the other in window w.
bool mayFollow(const ScheduleProblem& problem, std::size_t w, const Place& from, const Place& to) {
  if (!(problem.kept > 0)) return true;
  const double kept = std::pow(problem.kept, problem.windows[w].seconds / 60);
  return to.count >= std::floor(from.count * kept) &&
         problem.sizes[to.size].cost >= problem.sizes[from.size].cost * kept * (1 - kSlack);
}

// What a window of a schedule comes to.
struct Spent {
  double podSeconds = 0;  // those that start included
  double cost = 0;
  double violated = 0;  // where it is judged, or the last of joined ones
};

// `use(spent)` for each window in order.
template <class Use>
void forEachWindow(const ScheduleProblem& problem, const Schedule& schedule, Use use) {
  Place before{problem.first, problem.firstSize};
  std::size_t marks = 0;
  for (std::size_t w = 0; w < schedule.counts.size(); ++w) {
    const ScheduleWindow& window = problem.windows[w];
    const Place place = placeOf(problem, schedule, w + 1);
    const std::size_t option = place.size * static_cast<std::size_t>(problem.counts) +
                               static_cast<std::size_t>(place.count - problem.smallest);
    const PodSize& from = problem.sizes[before.size];
    const double running = place.count * window.seconds;
    const double starting = from.startUp * std::max(0, place.count - before.count);
    Spent spent{running + starting, running * problem.sizes[place.size].cost + starting * from.cost,
                0};
    if (!window.risks.empty() && window.judged) spent.violated = window.risks[option];
    if (!window.marks.empty()) marks += window.marks[option];
    if (!window.risksOfSums.empty()) {
      spent.violated += window.risksOfSums[std::min(marks, window.risksOfSums.size() - 1)];
      marks = 0;
    }
    use(spent);
    before = place;
  }
}

// Sums over the windows before each.
struct Sums {
  std::vector<double> cost{0};
  std::vector<double> violated{0};
};

Sums sumsOf(const ScheduleProblem& problem, const Schedule& schedule) {
  Sums sums;
  forEachWindow(problem, schedule, [&](const Spent& spent) {
    sums.cost.push_back(sums.cost.back() + spent.cost);
    sums.violated.push_back(sums.violated.back() + spent.violated);
  });
  return sums;
}

struct Stretch {
  std::size_t begin = 0;  // windows
  std::size_t end = 0;
  double saves = 0;
  double spends = 0;  // violations
};

// The stretch that saves most for what it spends, of those that spend no more than `room`.
class Search {
 public:
  // `other`: sums of the cheaper one.
  Search(const ScheduleProblem& problem, const Schedule& kept, const Schedule& cheaper,
         const Sums& other)
      : problem_(problem),
        kept_(kept),
        cheaper_(cheaper),
        own_(sumsOf(problem, kept)),
        other_(other) {}

  Stretch best(double room) const {
    Stretch best;
    std::vector<std::size_t> cuts;  // of windows that differ, with the first after them
    for (std::size_t w = 0; w < kept_.counts.size(); ++w) {
      const bool joinedOn = w > 0 && !problem_.windows[w - 1].marks.empty() &&
                            problem_.windows[w - 1].risksOfSums.empty();
      if (!joinedOn) cuts.push_back(w);
      if (joinedOn || placeOf(problem_, kept_, w + 1) != placeOf(problem_, cheaper_, w + 1))
        continue;
      look(cuts, room, best);
      cuts.clear();
    }
    cuts.push_back(kept_.counts.size());
    look(cuts, room, best);
    return best;
  }

 private:
  void look(const std::vector<std::size_t>& cuts, double room, Stretch& best) const {
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      if (!mayEnter(cuts[i])) continue;
      for (std::size_t j = i + 1; j < std::min(cuts.size(), i + 1 + kLongest); ++j)
        consider(between(cuts[i], cuts[j]), room, best);
    }
    if (cuts.size() > 1) consider(between(cuts.front(), cuts.back()), room, best);
  }

  void consider(const Stretch& stretch, double room, Stretch& best) const {
    if (stretch.spends > room + kSlack || !(stretch.saves > kSlack)) return;
    if (isBetter(stretch, best) && mayLeave(stretch.end)) best = stretch;
  }

  static bool isBetter(const Stretch& a, const Stretch& b) {
    const double spentByA = std::max(a.spends, kSlack);
    const double spentByB = std::max(b.spends, kSlack);
    return a.saves * spentByB > b.saves * spentByA;
  }

  bool mayEnter(std::size_t w) const {
    return mayFollow(problem_, w, placeOf(problem_, kept_, w), placeOf(problem_, cheaper_, w + 1));
  }
  bool mayLeave(std::size_t w) const {
    return w == kept_.counts.size() ||
           mayFollow(problem_, w, placeOf(problem_, cheaper_, w), placeOf(problem_, kept_, w + 1));
  }

  Stretch between(std::size_t begin, std::size_t end) const {
    const auto in = [&](const std::vector<double>& sums) { return sums[end] - sums[begin]; };
    double cost = in(other_.cost);
    const Place first = placeOf(problem_, cheaper_, begin + 1);
    cost += startingCost(problem_, placeOf(problem_, kept_, begin), first) -
            startingCost(problem_, placeOf(problem_, cheaper_, begin), first);
    double own = in(own_.cost);
    if (end < kept_.counts.size()) {
      const Place next = placeOf(problem_, kept_, end + 1);
      cost += startingCost(problem_, placeOf(problem_, cheaper_, end), next);
      own += startingCost(problem_, placeOf(problem_, kept_, end), next);
    }
    return {begin, end, own - cost, in(other_.violated) - in(own_.violated)};
  }

  const ScheduleProblem& problem_;
  const Schedule& kept_;
  const Schedule& cheaper_;
  Sums own_;
  const Sums& other_;
};

}  // namespace

void tally(const ScheduleProblem& problem, Schedule& schedule) {
  schedule.podSeconds = schedule.cost = schedule.violated = 0;
  forEachWindow(problem, schedule, [&](const Spent& spent) {
    schedule.podSeconds += spent.podSeconds;
    schedule.cost += spent.cost;
    schedule.violated += spent.violated;
  });
}

Schedule spliced(const ScheduleProblem& problem, const Schedule& kept, const Schedule& cheaper) {
  const Sums other = sumsOf(problem, cheaper);
  Schedule out = kept;
  tally(problem, out);
  for (int i = 0; i < kMostStretches; ++i) {
    const double room = problem.allowed - out.violated;
    const Stretch stretch = Search(problem, out, cheaper, other).best(room);
    if (!(stretch.saves > 0)) break;
    for (std::size_t w = stretch.begin; w < stretch.end; ++w) {
      out.counts[w] = cheaper.counts[w];
      out.sizes[w] = cheaper.sizes[w];
    }
    tally(problem, out);
  }
  return out;
}

}  // namespace evenkeel::evaluation
