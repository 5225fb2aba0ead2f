#include "telemetry/answer_reader.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace evenkeel::telemetry {
namespace {

using Json = nlohmann::json;

// One element of "result": {"metric": {…}, "values": [[time, "value"], …]}, or "value" with one.
class SeriesSax final : public Json::json_sax_t {
 public:
  explicit SeriesSax(SampledSeries& series) : series_(series) {
    series_.labels.clear();
    series_.points.clear();
  }
  bool hasLabels() const { return hasLabels_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return number(value); }
  bool string(string_t& text) override {
    if (member_ == Member::Labels && depth_ == 2) {
      series_.labels.emplace_back(std::move(label_), std::move(text));
    } else if (depth_ == pointDepth()) {
      add(text);
    }
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    ++depth_;
    hasLabels_ = hasLabels_ || (member_ == Member::Labels && depth_ == 2);
    return true;
  }
  bool key(string_t& text) override {
    if (depth_ == 2) label_ = std::move(text);
    if (depth_ != 1) return true;
    member_ = text == "metric"   ? Member::Labels
              : text == "values" ? Member::Points
              : text == "value"  ? Member::Point
                                 : Member::Other;
    return true;
  }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override {
    ++depth_;
    time_ = kNone;
    return true;
  }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  enum class Member { Other, Labels, Points, Point };
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  int pointDepth() const {
    if (member_ == Member::Points) return 3;
    return member_ == Member::Point ? 2 : 0;
  }
  bool leave() {
    --depth_;
    return true;
  }
  bool number(double value) {
    if (depth_ == pointDepth()) time_ = value;
    return true;
  }
  void add(const std::string& text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || stopped != end) return;
    if (std::isfinite(value) && std::isfinite(time_)) series_.points.push_back({time_, value});
  }

  SampledSeries& series_;
  Member member_ = Member::Other;
  std::string label_;
  int depth_ = 0;
  double time_ = kNone;
  bool hasLabels_ = false;
};

Error isNone(std::string what) {
  return {ErrorKind::Invalid, "", std::move(what), "an answer of Prometheus' query API"};
}

std::string textAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<void> AnswerReader::push(std::string_view data) {
  text_ += data;
  if (auto scanned = scan(); !scanned) return scanned;
  settle();
  if (text_.size() > limits_.series)
    return tl::unexpected(
        isNone("a series is longer than " + std::to_string(limits_.series) + " bytes"));
  if (rest_.size() > limits_.rest)
    return tl::unexpected(
        isNone("more than " + std::to_string(limits_.rest) + " bytes are of no series"));
  return {};
}

Result<void> AnswerReader::scan() {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        string_ = false;
      }
      if (string_ && depth_ < kListDepth) last_ += c;
      continue;
    }
    switch (c) {
      case '"':
        string_ = true;
        if (depth_ < kListDepth) last_.clear();
        break;
      case '{':
      case '[':
        open(c);
        break;
      case '}':
      case ']':
        if (auto closed = close(); !closed) return closed;
        break;
      default:
        break;
    }
  }
  return {};
}

void AnswerReader::open(char c) {
  ++depth_;
  if (depth_ == 2) inData_ = c == '{' && last_ == "data";
  if (depth_ == kListDepth) isList_ = c == '[' && inData_ && last_ == "result";
  if (depth_ != kListDepth + 1 || !isList_) return;
  rest_.append(text_, begin_, at_ - begin_);
  begin_ = at_;
}

Result<void> AnswerReader::close() {
  if (depth_ == 0) return tl::unexpected(isNone("its brackets do not match"));
  const bool ends = isList_ && depth_ == kListDepth + 1;
  if (depth_ == kListDepth) isList_ = false;
  --depth_;
  if (!ends) return {};
  const std::size_t next = at_ + 1;
  auto given = give(std::string_view(text_).substr(begin_, next - begin_));
  // One null stands for all series of a list, as long as no blanks part them.
  if (rest_.ends_with("null,")) {
    rest_.pop_back();
  } else {
    rest_ += "null";
  }
  begin_ = next;
  return given;
}

Result<void> AnswerReader::give(std::string_view text) {
  SeriesSax sax(series_);
  if (!Json::sax_parse(text.begin(), text.end(), &sax) || !sax.hasLabels())
    return tl::unexpected(isNone("an element of its result is no series"));
  take_(series_);
  return {};
}

// Of what has been read only a series that is open stays.
void AnswerReader::settle() {
  if (!inSeries()) {
    rest_.append(text_, begin_, std::string::npos);
    begin_ = text_.size();
  }
  text_.erase(0, begin_);
  at_ -= begin_;
  begin_ = 0;
}

Result<AnswerEnd> AnswerReader::end() const {
  const Json answer = depth_ == 0 ? Json::parse(rest_, nullptr, false) : Json();
  if (depth_ > 0 && !rest_.empty()) return tl::unexpected(isNone("it is cut short"));
  if (!answer.is_object() || textAt(answer, "status").empty())
    return tl::unexpected(isNone("it is no JSON with a status"));
  AnswerEnd end;
  end.success = textAt(answer, "status") == "success";
  end.errorType = textAt(answer, "errorType");
  end.error = textAt(answer, "error");
  if (const auto warnings = answer.find("warnings");
      warnings != answer.end() && warnings->is_array()) {
    for (const Json& one : *warnings) {
      if (one.is_string()) end.warnings.push_back(one.get<std::string>());
    }
  }
  return end;
}

}  // namespace evenkeel::telemetry
