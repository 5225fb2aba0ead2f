#include "io/program_run.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "base/text.h"
#include "base/time_text.h"
#include "io/find_program.h"
#include "io/spawn.h"
#include "io/wait_status.h"

namespace evenkeel::io {
namespace {

constexpr std::size_t kTail = 2048;  // bytes of standard error that are kept

// Through env(1), which puts variables beside ours.
Result<Spawned> start(const ProgramCall& call) {
  if (call.environment.empty()) return spawn(call.program, call.arguments, 0);
  const auto env = findProgram("env");
  if (!env) return tl::unexpected(env.error());
  std::vector<std::string> arguments;
  for (const auto& [name, value] : call.environment) arguments.push_back(name + '=' + value);
  arguments.push_back(call.program);
  arguments.insert(arguments.end(), call.arguments.begin(), call.arguments.end());
  return spawn(*env, arguments, 0);
}

}  // namespace

struct ProgramRun::Parts : std::enable_shared_from_this<ProgramRun::Parts> {
  Parts(EventLoop& on, const ProgramCall& what, std::function<void(Result<std::string>)> call)
      : loop(on), called(what), done(std::move(call)) {}
  ~Parts() {
    loop.timeline().cancel(timer);
    output.reset();
    errors.reset();
    if (child.id > 0) {
      ::kill(-child.id, SIGKILL);
      while (::waitpid(child.id, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    for (const int descriptor : {child.input, child.output, child.errors}) {
      if (descriptor >= 0) ::close(descriptor);
    }
  }

  void begin() {
    auto started = start(called);
    if (!started) return end(tl::unexpected(std::move(started.error())));
    child = *started;
    ::close(std::exchange(child.input, -1));
    output = watch(child.output, written, called.mostBytes);
    errors = watch(child.errors, said, kTail);
    timer = loop.timeline().at(loop.timeline().now() + called.timeout, [weak = weak_from_this()] {
      if (const auto parts = weak.lock())
        parts->fail("took longer than " + durationText(parts->called.timeout));
    });
  }

  // Keeps the last `most` bytes of what is said, or as many as show that there are more.
  std::unique_ptr<DescriptorWatch> watch(int descriptor, std::string& into, std::size_t most) {
    auto made = std::make_unique<DescriptorWatch>(
        loop, descriptor,
        [weak = weak_from_this(), descriptor, &into, most](DescriptorWatch::Ready) {
          if (const auto parts = weak.lock()) parts->take(descriptor, into, most);
        });
    made->want({true, false});
    return made;
  }

  void take(int descriptor, std::string& into, std::size_t most) {
    std::array<char, 16384> data;
    const ssize_t got = ::read(descriptor, data.data(), data.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got > 0) {
      into.append(data.data(), static_cast<std::size_t>(got));
      if (descriptor == child.output && into.size() > most)
        return fail("wrote more than " + std::to_string(most) + " bytes");
      if (descriptor == child.errors && into.size() > most) into.erase(0, into.size() - most);
      return;
    }
    (descriptor == child.output ? output : errors).reset();
    if (!output && !errors) reap();
  }

  // Its descriptors are closed; it has ended or is about to.
  void reap() {
    int status = 0;
    const pid_t gone = ::waitpid(child.id, &status, WNOHANG);
    if (gone == 0) {
      constexpr Duration kAgain = 5ms;
      loop.timeline().at(loop.timeline().now() + kAgain, [weak = weak_from_this()] {
        if (const auto parts = weak.lock()) parts->reap();
      });
      return;
    }
    child.id = -1;
    if (gone > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return end(std::move(written));
    fail(waitStatusText(status));
  }

  void fail(std::string what) {
    if (!said.empty()) what += "; it said: " + quotedForPeople(said, kTail);
    end(evenkeel::fail(ErrorKind::Unavailable, called.program, std::move(what)));
  }

  void end(Result<std::string> result) {
    if (!done) return;
    const auto call = std::exchange(done, nullptr);
    output.reset();
    errors.reset();
    if (child.id > 0) ::kill(-child.id, SIGKILL);
    call(std::move(result));
  }

  EventLoop& loop;
  ProgramCall called;
  std::function<void(Result<std::string>)> done;
  Spawned child;
  std::unique_ptr<DescriptorWatch> output;
  std::unique_ptr<DescriptorWatch> errors;
  std::string written;
  std::string said;
  TimerId timer;
};

ProgramRun::ProgramRun(EventLoop& loop, const ProgramCall& call,
                       std::function<void(Result<std::string>)> done)
    : parts_(std::make_shared<Parts>(loop, call, std::move(done))) {
  loop.timeline().at(loop.timeline().now(), [weak = std::weak_ptr<Parts>(parts_)] {
    if (const auto parts = weak.lock()) parts->begin();
  });
}

ProgramRun::~ProgramRun() {
  parts_->done = nullptr;
}

}  // namespace evenkeel::io
