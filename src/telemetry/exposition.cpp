#include "telemetry/exposition.h"

#include <charconv>
#include <utility>

#include "base/text.h"

namespace evenkeel::telemetry {
namespace {

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// What is left of a line.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool atEnd() const { return text_.empty(); }
  std::string_view rest() const { return text_; }
  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // False: there were none.
  bool blanks() {
    const std::size_t before = text_.size();
    while (skip(' ') || skip('\t')) {
    }
    return text_.size() != before;
  }
  // Of a metric, or of a label, which has no colons; empty: there is none.
  std::string_view name(bool colons) {
    std::size_t size = 0;
    while (size < text_.size() && (isLetter(text_[size]) || (colons && text_[size] == ':') ||
                                   (size > 0 && isDigit(text_[size]))))
      ++size;
    return cut(size);
  }
  // Up to the next blank.
  std::string_view word() { return cut(std::min(text_.find_first_of(" \t"), text_.size())); }
  // Between quotes; false: it does not end, or has an escape that there is none of.
  bool quoted(std::string& into) {
    into.clear();
    if (!skip('"')) return false;
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c == '"') return true;
      if (c != '\\') {
        into += c;
      } else if (skip('n')) {
        into += '\n';
      } else if (skip('\\')) {
        into += '\\';
      } else if (skip('"')) {
        into += '"';
      } else {
        return false;
      }
    }
    return false;
  }

 private:
  std::string_view cut(std::size_t size) {
    const std::string_view out = text_.substr(0, size);
    text_.remove_prefix(size);
    return out;
  }

  std::string_view text_;
};

// As strtod and Go's ParseFloat read what exporters write: 1, +Inf, NaN, 1.5e-3.
bool isNumber(std::string_view word, double& value) {
  if (word.starts_with('+')) {
    word.remove_prefix(1);
    if (word.starts_with('-')) return false;
  }
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc() && end == word.data() + word.size();
}

// After the opening bracket, the closing one with it.
bool readLabels(Cursor& at, std::vector<ExposedLabel>& labels) {
  std::size_t count = 0;
  for (;;) {
    at.blanks();
    if (at.skip('}')) break;
    if (count == labels.size()) labels.emplace_back();
    ExposedLabel& label = labels[count++];
    label.name = at.name(false);
    at.blanks();
    if (label.name.empty() || !at.skip('=')) return false;
    at.blanks();
    if (!at.quoted(label.value)) return false;
    at.blanks();
    if (at.skip(',')) continue;
    if (!at.skip('}')) return false;
    break;
  }
  labels.resize(count);
  return true;
}

// Whatever the order of the labels.
std::size_t hashOf(const ExposedSample& sample) {
  const std::hash<std::string_view> hash;
  std::size_t sum = hash(sample.name);
  for (const ExposedLabel& label : sample.labels) {
    if (!label.value.empty())
      sum += (hash(label.name) * 0x9e3779b97f4a7c15u) ^ (hash(label.value) << 1);
  }
  return sum;
}

// What may stand after the value: a time, and in OpenMetrics an exemplar.
bool readTail(Cursor& at) {
  double ignored = 0;
  at.blanks();
  if (!at.atEnd() && !at.rest().starts_with('#')) {
    if (!isNumber(at.word(), ignored)) return false;
    at.blanks();
  }
  if (at.atEnd()) return true;
  std::vector<ExposedLabel> exemplar;
  if (!at.skip('#') || !at.blanks() || !at.skip('{') || !readLabels(at, exemplar) || !at.blanks())
    return false;
  if (!isNumber(at.word(), ignored)) return false;
  return !at.blanks() || at.atEnd() || (isNumber(at.word(), ignored) && at.atEnd());
}

}  // namespace

std::string_view ExposedSample::label(std::string_view of) const {
  for (const ExposedLabel& one : labels) {
    if (one.name == of) return one.value;
  }
  return {};
}

ExpositionReader::ExpositionReader(ExpositionFormat format, Wanted wanted, Take take)
    : ExpositionReader(format, std::move(wanted), std::move(take), Limits()) {}

ExpositionReader::ExpositionReader(ExpositionFormat format, Wanted wanted, Take take,
                                   const Limits& limits)
    : format_(format), wanted_(std::move(wanted)), take_(std::move(take)), limits_(limits) {}

Result<void> ExpositionReader::push(std::string_view data) {
  while (!data.empty()) {
    const std::size_t newline = data.find('\n');
    const std::string_view piece = data.substr(0, newline);
    if (begun_.size() + piece.size() > limits_.line) {
      ++line_;
      return fault("is longer than " + std::to_string(limits_.line) + " bytes");
    }
    if (newline == std::string_view::npos) {
      begun_ += piece;
      return {};
    }
    ++line_;
    const auto done = begun_.empty() ? read(piece) : read(begun_ += piece);
    if (!done) return done;
    begun_.clear();
    data.remove_prefix(newline + 1);
  }
  return {};
}

Result<void> ExpositionReader::end() {
  if (!begun_.empty()) {
    ++line_;
    return fault("has no end: the answer was cut off");
  }
  if (format_ == ExpositionFormat::OpenMetrics && !ended_)
    return fault("is the last, and no # EOF: the answer was cut off");
  return {};
}

Result<void> ExpositionReader::read(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (ended_) return fault("comes after # EOF");
  if (format_ == ExpositionFormat::OpenMetrics && line == "# EOF") {
    ended_ = true;
    return {};
  }
  Cursor at(line);
  at.blanks();
  return at.atEnd() || at.rest().starts_with('#') ? Result<void>() : sample(at.rest());
}

Result<void> ExpositionReader::sample(std::string_view line) {
  Cursor at(line);
  const std::string_view name = at.name(true);
  if (name.empty())
    return fault("begins with no name of a metric: " + quotedForPeople(line),
                 "name{label=\"x\"} 1");
  if (!wanted_(name)) return {};
  at.blanks();
  labels_.clear();
  if (at.skip('{') && !readLabels(at, labels_)) {
    return fault("has labels that are none: " + quotedForPeople(line),
                 "{name=\"value\"}, with \\\\, \\\" and \\n");
  }
  at.blanks();
  ExposedSample out{name, labels_};
  const std::string_view value = at.word();
  if (!isNumber(value, out.value))
    return fault("has the value " + quotedForPeople(value), "a number, NaN or +Inf");
  if (!readTail(at)) return fault("goes on after its value: " + quotedForPeople(line));
  if (seen_.size() == limits_.samples)
    return fault("is one sample more than " + std::to_string(limits_.samples));
  if (!seen_.insert(hashOf(out)).second)
    return fault("is a series that was there before: " + quotedForPeople(line));
  take_(out);
  return {};
}

tl::unexpected<Error> ExpositionReader::fault(const std::string& what,
                                              const std::string& valid) const {
  return fail(ErrorKind::Invalid, "line " + std::to_string(line_), what, valid);
}

}  // namespace evenkeel::telemetry
