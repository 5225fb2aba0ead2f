#include "io/spawn.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <future>
#include <utility>

#include "base/thread_pool.h"

namespace evenkeel::io {
namespace {

// Closed when it goes, unless it was let go.
class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
  int release() { return std::exchange(value, -1); }

  int value = -1;
};

// Reading end, writing end.
using Ends = std::array<Descriptor, 2>;

bool openPipe(Ends& ends) {
  std::array<int, 2> made{};
  if (::pipe2(made.data(), O_CLOEXEC) != 0) return false;
  ends[0].value = made[0];
  ends[1].value = made[1];
  return true;
}

bool openSocket(Ends& ends) {
  std::array<int, 2> made{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, made.data()) != 0) return false;
  ends[0].value = made[0];
  ends[1].value = made[1];
  return true;
}

bool doNotBlock(int descriptor) {
  return ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0;
}

// Out of the way of 0, 1 and 2, so that no dup2 closes what another needs.
int moved(int descriptor) {
  return ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

struct ChildSide {
  int input;
  int output;
  int errors;
  int failure;
  char* const* arguments;
  rlim_t memory;
  pid_t parent;
};

// Between fork and exec: only what is safe there, since other threads may have held any lock.
[[noreturn]] void becomeProgram(const ChildSide& child) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != child.parent) ::_exit(127);  // which has ended before that
  struct sigaction usual{};
  usual.sa_handler = SIG_DFL;
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGHUP})
    ::sigaction(signal, &usual, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);

  const int input = moved(child.input);
  const int output = moved(child.output);
  const int errors = moved(child.errors);
  const int failure = moved(child.failure);
  const rlimit noCore{0, 0};
  const rlimit memory{child.memory, child.memory};
  const bool ready = ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 && ::dup2(errors, 2) == 2 &&
                     ::close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC) == 0 &&
                     ::setrlimit(RLIMIT_CORE, &noCore) == 0 &&
                     (child.memory == 0 || ::setrlimit(RLIMIT_AS, &memory) == 0);
  if (ready) ::execv(child.arguments[0], child.arguments);
  const int code = errno;
  [[maybe_unused]] const ssize_t told = ::write(failure, &code, sizeof code);
  ::_exit(127);
}

tl::unexpected<Error> noRoom(const std::string& program) {
  return fail(ErrorKind::Unavailable, program,
              std::string("cannot be started: ") + std::strerror(errno));
}

// What the child says of an exec that failed; zero: it has become its program.
int failureOf(int descriptor) {
  int code = 0;
  ssize_t got = 0;
  do {
    got = ::read(descriptor, &code, sizeof code);
  } while (got < 0 && errno == EINTR);
  return got == sizeof code ? code : 0;
}

Result<Spawned> start(const std::string& program, const std::vector<std::string>& arguments,
                      std::uint64_t memory) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  Ends input, output, errors, failure;
  if (!openSocket(input) || !openPipe(output) || !openPipe(errors) || !openPipe(failure) ||
      !doNotBlock(output[0].value) || !doNotBlock(errors[0].value))
    return noRoom(program);
  const ChildSide side{input[0].value,  output[1].value, errors[1].value, failure[1].value,
                       pointers.data(), memory,          ::getpid()};
  const pid_t id = ::fork();
  if (id < 0) return noRoom(program);
  if (id == 0) becomeProgram(side);
  ::setpgid(id, id);  // the child does it too; whoever is first
  ::close(failure[1].release());
  if (const int code = failureOf(failure[0].value); code != 0) {
    while (::waitpid(id, nullptr, 0) < 0 && errno == EINTR) {
    }
    const bool ofFile = code == ENOEXEC || code == ENOENT || code == EACCES || code == ENOTDIR;
    return fail(ofFile ? ErrorKind::Invalid : ErrorKind::Unavailable, program,
                std::string("cannot be started: ") + std::strerror(code),
                ofFile ? "a script begins with #! and the path of what runs it" : "");
  }
  return Spawned{id, input[1].release(), output[0].release(), errors[0].release()};
}

}  // namespace

Result<Spawned> spawn(const std::string& program, const std::vector<std::string>& arguments,
                      std::uint64_t memory) {
  // A child is killed when the thread that started it ends: one that lasts as long as we do.
  static ThreadPool lasting(1);
  std::promise<Result<Spawned>> done;
  lasting.run([&] { done.set_value(start(program, arguments, memory)); });
  return done.get_future().get();
}

}  // namespace evenkeel::io
