#include "evaluation/bounds/replica_schedule.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "evaluation/bounds/schedule_splice.h"

namespace evenkeel::evaluation {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLikely = 0.5;
constexpr int kPrices = 40;

// The smallest of a range that moves upwards, by place.
class SlidingMinimum {
 public:
  // Of a column of that many values; it keeps its memory.
  void begin(std::size_t values) {
    rising_.resize(std::max(rising_.size(), values));
    next_ = head_ = tail_ = 0;
  }
  // Of values[first .. last]; neither bound ever falls.
  std::size_t within(const std::vector<double>& values, std::size_t first, std::size_t last) {
    for (; next_ <= last && next_ < values.size(); ++next_) {
      while (tail_ > head_ && values[rising_[tail_ - 1]] > values[next_]) --tail_;
      rising_[tail_++] = next_;
    }
    while (rising_[head_] < first) ++head_;
    return rising_[head_];
  }

 private:
  std::size_t next_ = 0;
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::vector<std::size_t> rising_;
};

struct Move {  // into an option, the best
  double cost = kInfinity;
  std::uint32_t from = 0;  // option
};

class Program {
 public:
  Program(const ScheduleProblem& problem, const std::function<bool()>& stop)
      : problem_(problem),
        stop_(stop),
        counts_(static_cast<std::size_t>(problem.counts)),
        options_(counts_ * problem.sizes.size()),
        moves_(options_),
        column_(counts_),
        started_(counts_) {
    const std::size_t windows = problem.windows.size();
    sums_.assign(windows, 1);
    std::size_t open = 1;
    for (std::size_t w = windows; w-- > 0;) {
      const ScheduleWindow& window = problem.windows[w];
      if (!window.risksOfSums.empty()) open = window.risksOfSums.size();
      if (!window.marks.empty()) sums_[w] = open;
    }
    for (std::size_t w = 0; w < windows; ++w) mostRisk_.push_back(mostRiskOf(w));
    for (std::size_t c = 0; c < counts_; ++c) highestBefore_.push_back(highestPlaceBefore(c));
  }

  // The cheapest, with a violation at that price; `paid` becomes its cost with violations, infinite
  // where there is none. None when stopped.
  std::optional<Schedule> at(double price, double& paid) {
    const std::size_t windows = problem_.windows.size();
    from_.assign(windows, {});
    fromSum_.assign(windows, {});
    lastSum_.assign(windows, {});
    // best[option · sums + sum]: cheapest way to be there in this window, its own cost included.
    std::vector<double> best(options_, kInfinity);
    // Pods that the smallest count takes to be started are, whatever comes.
    best[firstOption()] =
        startingCost(problem_.sizes[problem_.firstSize], problem_.first, problem_.smallest);
    for (std::size_t w = 0; w < windows; ++w) {
      if (stop_()) return std::nullopt;
      best = enter(w, best, price);
    }
    Schedule out;
    auto option =
        static_cast<std::size_t>(std::min_element(best.begin(), best.end()) - best.begin());
    paid = best[option];
    if (std::isinf(paid)) return out;
    out.counts.resize(windows);
    out.sizes.resize(windows);
    std::size_t sum = 0;
    for (std::size_t w = windows; w-- > 0;) {
      if (!lastSum_[w].empty()) sum = lastSum_[w][option];
      out.counts[w] = countOf(option);
      out.sizes[w] = static_cast<std::uint32_t>(option / counts_);
      const std::size_t state = option * sums_[w] + sum;
      option = from_[w][state];
      sum = fromSum_[w].empty() ? 0 : fromSum_[w][state];
    }
    tally(problem_, out);
    return out;
  }

 private:
  std::int32_t countOf(std::size_t option) const {
    return problem_.smallest + static_cast<std::int32_t>(option % counts_);
  }

  std::size_t firstOption() const {
    return optionOf(problem_, std::max(problem_.first, problem_.smallest), problem_.firstSize);
  }

  bool isOpen(std::size_t w, std::size_t option) const {
    const std::int32_t count = countOf(option);
    const std::size_t size = option / counts_;
    return count >= enough(w, size) && count <= problem_.windows[w].most &&
           size <= problem_.windows[w].largest &&
           (count == problem_.smallest || count <= problem_.sizes[size].most);
  }

  std::int32_t enough(std::size_t w, std::size_t size) const {
    const ScheduleWindow& window = problem_.windows[w];
    if (window.enough.empty()) return problem_.smallest;
    const std::int32_t possible =
        std::min({window.most, problem_.sizes[size].most, problem_.smallest + problem_.counts - 1});
    return std::max(problem_.smallest, std::min(window.enough[size], possible));
  }

  // Of a schedule that is allowed.
  double mostRiskOf(std::size_t w) const {
    const ScheduleWindow& window = problem_.windows[w];
    if (window.judged || window.risks.empty()) return kInfinity;
    double least = kInfinity;
    for (std::size_t o = 0; o < options_; ++o) {
      if (isOpen(w, o)) least = std::min(least, window.risks[o]);
    }
    return std::isinf(least) ? kInfinity : std::max(kLikely, least);
  }

  double ownCost(std::size_t w, std::size_t option, double price) const {
    const ScheduleWindow& window = problem_.windows[w];
    if (!isOpen(w, option)) return kInfinity;
    const double running = runningCost(problem_, w, countOf(option), option / counts_);
    if (window.risks.empty()) return running;
    if (window.risks[option] > mostRisk_[w]) return kInfinity;
    return running + (window.judged ? price * window.risks[option] : 0);
  }

  std::vector<double> enter(std::size_t w, const std::vector<double>& before, double price) {
    const ScheduleWindow& window = problem_.windows[w];
    const std::size_t sums = sums_[w];
    const std::size_t sumsBefore = before.size() / options_;
    std::vector<double> now(options_ * sums, kInfinity);
    from_[w].resize(options_ * sums);
    if (sums > 1) fromSum_[w].resize(options_ * sums);
    std::vector<double> own(options_);
    for (std::size_t o = 0; o < options_; ++o) own[o] = ownCost(w, o, price);
    for (std::size_t s = 0; s < sumsBefore; ++s) {
      if (!findMoves(before, sumsBefore, s)) continue;
      for (std::size_t o = 0; o < options_; ++o) {
        const std::size_t sum = window.marks.empty() ? 0 : std::min(sums - 1, s + window.marks[o]);
        const std::size_t state = o * sums + sum;
        const double cost = moves_[o].cost + own[o];
        if (s > 0 && !(cost < now[state])) continue;
        now[state] = cost;
        from_[w][state] = moves_[o].from;
        if (sums > 1) fromSum_[w][state] = static_cast<std::uint16_t>(s);
      }
    }
    return window.risksOfSums.empty() ? now : close(w, now, price);
  }

  // The last of joined windows: what their sum costs.
  std::vector<double> close(std::size_t w, const std::vector<double>& open, double price) {
    const std::vector<double>& risks = problem_.windows[w].risksOfSums;
    std::vector<double> closed(options_, kInfinity);
    lastSum_[w].resize(options_);
    for (std::size_t o = 0; o < options_; ++o) {
      for (std::size_t s = 0; s < risks.size(); ++s) {
        const double cost = open[o * risks.size() + s] + price * risks[s];
        if (s > 0 && !(cost < closed[o])) continue;
        closed[o] = cost;
        lastSum_[w][o] = static_cast<std::uint16_t>(s);
      }
    }
    return closed;
  }

  // Into every option at that sum. False: nothing is there.
  bool findMoves(const std::vector<double>& before, std::size_t sums, std::size_t sum) {
    bool any = false;
    for (std::size_t size = 0; size < problem_.sizes.size(); ++size) {
      for (std::size_t c = 0; c < counts_; ++c) {
        column_[c] = before[(size * counts_ + c) * sums + sum];
        any = any || column_[c] < kInfinity;
      }
      findCounts(size);
    }
    if (any && problem_.sizes.size() > 1) changeSizes();
    return any;
  }

  // From counts of the same size. From above, or the same: free. From below: each further pod is
  // started.
  void findCounts(std::size_t size) {
    const double starting = problem_.sizes[size].startUp * problem_.sizes[size].cost;
    for (std::size_t c = 0; c < counts_; ++c) {
      started_[c] = column_[c] - starting * static_cast<double>(c);
    }
    down_.begin(counts_);
    up_.begin(counts_);
    for (std::size_t c = 0; c < counts_; ++c) {
      const std::size_t fallen = down_.within(column_, c, highestBefore_[c]);
      const std::size_t risen = up_.within(started_, 0, c);
      const double rising = started_[risen] + starting * static_cast<double>(c);
      const bool falls = column_[fallen] <= rising;
      moves_[size * counts_ + c] = {
          std::min(column_[fallen], rising),
          static_cast<std::uint32_t>(size * counts_ + (falls ? fallen : risen))};
    }
  }

  // Growing is free, shrinking too as far as it goes: the best of all sizes up to the largest that
  // may become this one.
  void changeSizes() {
    best_.assign(counts_, Move{});
    std::size_t next = 0;
    const std::vector<Move> own = moves_;
    for (std::size_t size = 0; size < problem_.sizes.size(); ++size) {
      for (; next < problem_.sizes.size() && (next <= size || mayBecome(problem_, next, size));
           ++next) {
        for (std::size_t c = 0; c < counts_; ++c) {
          const Move& move = own[next * counts_ + c];
          if (move.cost < best_[c].cost) best_[c] = move;
        }
      }
      for (std::size_t c = 0; c < counts_; ++c) {
        Move& move = moves_[size * counts_ + c];
        if (best_[c].cost < move.cost) move = best_[c];
      }
    }
  }

  // The highest count, by place, from which the count may fall to that one.
  std::size_t highestPlaceBefore(std::size_t c) const {
    const std::int32_t count = problem_.smallest + static_cast<std::int32_t>(c);
    const double place = highestBefore(problem_.stepDown, count) - problem_.smallest;
    return static_cast<std::size_t>(std::min(place, static_cast<double>(counts_ - 1)));
  }

  const ScheduleProblem& problem_;
  const std::function<bool()>& stop_;
  std::size_t counts_;
  std::size_t options_;
  std::vector<std::size_t> sums_;           // by window, that a state may have
  std::vector<double> mostRisk_;            // by window
  std::vector<std::size_t> highestBefore_;  // by place of a count: that of the highest
  // By window and state, option · sums + sum: the option and the sum before.
  std::vector<std::vector<std::uint32_t>> from_;
  std::vector<std::vector<std::uint16_t>> fromSum_;
  std::vector<std::vector<std::uint16_t>> lastSum_;  // by option, where joined windows end
  std::vector<Move> moves_;                          // by option, of one sum
  std::vector<Move> best_;
  std::vector<double> column_;
  std::vector<double> started_;
  SlidingMinimum down_;
  SlidingMinimum up_;
};

}  // namespace

std::optional<Schedule> cheapest(const ScheduleProblem& problem,
                                 const std::function<bool()>& stop) {
  if (problem.windows.empty() || problem.counts <= 0 || problem.sizes.empty()) return Schedule{};
  Program program(problem, stop);
  double free = 0;
  std::optional<Schedule> best = program.at(0, free);
  if (best && std::isinf(free)) {
    ScheduleProblem atOnce = problem;
    atOnce.stepDown = {};
    best = cheapest(atOnce, stop);
    if (best) best->stepsDown = false;
    return best;
  }
  double bound = free;
  const auto priced = [&](double price) {
    double paid = 0;
    std::optional<Schedule> schedule = program.at(price, paid);
    bound = std::max(bound, paid - price * problem.allowed);
    return schedule;
  };
  const auto isKept = [&](const Schedule& schedule) {
    return schedule.violated <= problem.allowed + kSlack;
  };
  if (best && !isKept(*best)) {
    double time = 0;
    for (const ScheduleWindow& window : problem.windows) time += window.seconds;
    double startUp = 0;
    for (const PodSize& size : problem.sizes) startUp = std::max(startUp, size.startUp);
    const double most =
        (problem.smallest + static_cast<double>(problem.counts)) * problem.sizes.back().cost;
    // Beyond this no cost outweighs a violation worth mentioning.
    double high = 1e6 * (time + startUp * static_cast<double>(problem.windows.size())) * most;
    double low = 1e-9 * high / 1e6;
    best = priced(high);
    if (!best) return std::nullopt;
    const bool possible = isKept(*best);
    if (!possible) bound = best->cost;
    std::optional<Schedule> over;
    for (int i = 0; possible && i < kPrices; ++i) {
      const double price = std::sqrt(low * high);
      std::optional<Schedule> schedule = priced(price);
      if (!schedule) return std::nullopt;
      if (isKept(*schedule)) {
        high = price;
        if (schedule->cost <= best->cost) best = std::move(schedule);
      } else {
        low = price;
        over = std::move(schedule);
      }
    }
    if (over) best = spliced(problem, *best, *over);
  }
  if (!best) return std::nullopt;
  best->keepsLimit = isKept(*best);
  best->bound = std::min(bound, best->cost);
  return best;
}

}  // namespace evenkeel::evaluation
