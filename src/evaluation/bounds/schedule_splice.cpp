#include "evaluation/bounds/schedule_splice.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace evenkeel::evaluation {
namespace {

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
  return startingCost(problem.sizes[from.size], from.count, to.count);
}

bool mayFollow(const ScheduleProblem& problem, const Place& from, const Place& to) {
  return from.count <= highestBefore(problem.stepDown, to.count) &&
         mayBecome(problem, from.size, to.size);
}

// Sums over the windows before each.
struct Sums {
  std::vector<double> cost{0};
  std::vector<double> violated{0};
};

Sums sumsOf(const ScheduleProblem& problem, const Schedule& schedule) {
  Sums sums;
  for (const WindowCost& window : costsOf(problem, schedule)) {
    sums.cost.push_back(sums.cost.back() + window.cost);
    sums.violated.push_back(sums.violated.back() + window.violated);
  }
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
    // Between windows that differ, before them and after them; none between joined ones. Before the
    // first the two are at one place.
    std::vector<std::size_t> cuts;
    for (std::size_t w = 0; w < kept_.counts.size(); ++w) {
      if (w == 0 || !isJoinedOn(w - 1)) cuts.push_back(w);
      if (isJoinedOn(w) || placeOf(problem_, kept_, w + 1) != placeOf(problem_, cheaper_, w + 1))
        continue;
      if (cuts.back() != w) cuts.push_back(w + 1);
      look(cuts, room, best);
      cuts.clear();
    }
    cuts.push_back(kept_.counts.size());
    look(cuts, room, best);
    return best;
  }

 private:
  bool isJoinedOn(std::size_t w) const {
    return !problem_.windows[w].marks.empty() && problem_.windows[w].risksOfSums.empty();
  }

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
    return mayFollow(problem_, placeOf(problem_, kept_, w), placeOf(problem_, cheaper_, w + 1));
  }
  bool mayLeave(std::size_t w) const {
    return w == kept_.counts.size() ||
           mayFollow(problem_, placeOf(problem_, cheaper_, w), placeOf(problem_, kept_, w + 1));
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
