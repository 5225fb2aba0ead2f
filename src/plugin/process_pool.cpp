#include "plugin/process_pool.h"

#include <fmt/format.h>

#include <utility>

namespace evenkeel::plugin {

Result<ProcessPool::Started> ProcessPool::start() const {
  auto process = io::ChildProcess::start(box_.program, box_.arguments, box_.limits);
  if (!process) return tl::unexpected(process.error());
  const auto answer = process->exchange(declareMessage(box_.parameters), box_.startup);
  if (!answer) return tl::unexpected(answer.error());
  auto declared = readDeclared(*answer);
  if (!declared) return tl::unexpected(declared.error());
  return Started{std::move(*process), std::move(*declared)};
}

Result<Declared> ProcessPool::declare() {
  auto started = start();
  if (!started) return tl::unexpected(started.error());
  declared_ = started->declared.text;
  giveBack(std::move(started->process));
  return std::move(started->declared);
}

Result<io::ChildProcess> ProcessPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      io::ChildProcess process = std::move(idle_.back());
      idle_.pop_back();
      return process;
    }
    if (failuresInARow_ >= box_.mostFailures)
      return fail(
          ErrorKind::Unavailable, "",
          fmt::format("is not started any more after {} failures in a row", box_.mostFailures));
  }
  auto started = start();
  if (!started) {
    failed();
    return tl::unexpected(started.error());
  }
  if (started->declared.text != declared_) {
    failed();
    return fail(ErrorKind::Invalid, "", "declares something else than when it was started first");
  }
  return std::move(started->process);
}

void ProcessPool::giveBack(io::ChildProcess process) {
  const std::lock_guard lock(mutex_);
  failuresInARow_ = 0;
  idle_.push_back(std::move(process));
}

void ProcessPool::failed() {
  const std::lock_guard lock(mutex_);
  ++failuresInARow_;
}

}  // namespace evenkeel::plugin
