#include <charconv>

#include "base/schema_faults.h"
#include "base/schema_scalars.h"
#include "base/time_text.h"

namespace evenkeel::schema {
namespace {

bool within(const DurationRules& rules, Duration value) {
  return value >= rules.minimum && value <= rules.maximum &&
         !(rules.exclusiveMinimum && value == rules.minimum);
}

class DurationType final : public SchemaType {
 public:
  explicit DurationType(DurationRules rules) : rules_(rules) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != DocumentNode::Kind::Scalar) return refuse(node, describe(nullptr), faults);
    const auto value = parseDuration(node.scalar);
    if (!value || !within(rules_, *value)) return refuse(node, describe(nullptr), faults);
    *static_cast<Duration*>(target) = *value;
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::string(durationText(*static_cast<const Duration*>(source)));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Span;
    info.limits =
        limitsText(rules_.minimum == Duration::min() ? "" : durationText(rules_.minimum),
                   rules_.exclusiveMinimum,
                   rules_.maximum == Duration::max() ? "" : durationText(rules_.maximum), false);
    info.phrase = "a duration with its unit, such as 250ms, 15s or 1h30m" +
                  (info.limits.empty() ? "" : ", " + info.limits);
    return info;
  }

 private:
  DurationRules rules_;
};

class WholeSecondsType final : public SchemaType {
 public:
  explicit WholeSecondsType(DurationRules rules) : rules_(rules) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    std::int64_t seconds = 0;
    const char* end = node.scalar.data() + node.scalar.size();
    const auto [stop, error] = std::from_chars(node.scalar.data(), end, seconds);
    constexpr std::int64_t kLongest = 9'000'000'000;
    if (node.kind != DocumentNode::Kind::Scalar || node.quoted || error != std::errc() ||
        stop != end || seconds > kLongest || seconds < -kLongest ||
        !within(rules_, std::chrono::seconds(seconds)))
      return refuse(node, describe(nullptr), faults);
    *static_cast<Duration*>(target) = std::chrono::seconds(seconds);
  }

  DocumentNode write(const void* source, const void*) const override {
    const auto value = *static_cast<const Duration*>(source);
    return DocumentNode::plain(std::to_string(value / std::chrono::seconds(1)));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Integer;
    info.minimum = toSeconds(rules_.minimum);
    info.exclusiveMinimum = rules_.exclusiveMinimum;
    if (rules_.maximum != Duration::max()) info.maximum = toSeconds(rules_.maximum);
    const auto text = [](Duration value) {
      return std::to_string(value / std::chrono::seconds(1));
    };
    info.limits = limitsText(text(rules_.minimum), rules_.exclusiveMinimum,
                             info.maximum ? text(rules_.maximum) : "", false);
    info.phrase = "a whole number of seconds, without a unit, " + info.limits;
    return info;
  }

 private:
  DurationRules rules_;
};

class TimestampType final : public SchemaType {
 public:
  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != DocumentNode::Kind::Scalar) return refuse(node, describe(nullptr), faults);
    const auto value = parseTimestamp(node.scalar);
    if (!value) return refuse(node, describe(nullptr), faults);
    *static_cast<WallTime*>(target) = *value;
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::string(timestampText(*static_cast<const WallTime*>(source)));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Moment;
    info.phrase = "a point in time such as 2026-03-01T09:30:00Z";
    return info;
  }
};

}  // namespace

Schema<Duration> duration(DurationRules rules) {
  return Schema<Duration>(std::make_shared<DurationType>(rules));
}

Schema<Duration> wholeSeconds(DurationRules rules) {
  return Schema<Duration>(std::make_shared<WholeSecondsType>(rules));
}

Schema<WallTime> timestamp() {
  return Schema<WallTime>(std::make_shared<TimestampType>());
}

}  // namespace evenkeel::schema
