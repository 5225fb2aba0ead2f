#include "workload/mmpp.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/random.h"

namespace evenkeel {
namespace {

constexpr std::size_t kMaxStates = 100;
constexpr std::size_t kMaxChanges = 1'000'000;

Result<void> checkNext(const MmppLoad& load, std::size_t state) {
  const auto& next = load.states[state].next;
  if (next.empty()) return {};
  const std::string where = fmt::format("states[{}].next", state);
  if (next.size() != load.states.size()) {
    return fail(ErrorKind::Invalid, where, fmt::format("{} weights", next.size()),
                fmt::format("{}, one for each state", load.states.size()));
  }
  double sum = 0;
  for (const double weight : next) {
    if (!(weight >= 0 && weight <= 1e9)) {
      return fail(ErrorKind::Invalid, where, fmt::format("a weight of {}", weight),
                  "weights between 0 and 1e9");
    }
    sum += weight;
  }
  if (next[state] != 0) {
    return fail(ErrorKind::Invalid, where, "a weight for the state itself",
                "0 there: how long a state lasts is its meanStay");
  }
  if (!(sum > 0)) {
    return fail(ErrorKind::Invalid, where, "no state may follow", "a weight above zero");
  }
  return {};
}

Result<void> check(const MmppLoad& load) {
  if (load.states.size() < 2 || load.states.size() > kMaxStates) {
    return fail(ErrorKind::Invalid, "states", fmt::format("{} states", load.states.size()),
                fmt::format("2 to {}", kMaxStates));
  }
  for (std::size_t i = 0; i < load.states.size(); ++i) {
    if (load.states[i].meanStay < 1ms) {
      return fail(ErrorKind::Invalid, fmt::format("states[{}].meanStay", i),
                  fmt::format("a stay of {} s", toSeconds(load.states[i].meanStay)),
                  "at least 1 ms");
    }
    if (auto next = checkNext(load, i); !next) return next;
  }
  return {};
}

std::size_t nextState(const MmppLoad& load, std::size_t state, RandomStream& random) {
  const auto& next = load.states[state].next;
  if (next.empty()) {
    const auto other = static_cast<std::size_t>(random.below(load.states.size() - 1));
    return other < state ? other : other + 1;
  }
  double sum = 0;
  for (const double weight : next) sum += weight;
  double left = random.uniform() * sum;
  std::size_t last = state;
  for (std::size_t i = 0; i < next.size(); ++i) {
    if (next[i] == 0) continue;
    last = i;
    if (left < next[i]) break;
    left -= next[i];
  }
  return last;
}

}  // namespace

Result<Intensity> intensityOf(const MmppLoad& load, Duration length) {
  if (auto checked = check(load); !checked) return tl::unexpected(checked.error());
  if (length <= Duration::zero()) {
    return fail(ErrorKind::Invalid, "length", "a load of no length", "a length above zero");
  }
  RandomStream stays(load.seed, "mmpp", "stays");
  RandomStream changes(load.seed, "mmpp", "states");
  Intensity result;
  std::size_t state = 0;
  for (std::size_t count = 0; count < kMaxChanges; ++count) {
    const Duration left = length - (result.end() - Instant{});
    const double stay = stays.exponential(toSeconds(load.states[state].meanStay));
    const Duration part =
        stay < toSeconds(left) ? std::clamp<Duration>(fromSeconds(stay), Duration(1), left) : left;
    if (auto appended = result.append(part, load.states[state].rate); !appended) {
      appended.error().where = fmt::format("states[{}].rate", state);
      return tl::unexpected(appended.error());
    }
    if (part == left) return result;
    state = nextState(load, state, changes);
  }
  return fail(ErrorKind::Invalid, "states",
              fmt::format("more than {} changes of state in {} s", kMaxChanges, toSeconds(length)),
              "longer stays or a shorter run");
}

}  // namespace evenkeel
