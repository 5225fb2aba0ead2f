// Requests that share the CPU of one pod (or of a pooled component).
//
// Egalitarian processor sharing under a limit: with n requests in service each runs at
// min(1, cores / n) cores, times the node's speed. Virtual time (the work that a request in service
// has received since the station last was empty) makes that O(log n) an event: a request that needs
// w leaves when virtual time has grown by w, whatever comes and goes meanwhile. FCFS with c workers
// is the same station with at most c requests let in. Times in nanoseconds, work in nanoseconds of
// one core of speed 1.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "simulation/event_queue.h"
#include "simulation/request.h"
#include "simulation/slab.h"

namespace evenkeel::simulation {

class Station {
 public:
  // What it may use from now on; cores and speed >= 0, zero stands still.
  void configure(Nanoseconds now, double cores, double speed) {
    advance(now);
    cores_ = cores;
    speed_ = speed;
    setRate();
  }

  std::uint32_t inService() const { return static_cast<std::uint32_t>(heap_.size()); }

  void add(Nanoseconds now, std::uint32_t request, double work, Slab<Request>& requests) {
    advance(now);
    heap_.push_back({});
    siftUp(heap_.size() - 1, {virtual_ + work, request}, requests);
    setRate();
  }

  void remove(Nanoseconds now, std::uint32_t request, Slab<Request>& requests) {
    advance(now);
    removeAt(requests[request].heapPosition, requests);
    setRate();
  }

  // The request whose end nextEnd() announced for now.
  std::uint32_t popFinished(Nanoseconds now, Slab<Request>& requests) {
    advance(now);
    const Job job = heap_[0];
    virtual_ = job.end;  // takes back what rounding to a nanosecond gave or took
    removeAt(0, requests);
    setRate();
    return job.request;
  }

  // Of the work in it now; kNever where nothing moves. Not before the last advance.
  Nanoseconds nextEnd() const {
    if (heap_.empty() || !(rate_ > 0)) return kNever;
    const double wait = (heap_[0].end - virtual_) * inverseRate_;
    if (wait >= kFar) return kNever;
    return last_ + (wait > 0 ? static_cast<Nanoseconds>(wait + 0.5) : 0);
  }

  // Core-nanoseconds used since the beginning.
  double busy(Nanoseconds now) {
    advance(now);
    return busy_;
  }

 private:
  static constexpr double kFar = 4e18;
  struct Job {
    double end = 0;  // in virtual time
    std::uint32_t request = kNone;
  };

  void advance(Nanoseconds now) {
    const auto passed = static_cast<double>(now - last_);
    virtual_ += passed * rate_;
    busy_ += passed * used_;
    last_ = now;
  }

  void setRate() {
    if (heap_.size() == ratedFor_ && cores_ == ratedCores_ && speed_ == ratedSpeed_) return;
    ratedFor_ = heap_.size();
    ratedCores_ = cores_;
    ratedSpeed_ = speed_;
    const auto n = static_cast<double>(heap_.size());
    used_ = n < cores_ ? n : cores_;
    const double rate = heap_.empty() ? 0 : (n <= cores_ ? speed_ : speed_ * cores_ / n);
    if (rate != rate_) {
      rate_ = rate;
      inverseRate_ = rate > 0 ? 1 / rate : 0;
    }
    if (heap_.empty()) virtual_ = 0;
  }

  void place(std::size_t at, const Job& job, Slab<Request>& requests) {
    heap_[at] = job;
    requests[job.request].heapPosition = static_cast<std::uint32_t>(at);
  }

  void siftUp(std::size_t at, const Job job, Slab<Request>& requests) {
    while (at > 0) {
      const std::size_t parent = (at - 1) / 2;
      if (!(job.end < heap_[parent].end)) break;
      place(at, heap_[parent], requests);
      at = parent;
    }
    place(at, job, requests);
  }

  void siftDown(std::size_t at, const Job job, Slab<Request>& requests) {
    for (;;) {
      std::size_t child = 2 * at + 1;
      if (child >= heap_.size()) break;
      if (child + 1 < heap_.size() && heap_[child + 1].end < heap_[child].end) ++child;
      if (!(heap_[child].end < job.end)) break;
      place(at, heap_[child], requests);
      at = child;
    }
    place(at, job, requests);
  }

  void removeAt(std::size_t at, Slab<Request>& requests) {
    const Job last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;
    if (at > 0 && last.end < heap_[(at - 1) / 2].end) {
      siftUp(at, last, requests);
    } else {
      siftDown(at, last, requests);
    }
  }

  double cores_ = 0;
  double speed_ = 1;
  double rate_ = 0;  // of virtual time
  double inverseRate_ = 0;
  double used_ = 0;  // cores
  double virtual_ = 0;
  double busy_ = 0;
  std::size_t ratedFor_ = 0;
  double ratedCores_ = -1;
  double ratedSpeed_ = -1;
  Nanoseconds last_ = 0;
  std::vector<Job> heap_;
};

}  // namespace evenkeel::simulation
