// Erlang's formulas: what share of arrivals a group of servers turns away or lets wait.
//
// `load` is offered work in servers (arrival rate times mean service time), >= 0; servers >= 1.
// By the recursion B(n) = a·B(n-1) / (n + a·B(n-1)), which neither overflows nor cancels at any
// size; O(servers). Source: Cooper, Introduction to Queueing Theory, 2nd ed., 1981, ch. 3.
#pragma once

#include <cstdint>

namespace evenkeel::performance {

// M/M/c/c (and M/G/c/c): the probability of being turned away.
double erlangB(std::int32_t servers, double load);
// M/M/c: the probability of having to wait; 1 where load >= servers.
double erlangC(std::int32_t servers, double load);

}  // namespace evenkeel::performance
