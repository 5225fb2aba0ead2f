// The CPU-bound service of paper 001: a request costs the sum of the first N Fibonacci numbers,
// computed over and over.
//
//   fibonacci PORT ROUNDS    GET /         ROUNDS sums, about 0.1 µs each on a core of 2020
//                            GET /?N       N sums
//                            GET /metrics  what it has served, in Prometheus' text format
//
// HTTP/1.1 with connections kept open, one thread: requests wait for each other in order of their
// coming, as in a queue with one server, and one pod never uses more than one core. Static, so that
// it is an image by itself. Ends at SIGTERM.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

constexpr std::size_t kMaxRequest = 8192;  // bytes of a request's head
constexpr std::uint64_t kMaxRounds = 1 << 30;
constexpr int kTerms = 90;  // the last whose sum 64 bits hold

std::uint64_t sums(std::uint64_t rounds) {
  volatile std::uint64_t first = 1;  // unknown to the compiler, which would know the sum otherwise
  std::uint64_t total = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    std::uint64_t a = 0;
    std::uint64_t b = first;
    for (int term = 0; term < kTerms; ++term) {
      total += a;
      const std::uint64_t next = a + b;
      a = b;
      b = next;
    }
  }
  return total;
}

bool number(std::string_view text, std::uint64_t most, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value <= most;
}

// Durations of what was served with one status, without the time that it waited.
struct Histogram {
  static constexpr std::array kBounds{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                                      0.5,   0.75, 1.0,   2.5,  5.0,   7.5, 10.0};
  std::array<std::uint64_t, kBounds.size() + 1> counts{};  // by the first bound that holds it
  double sum = 0;

  void add(double seconds) {
    const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
    ++counts[static_cast<std::size_t>(bound - kBounds.begin())];
    sum += seconds;
  }
};

class Statistics {
 public:
  void add(int status, double seconds) { byStatus_[status].add(seconds); }

  std::string text(int waiting) const {
    const std::string name = "http_server_request_duration_seconds";
    std::string out = "# TYPE http_server_active_requests gauge\nhttp_server_active_requests " +
                      std::to_string(waiting) + "\n# TYPE " + name + " histogram\n";
    for (const auto& [status, histogram] : byStatus_) {
      const std::string label = "http_response_status_code=\"" + std::to_string(status) + '"';
      std::uint64_t count = 0;
      for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        count += histogram.counts[i];
        const std::string bound =
            i < Histogram::kBounds.size() ? std::to_string(Histogram::kBounds[i]) : "+Inf";
        out += name + "_bucket{" + label + ",le=\"" + bound + "\"} " + std::to_string(count) + '\n';
      }
      out += name + "_sum{" + label + "} " + std::to_string(histogram.sum) + '\n';
      out += name + "_count{" + label + "} " + std::to_string(count) + '\n';
    }
    return out;
  }

 private:
  std::map<int, Histogram> byStatus_;
};

std::string answer(int status, std::string_view reason, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + ' ' + std::string(reason) +
         "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

// What epoll says of connections with something to read, the listener with them.
int waitingAt(int poll) {
  epoll_event events[64];
  return std::max(epoll_wait(poll, events, 64, 0), 0);
}

// What all connections have in common.
struct Service {
  std::uint64_t rounds = 0;
  int poll = -1;
  Statistics statistics;
};

// `line` as in "GET /?100 HTTP/1.1".
std::string served(std::string_view line, std::uint64_t rounds) {
  if (!line.starts_with("GET /"))
    return answer(405, "Method Not Allowed", "GET / or GET /?ROUNDS\n");
  const std::string_view path = line.substr(4, line.find(' ', 4) - 4);
  if (path != "/" && (!path.starts_with("/?") || !number(path.substr(2), kMaxRounds, rounds))) {
    return answer(404, "Not Found", "GET / or GET /?ROUNDS\n");
  }
  return answer(200, "OK", std::to_string(sums(rounds)) + '\n');
}

std::string counted(std::string_view line, Service& service) {
  if (line.starts_with("GET /metrics "))
    return answer(200, "OK", service.statistics.text(waitingAt(service.poll)));
  const auto begun = std::chrono::steady_clock::now();
  std::string out = served(line, service.rounds);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  service.statistics.add(std::stoi(out.substr(out.find(' '))), took.count());
  return out;
}

bool sendAll(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;  // answers are small: they fit the socket's buffer
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Reads what has come and answers every whole request. False: the connection has ended.
bool serve(int connection, std::string& received, Service& service) {
  char bytes[4096];
  const ssize_t count = recv(connection, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  received.append(bytes, static_cast<std::size_t>(count));
  for (std::size_t end; (end = received.find("\r\n\r\n")) != std::string::npos;) {
    const std::string_view head = received;
    if (!sendAll(connection, counted(head.substr(0, head.find("\r\n")), service))) return false;
    received.erase(0, end + 4);
  }
  return received.size() <= kMaxRequest;
}

int listenAt(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(listener, SOMAXCONN) != 0) {
    return -1;
  }
  return listener;
}

void watch(int poll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
}

}  // namespace

int main(int count, char** arguments) {
  std::uint64_t port = 0;
  std::uint64_t rounds = 0;
  if (count != 3 || !number(arguments[1], 65535, port) || port == 0 ||
      !number(arguments[2], kMaxRounds, rounds)) {
    std::fputs("usage: fibonacci PORT ROUNDS   (1 to 65535; up to 2^30)\n", stderr);
    return 2;
  }
  std::signal(SIGTERM, [](int) { _exit(0); });
  const int listener = listenAt(static_cast<std::uint16_t>(port));
  if (listener < 0) {
    std::perror("fibonacci: listen");
    return 1;
  }
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  watch(poll, listener);
  Service service{rounds, poll, {}};
  std::unordered_map<int, std::string> connections;
  epoll_event events[64];
  for (;;) {
    const int ready = epoll_wait(poll, events, 64, -1);
    for (int i = 0; i < ready; ++i) {
      const int descriptor = events[i].data.fd;
      if (descriptor == listener) {
        const int accepted = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0) continue;
        const int on = 1;
        setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections[accepted].clear();
        watch(poll, accepted);
      } else if (!serve(descriptor, connections[descriptor], service)) {
        connections.erase(descriptor);
        close(descriptor);
      }
    }
  }
}
