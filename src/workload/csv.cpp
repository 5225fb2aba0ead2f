#include "workload/csv.h"

#include <utility>

namespace evenkeel {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t';
}
bool isControl(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}
bool isLineEnd(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string name)
    : text_(text), name_(std::move(name)) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    position_ = kByteOrderMark.size();
  }
}

Result<bool> CsvReader::next(std::vector<std::string>& fields) {
  while (position_ < text_.size()) {
    recordLine_ = line_;
    std::size_t count = 0;
    bool more = true;
    while (more) {
      if (count == kMaxFields) {
        position_ = text_.size();
        return fail(ErrorKind::Invalid, where(),
                    "more than " + std::to_string(kMaxFields) + " columns");
      }
      if (count == fields.size()) fields.emplace_back();
      if (auto read = readField(fields[count]); !read) {
        position_ = text_.size();
        return tl::unexpected(read.error());
      }
      ++count;
      more = text_[position_] == ',';
      if (more) ++position_;
    }
    endOfLine();
    fields.resize(count);
    if (count > 1 || !fields[0].empty()) return true;
  }
  return false;
}

// Leaves position_ at the comma or line end after the field.
Result<void> CsvReader::readField(std::string& field) {
  while (position_ < text_.size() && isBlank(text_[position_])) ++position_;
  if (position_ < text_.size() && text_[position_] == '"') return readQuoted(field);
  const std::size_t begin = position_;
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    if (c == ',' || isLineEnd(c)) break;
    if (isControl(c)) return fail(ErrorKind::Invalid, at(line_), "not text", "a CSV file");
  }
  if (position_ == text_.size()) return cutOff();
  std::size_t end = position_;
  while (end > begin && isBlank(text_[end - 1])) --end;
  field.assign(text_.substr(begin, end - begin));
  return {};
}

Result<void> CsvReader::readQuoted(std::string& field) {
  const std::size_t openLine = line_;
  field.clear();
  ++position_;
  for (;;) {
    if (position_ == text_.size()) {
      return fail(ErrorKind::Invalid, at(openLine), "a quote that is never closed");
    }
    const char c = text_[position_];
    if (c == '"') {
      ++position_;
      if (position_ == text_.size() || text_[position_] != '"') break;
    }
    if (endOfLine()) {
      field += '\n';
      continue;
    }
    if (isControl(c)) return fail(ErrorKind::Invalid, at(line_), "not text", "a CSV file");
    field += c;
    ++position_;
  }
  while (position_ < text_.size() && isBlank(text_[position_])) ++position_;
  if (position_ == text_.size()) return cutOff();
  if (text_[position_] != ',' && !isLineEnd(text_[position_])) {
    return fail(ErrorKind::Invalid, at(line_), "text after a closing quote",
                "a comma or the end of the line; quotes inside quotes are doubled");
  }
  return {};
}

bool CsvReader::endOfLine() {
  if (!isLineEnd(text_[position_])) return false;
  const bool carriageReturn = text_[position_++] == '\r';
  if (carriageReturn && position_ < text_.size() && text_[position_] == '\n') ++position_;
  ++line_;
  return true;
}

tl::unexpected<Error> CsvReader::cutOff() const {
  return fail(ErrorKind::Invalid, at(line_), "the last line has no end: the file may be cut off",
              "a complete file ends with a line break");
}

}  // namespace evenkeel
