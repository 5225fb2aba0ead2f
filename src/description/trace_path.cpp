#include "description/trace_path.h"

#include <filesystem>

#include "base/text.h"
#include "description/checks.h"

namespace evenkeel {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVariable = "${EVENKEEL_DATA}";

std::string besideFile(const std::string& file, const std::string& path) {
  const fs::path directory = fs::path(file).parent_path();
  return fs::path(path).is_absolute() || directory.empty() ? path : (directory / path).string();
}

// Empty: it is a file.
std::string whatElse(const std::string& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  const std::string name = quotedForPeople(path, 200);
  if (type == fs::file_type::regular) return {};
  if (type == fs::file_type::directory) return "found the folder " + name;
  const bool there = fs::status_known(fs::file_status(type)) && type != fs::file_type::not_found;
  return there ? "found " + name + ", a device or pipe" : "found no file " + name;
}

}  // namespace

void resolveTraces(const LoadedDocument& document, const ReadOptions& options, Severity unsetData,
                   Duration length, std::vector<Load>& loads,
                   std::vector<Diagnostic>& diagnostics) {
  const bool sound = !hasErrors(diagnostics);
  for (std::size_t i = 0; i < loads.size(); ++i) {
    auto* trace = std::get_if<TraceLoad>(&loads[i].shape);
    if (trace == nullptr || trace->file.empty()) continue;
    const std::string path = "spec.loads[" + std::to_string(i) + "].trace";
    if (!trace->file.starts_with(kVariable)) {
      trace->file = besideFile(document.file, trace->file);
    } else if (options.dataDirectory && !options.dataDirectory->empty()) {
      trace->file = *options.dataDirectory + trace->file.substr(kVariable.size());
    } else {
      if (options.tracesMustExist)
        addFault(document, path + ".file", "EVENKEEL_DATA is not set",
                 "set it to the directory of the data sets (export EVENKEEL_DATA=DIRECTORY), or "
                 "write the path of a CSV file",
                 diagnostics, unsetData);
      continue;
    }
    if (!options.tracesMustExist) continue;
    if (const std::string found = whatElse(trace->file); !found.empty()) {
      addFault(document, path + ".file", found, "write the path of a CSV file", diagnostics);
    } else if (sound && options.checkTrace) {
      if (const auto played = options.checkTrace(*trace, length); !played) {
        const Error& refused = played.error();
        addFault(document, path,
                 refused.where.empty() ? refused.what : refused.where + ": " + refused.what,
                 refused.valid, diagnostics);
      }
    }
  }
}

}  // namespace evenkeel
