#include "program/distinct_files.h"

#include <filesystem>
#include <map>
#include <system_error>

namespace evenkeel::program {

namespace fs = std::filesystem;

Result<void> checkDistinct(std::span<const NamedFile> files) {
  std::map<fs::path, const NamedFile*> seen;
  for (const NamedFile& file : files) {
    if (file.path.empty()) continue;
    std::error_code error;
    const fs::path path = fs::weakly_canonical(fs::absolute(file.path, error), error);
    if (error) continue;  // whoever opens it says so
    if (fs::exists(path, error) && !fs::is_regular_file(path, error)) continue;
    const auto [other, fresh] = seen.emplace(path, &file);
    if (fresh) continue;
    return fail(ErrorKind::Refused, file.name,
                "'" + file.path + "' is the file of " + other->second->name + " as well",
                "a file of its own");
  }
  return {};
}

}  // namespace evenkeel::program
