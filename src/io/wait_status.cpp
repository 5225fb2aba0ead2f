#include "io/wait_status.h"

#include <sys/wait.h>

#include <cstring>

namespace evenkeel::io {

std::string waitStatusText(int status) {
  if (WIFEXITED(status)) return "ended with status " + std::to_string(WEXITSTATUS(status));
  if (!WIFSIGNALED(status)) return "ended";
  const char* name = ::sigdescr_np(WTERMSIG(status));
  return "was ended by signal " + std::to_string(WTERMSIG(status)) +
         (name != nullptr ? std::string(" (") + name + ")" : "");
}

}  // namespace evenkeel::io
