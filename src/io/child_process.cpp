#include "io/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "base/time_text.h"
#include "io/spawn.h"
#include "io/wait_status.h"

namespace evenkeel::io {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kTail = 2048;            // bytes of standard error that are kept
constexpr std::size_t kMostErrors = 1u << 20;  // taken of it at once
constexpr int kLastMoment = 200;               // ms for a child that closed its output to end

int millisecondsUntil(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
}

void closeIfOpen(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const ChildLimits& limits) {
  const auto spawned = spawn(program, arguments, limits.memory);
  if (!spawned) return tl::unexpected(spawned.error());
  ChildProcess child;
  child.id_ = spawned->id;
  child.input_ = spawned->input;
  child.output_ = spawned->output;
  child.errors_ = spawned->errors;
  child.longestLine_ = limits.longestLine;
  return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept {
  *this = std::move(other);
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this == &other) return *this;
  kill();
  id_ = std::exchange(other.id_, -1);
  input_ = std::exchange(other.input_, -1);
  output_ = std::exchange(other.output_, -1);
  errors_ = std::exchange(other.errors_, -1);
  outputOver_ = other.outputOver_;
  longestLine_ = other.longestLine_;
  unread_ = std::move(other.unread_);
  searched_ = other.searched_;
  said_ = std::move(other.said_);
  return *this;
}

ChildProcess::~ChildProcess() {
  kill();
}

void ChildProcess::kill() {
  closeIfOpen(input_);
  closeIfOpen(output_);
  closeIfOpen(errors_);
  if (id_ < 0) return;
  // Not reaped yet, so that its number is nobody else's.
  ::kill(-id_, SIGKILL);
  while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
}

Result<std::string> ChildProcess::exchange(std::string_view line, Duration timeout) {
  if (id_ < 0) return fail(ErrorKind::Internal, "", "was asked after its end");
  const auto end = Clock::now() + timeout;
  if (const auto taken = takeOutput(); !taken) return tl::unexpected(taken.error());
  if (!unread_.empty())
    return fail(ErrorKind::Invalid, "",
                "said more than it was asked: " + quotedForPeople(unread_, 200),
                "one line a message, and nothing else on standard output");

  std::string message(line);
  message += '\n';
  std::size_t written = 0;
  for (;;) {
    std::array<pollfd, 3> waiting{{{output_, POLLIN, 0},
                                   {errors_, POLLIN, 0},
                                   {written < message.size() ? input_ : -1, POLLOUT, 0}}};
    const int ready = ::poll(waiting.data(), waiting.size(), millisecondsUntil(end));
    if (ready < 0 && errno != EINTR)
      return fail(ErrorKind::Unavailable, "", std::string("poll: ") + std::strerror(errno));
    if (ready > 0) {
      if (waiting[1].revents != 0) takeErrors();
      if (waiting[2].revents != 0) {
        const ssize_t sent = ::send(input_, message.data() + written, message.size() - written,
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) written += static_cast<std::size_t>(sent);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return ended();
      }
      if (const auto taken = takeOutput(); !taken) return tl::unexpected(taken.error());
      const std::size_t newline = unread_.find('\n', searched_);
      searched_ = unread_.size();
      if (newline != std::string::npos) {
        std::string answer = unread_.substr(0, newline);
        unread_.erase(0, newline + 1);
        searched_ = 0;
        if (!answer.empty() && answer.back() == '\r') answer.pop_back();
        return answer;
      }
      if (unread_.size() > longestLine_)
        return fail(ErrorKind::Invalid, "", "answered with a line that does not end",
                    "at most " + std::to_string(longestLine_) + " bytes");
      if (outputOver_) return ended();
    }
    if (Clock::now() >= end) {
      takeErrors();
      return fail(ErrorKind::Unavailable, "",
                  "gave no answer within " + durationText(timeout) + lastWords());
    }
  }
}

Result<void> ChildProcess::takeOutput() {
  std::array<char, 16384> piece;
  while (!outputOver_ && unread_.size() <= longestLine_) {
    const ssize_t got = ::read(output_, piece.data(), piece.size());
    if (got > 0) {
      unread_.append(piece.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      outputOver_ = true;
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR) {
      return fail(ErrorKind::Unavailable, "", std::string("read: ") + std::strerror(errno));
    }
  }
  return {};
}

void ChildProcess::takeErrors() {
  std::array<char, 4096> piece;
  for (std::size_t taken = 0; errors_ >= 0 && taken < kMostErrors;) {
    const ssize_t got = ::read(errors_, piece.data(), piece.size());
    if (got == 0) closeIfOpen(errors_);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    taken += static_cast<std::size_t>(got);
    said_.append(piece.data(), static_cast<std::size_t>(got));
    if (said_.size() > kTail) said_.erase(0, said_.size() - kTail);
  }
}

tl::unexpected<Error> ChildProcess::ended() {
  std::string what = "closed its standard output";
  // Its end is a moment later than that of its output.
  if (const int watch = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)); watch >= 0) {
    pollfd waiting{watch, POLLIN, 0};
    ::poll(&waiting, 1, kLastMoment);
    ::close(watch);
  }
  takeErrors();
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid == id_) {
    ::kill(-id_, SIGKILL);
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    what = waitStatusText(status);
  }
  return fail(ErrorKind::Unavailable, "", what + lastWords());
}

std::string ChildProcess::lastWords() const {
  const auto last = said_.find_last_not_of(" \t\r\n");
  if (last == std::string::npos) return "";
  const auto before = said_.find_last_of('\n', last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  return "; it said: " + quotedForPeople(said_.substr(first, last - first + 1), 300);
}

}  // namespace evenkeel::io
