#include "io/find_program.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "base/text.h"

namespace evenkeel::io {
namespace {

// Of a file with a slash in its name.
Result<std::string> executable(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0)
    return fail(ErrorKind::NotFound, path, "there is no such file",
                "a path from the working directory, or the name of a program in PATH");
  // A folder passes as executable, so that exec alone would tell.
  const int descriptor = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::close(descriptor);
    return fail(ErrorKind::Invalid, path, "is a folder", "write the path of a program");
  }
  if (::access(path.c_str(), X_OK) != 0)
    return fail(ErrorKind::Refused, path, "is not executable",
                "chmod +x it, or name what runs it: command=[python3, FILE]");
  return path;
}

}  // namespace

Result<std::string> findProgram(const std::string& name) {
  if (name.empty() || name.find('\0') != std::string::npos)
    return fail(ErrorKind::Invalid, "", quotedForPeople(name) + " names no program",
                "write a path such as ./mine.py");
  if (name.find('/') != std::string::npos) return executable(name);
  const char* path = std::getenv("PATH");
  std::string_view folders = path != nullptr ? path : "/usr/bin:/bin";
  while (!folders.empty()) {
    const std::size_t end = std::min(folders.find(':'), folders.size());
    const std::string file = std::string(folders.substr(0, end)) + "/" + name;
    if (end > 0 && executable(file)) return file;
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return fail(ErrorKind::NotFound, name, "there is no such program in PATH",
              ::access(name.c_str(), F_OK) == 0 ? "for the file here write ./" + name
                                                : "write a path such as ./mine.py");
}

}  // namespace evenkeel::io
