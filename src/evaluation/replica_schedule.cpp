#include "evaluation/replica_schedule.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace evenkeel::evaluation {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kSlack = 1e-9;
constexpr double kLikely = 0.5;
constexpr int kPrices = 40;

// The smallest of a range that moves upwards, by place.
class SlidingMinimum {
 public:
  explicit SlidingMinimum(const std::vector<double>& values) : values_(values) {}
  // Of values[first .. last]; neither bound ever falls.
  std::size_t within(std::size_t first, std::size_t last) {
    for (; next_ <= last && next_ < values_.size(); ++next_) {
      while (!rising_.empty() && values_[rising_.back()] > values_[next_]) rising_.pop_back();
      rising_.push_back(next_);
    }
    while (rising_.front() < first) rising_.pop_front();
    return rising_.front();
  }

 private:
  const std::vector<double>& values_;
  std::size_t next_ = 0;
  std::deque<std::size_t> rising_;
};

class Program {
 public:
  explicit Program(const ScheduleProblem& problem)
      : problem_(problem), counts_(problem.windows.front().risks.size()) {
    for (const ScheduleWindow& window : problem.windows) {
      const auto reachable =
          std::clamp<std::int64_t>(std::int64_t{window.most} - problem.smallest + 1, 1,
                                   static_cast<std::int64_t>(window.risks.size()));
      const double least =
          *std::min_element(window.risks.begin(), window.risks.begin() + reachable);
      mostRisk_.push_back(window.judged ? kInfinity : std::max(kLikely, least));
    }
  }

  // The cheapest, with a violation at that price; `paid` becomes its cost with violations.
  Schedule at(double price, double& paid) {
    const std::size_t windows = problem_.windows.size();
    from_.assign(windows, {});
    // best[c]: cheapest way to be at count c in this window, its own cost included.
    std::vector<double> best(counts_, kInfinity);
    const auto first = static_cast<std::size_t>(
        std::clamp<std::int64_t>(std::int64_t{problem_.first} - problem_.smallest, 0,
                                 static_cast<std::int64_t>(counts_) - 1));
    // Pods that the smallest count takes to be started, whatever comes.
    best[first] = problem_.startUp * std::max(0, problem_.smallest - problem_.first);
    for (std::size_t w = 0; w < windows; ++w) best = enter(w, best, price);
    Schedule out;
    auto c = static_cast<std::size_t>(std::min_element(best.begin(), best.end()) - best.begin());
    paid = best[c];
    out.counts.resize(windows);
    for (std::size_t w = windows; w-- > 0; c = from_[w][c]) {
      out.counts[w] = problem_.smallest + static_cast<std::int32_t>(c);
    }
    tally(out);
    return out;
  }

 private:
  double ownCost(std::size_t w, std::size_t c, double price) const {
    const ScheduleWindow& window = problem_.windows[w];
    const double count = problem_.smallest + static_cast<double>(c);
    if (window.risks[c] > mostRisk_[w] || count > window.most) return kInfinity;
    return count * window.seconds + (window.judged ? price * window.risks[c] : 0);
  }

  std::vector<double> enter(std::size_t w, const std::vector<double>& before, double price) {
    // From above, or the same: free. From below: each further pod is started.
    std::vector<double> started(counts_);
    for (std::size_t c = 0; c < counts_; ++c) {
      started[c] = before[c] - problem_.startUp * static_cast<double>(c);
    }
    SlidingMinimum down(before);
    SlidingMinimum up(started);
    std::vector<double> now(counts_);
    from_[w].resize(counts_);
    for (std::size_t c = 0; c < counts_; ++c) {
      const std::size_t fallen = down.within(c, highestBefore(w, c));
      const std::size_t risen = up.within(0, c);
      const double rising = started[risen] + problem_.startUp * static_cast<double>(c);
      const bool falls = before[fallen] <= rising;
      from_[w][c] = static_cast<std::uint32_t>(falls ? fallen : risen);
      now[c] = std::min(before[fallen], rising) + ownCost(w, c, price);
    }
    return now;
  }

  // The highest count, by place, from which the count may fall to that one.
  std::size_t highestBefore(std::size_t w, std::size_t c) const {
    if (!(problem_.kept > 0)) return counts_ - 1;
    const double count = problem_.smallest + static_cast<double>(c);
    const double kept = std::pow(problem_.kept, problem_.windows[w].seconds / 60);
    const double highest = std::ceil((count + 1) / kept) - 1 - problem_.smallest;
    return static_cast<std::size_t>(
        std::clamp(highest, static_cast<double>(c), static_cast<double>(counts_ - 1)));
  }

  void tally(Schedule& schedule) const {
    std::int32_t before = problem_.first;
    for (std::size_t w = 0; w < schedule.counts.size(); ++w) {
      const ScheduleWindow& window = problem_.windows[w];
      const std::int32_t count = schedule.counts[w];
      schedule.podSeconds +=
          count * window.seconds + problem_.startUp * std::max(0, count - before);
      if (window.judged) {
        schedule.violated += window.risks[static_cast<std::size_t>(count - problem_.smallest)];
      }
      before = count;
    }
  }

  const ScheduleProblem& problem_;
  std::size_t counts_;
  std::vector<double> mostRisk_;                  // by window, of a schedule that is allowed
  std::vector<std::vector<std::uint32_t>> from_;  // by window and count: the count before
};

}  // namespace

Schedule cheapest(const ScheduleProblem& problem) {
  if (problem.windows.empty() || problem.windows.front().risks.empty()) return {};
  Program program(problem);
  double bound = 0;
  const auto priced = [&](double price) {
    double paid = 0;
    Schedule schedule = program.at(price, paid);
    bound = std::max(bound, paid - price * problem.allowed);
    return schedule;
  };
  const auto isKept = [&](const Schedule& schedule) {
    return schedule.violated <= problem.allowed + kSlack;
  };
  Schedule best = priced(0);
  if (!isKept(best)) {
    double time = 0;
    for (const ScheduleWindow& window : problem.windows) time += window.seconds;
    const double most =
        problem.smallest + static_cast<double>(problem.windows.front().risks.size());
    // Beyond this no cost outweighs a violation worth mentioning.
    double high =
        1e6 * (time + problem.startUp * static_cast<double>(problem.windows.size())) * most;
    double low = 1e-9 * high / 1e6;
    best = priced(high);
    const bool possible = isKept(best);
    if (!possible) bound = 0;
    for (int i = 0; possible && i < kPrices; ++i) {
      const double price = std::sqrt(low * high);
      Schedule schedule = priced(price);
      if (isKept(schedule)) {
        high = price;
        if (schedule.podSeconds <= best.podSeconds) best = std::move(schedule);
      } else {
        low = price;
      }
    }
    if (!possible) bound = best.podSeconds;
  }
  best.bound = std::min(bound, best.podSeconds);
  return best;
}

}  // namespace evenkeel::evaluation
