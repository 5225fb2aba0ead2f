// Requests over HTTP/1.1, as many at once as are due: connections that are free are used again, and
// a new one is opened where none is. GET of one path; IPv4; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "report.h"
#include "targets.h"

namespace evenkeel::load {

class Requests {
 public:
  using Ended = std::function<void(Instant due, Outcome outcome, Instant now)>;

  // `timeout` runs from the time at which a request was due.
  Requests(std::string path, Duration timeout, Ended ended);
  ~Requests();
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;

  void send(const Address& to, Instant due, Instant now);
  // Waits for at most `longest` for something to happen, and deals with it; `clock` tells the time
  // then. Ends those whose time has run out.
  void wait(Duration longest, const std::function<Instant()>& clock);
  std::size_t underWay() const { return underWay_; }

 private:
  struct Connection {
    Address to{};
    Instant due{};
    bool busy = false;
    bool used = false;  // it has carried an answer before
    bool connecting = true;
    std::string received;
  };

  void open(const Address& to, Instant due, Instant now);
  void write(int descriptor, Connection& connection, Instant now);
  void happened(int descriptor, std::uint32_t events, Instant now);
  bool readAnswer(int descriptor, Connection& connection, Instant now);
  void finish(int descriptor, Connection& connection, Outcome outcome, bool keep, Instant now);
  void lost(int descriptor, Connection& connection, Outcome outcome, Instant now);
  void watch(int descriptor, std::uint32_t events, bool isNew) const;
  void expire(Instant now);

  std::string path_;
  Duration timeout_;
  Ended ended_;
  int poll_;
  Instant expired_{};  // when the timeouts were last looked at
  std::size_t underWay_ = 0;
  std::unordered_map<int, Connection> connections_;
  std::unordered_map<std::uint64_t, std::vector<int>> free_;  // by address and port
};

}  // namespace evenkeel::load
