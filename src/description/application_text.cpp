#include "description/application_text.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/document_text.h"
#include "description/documents.h"
#include "description/write_document.h"

namespace evenkeel {
namespace {

constexpr std::size_t kLongestName = 253;  // RFC 1123 subdomain, as metadata.name takes it

}  // namespace

std::string applicationText(const Application& application) {
  if (application.name.size() <= kLongestName) return yamlText(writeDocument(application));
  Application named = application;
  named.name.resize(kLongestName);
  while (named.name.ends_with('.') || named.name.ends_with('-')) named.name.pop_back();
  return yamlText(writeDocument(named));
}

Result<Application> readApplicationText(std::string_view text) {
  LoadedDocuments read = readDocumentsText(text, "application");
  const auto fault =
      std::find_if(read.diagnostics.begin(), read.diagnostics.end(),
                   [](const Diagnostic& d) { return d.severity == Severity::Error; });
  if (fault != read.diagnostics.end())
    return fail(ErrorKind::Invalid, "application", fault->text(), "a document of kind Application");
  if (read.documents.size() == 1) {
    if (auto* application = std::get_if<Application>(&read.documents.front().spec))
      return std::move(*application);
  }
  return fail(ErrorKind::Invalid, "application", "is no document of kind Application",
              "one such document");
}

}  // namespace evenkeel
