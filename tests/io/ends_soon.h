// Waiting for the end of a process that is not ours to reap.
#pragma once

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace evenkeel::io {

// True as soon as it has ended, reaped or not; false after a minute.
inline bool endsSoon(pid_t id) {
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
  if (watch < 0) return true;
  pollfd waiting{watch, POLLIN, 0};
  const int ended = ::poll(&waiting, 1, 60'000);
  ::close(watch);
  return ended == 1;
}

}  // namespace evenkeel::io
