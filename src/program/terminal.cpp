#include "program/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

#include "program/exit_code.h"

namespace evenkeel::program {
namespace {

constexpr std::string_view kTakeOver = "\x1b[?1049h\x1b[?25l\x1b[2J";
constexpr std::string_view kGiveBack = "\x1b[?25h\x1b[?1049l";

std::atomic<bool> wasInterrupted{false};
std::atomic<bool> tookOver{false};
std::atomic<bool> wasLeft{false};

// Async-signal-safe.
void put(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void giveBack() {
  if (tookOver.exchange(false)) put(kGiveBack);
}

void onSignal(int) {
  if (wasInterrupted.exchange(true)) {
    giveBack();
    ::_exit(static_cast<int>(ExitCode::Interrupted));
  }
}

}  // namespace

void catchInterrupts() {
  struct sigaction action{};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
}

void catchFailingWrites() {
  struct sigaction action{};
  action.sa_handler = [](int) { wasLeft = true; };
  ::sigaction(SIGPIPE, &action, nullptr);
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGXFSZ, &action, nullptr);
}

bool outputGone() {
  return wasLeft;
}

bool interrupted() {
  return wasInterrupted;
}

bool canShowScreen() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb" &&
         *term != '\0';
}

view::ScreenSize screenSize() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return {};
  }
  return {size.ws_col, size.ws_row};
}

std::size_t tableWidth() {
  return canShowScreen() ? screenSize().columns : 120;
}

LiveTerminal::LiveTerminal() {
  tookOver = true;
  put(kTakeOver);
}

LiveTerminal::~LiveTerminal() {
  giveBack();
}

void LiveTerminal::show(std::string_view screen) {
  std::string frame = "\x1b[H";
  for (const char c : screen) {
    if (c == '\n') {
      frame += "\x1b[K\r\n";
    } else {
      frame += c;
    }
  }
  put(frame + "\x1b[K\x1b[J");
}

}  // namespace evenkeel::program
