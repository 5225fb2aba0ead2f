#include "requests.h"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace evenkeel::load {
namespace {

std::uint64_t key(const Address& address) {
  return std::uint64_t{address.sin_addr.s_addr} << 16 | address.sin_port;
}

// Where a body of `Content-Length` ends; npos: not all of it is there yet, or it has no length.
std::size_t endOfAnswer(const std::string& received) {
  const std::size_t head = received.find("\r\n\r\n");
  if (head == std::string::npos) return std::string::npos;
  std::string lower = received.substr(0, head);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr const char* kName = "\r\ncontent-length:";
  const std::size_t field = lower.find(kName);
  if (field == std::string::npos) return std::string::npos;
  const std::size_t begin = lower.find_first_not_of(' ', field + std::strlen(kName));
  std::size_t length = 0;
  if (begin == std::string::npos) return std::string::npos;
  std::from_chars(lower.data() + begin, lower.data() + lower.size(), length);
  const std::size_t end = head + 4 + length;
  return end <= received.size() ? end : std::string::npos;
}

}  // namespace

Requests::Requests(std::string path, Duration timeout, Ended ended)
    : path_(std::move(path)),
      timeout_(timeout),
      ended_(std::move(ended)),
      poll_(epoll_create1(EPOLL_CLOEXEC)) {}

Requests::~Requests() {
  for (const auto& [descriptor, connection] : connections_) close(descriptor);
  close(poll_);
}

void Requests::watch(int descriptor, std::uint32_t events, bool isNew) const {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  epoll_ctl(poll_, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event);
}

void Requests::send(const Address& to, Instant due, Instant now) {
  ++underWay_;
  auto& idle = free_[key(to)];
  if (idle.empty()) {
    open(to, due, now);
    return;
  }
  const int descriptor = idle.back();  // the last used is the last to be closed by the other side
  idle.pop_back();
  Connection& connection = connections_.at(descriptor);
  connection.due = due;
  connection.busy = true;
  write(descriptor, connection, now);
}

void Requests::open(const Address& to, Instant due, Instant now) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    --underWay_;
    ended_(due, Outcome::Refused, now);
    return;
  }
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Connection& connection = connections_[descriptor];
  connection.to = to;
  connection.due = due;
  connection.busy = true;
  watch(descriptor, EPOLLOUT, true);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 &&
      errno != EINPROGRESS) {
    finish(descriptor, connection, Outcome::Refused, false, now);
  }
}

void Requests::write(int descriptor, Connection& connection, Instant now) {
  const std::string request = "GET " + path_ + " HTTP/1.1\r\nHost: load\r\n\r\n";
  watch(descriptor, EPOLLIN, false);
  const ssize_t sent = ::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request.size()))
    lost(descriptor, connection, Outcome::Broken, now);
}

// A free connection may be closed by the other side just when it is used again: then a new one.
void Requests::lost(int descriptor, Connection& connection, Outcome outcome, Instant now) {
  if (!connection.used || !connection.received.empty()) {
    finish(descriptor, connection, outcome, false, now);
    return;
  }
  const Address to = connection.to;
  const Instant due = connection.due;
  connections_.erase(descriptor);
  close(descriptor);
  open(to, due, now);
}

void Requests::finish(int descriptor, Connection& connection, Outcome outcome, bool keep,
                      Instant now) {
  const Instant due = connection.due;
  if (keep) {
    connection.busy = false;
    connection.used = true;
    connection.received.clear();
    free_[key(connection.to)].push_back(descriptor);
  } else {
    connections_.erase(descriptor);
    close(descriptor);
  }
  --underWay_;
  ended_(due, outcome, now);
}

bool Requests::readAnswer(int descriptor, Connection& connection, Instant now) {
  char bytes[16384];
  const ssize_t count = recv(descriptor, bytes, sizeof bytes, 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (count <= 0) return false;
  connection.received.append(bytes, static_cast<std::size_t>(count));
  if (endOfAnswer(connection.received) == std::string::npos) return true;
  const bool good = connection.received.compare(0, 10, "HTTP/1.1 2") == 0;
  finish(descriptor, connection, good ? Outcome::Answered : Outcome::Status, true, now);
  return true;
}

void Requests::happened(int descriptor, std::uint32_t events, Instant now) {
  const auto found = connections_.find(descriptor);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  if (!connection.busy) {  // the other side closes a free one
    std::erase(free_[key(connection.to)], descriptor);
    connections_.erase(found);
    close(descriptor);
  } else if (connection.connecting) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0 || (events & (EPOLLERR | EPOLLHUP)) != 0) {
      finish(descriptor, connection, Outcome::Refused, false, now);
    } else {
      connection.connecting = false;
      write(descriptor, connection, now);
    }
  } else if (!readAnswer(descriptor, connection, now)) {
    lost(descriptor, connection, Outcome::Broken, now);
  }
}

void Requests::expire(Instant now) {
  std::vector<int> over;
  for (const auto& [descriptor, connection] : connections_) {
    if (connection.busy && now - connection.due > timeout_) over.push_back(descriptor);
  }
  for (const int descriptor : over) {
    finish(descriptor, connections_.at(descriptor), Outcome::TimedOut, false, now);
  }
}

void Requests::wait(Duration longest, const std::function<Instant()>& clock) {
  epoll_event events[256];
  const timespec limit{.tv_sec = longest / 1s, .tv_nsec = (longest % 1s).count()};
  const int count = epoll_pwait2(poll_, events, 256, &limit, nullptr);
  const Instant now = clock();
  for (int i = 0; i < count; ++i) happened(events[i].data.fd, events[i].events, now);
  if (now - expired_ >= 20ms) {
    expired_ = now;
    expire(now);
  }
}

}  // namespace evenkeel::load
