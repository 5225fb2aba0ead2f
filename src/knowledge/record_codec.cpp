#include "knowledge/record_codec.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "knowledge/record_members.h"

namespace evenkeel {
namespace {

template <class T, template <class...> class Template>
inline constexpr bool kIs = false;
template <template <class...> class Template, class... Args>
inline constexpr bool kIs<Template<Args...>, Template> = true;
template <class T>
inline constexpr bool kIsTime = false;
template <class Clock>
inline constexpr bool kIsTime<std::chrono::time_point<Clock, Duration>> = true;

template <class T>
void put(ByteWriter& writer, const T& value);
template <class T>
void get(ByteReader& reader, T& value);

// Most samples of a list have the time of the one before and the next number: differences are
// small. Unsigned, so that they wrap instead of overflowing.
struct SampleCoder {
  std::uint64_t series = 0;
  std::uint64_t time = 0;
  std::uint64_t window = 0;

  static std::int64_t step(std::uint64_t& last, std::uint64_t next) {
    return static_cast<std::int64_t>(next - std::exchange(last, next));
  }
  static std::int64_t add(std::uint64_t& last, std::int64_t step) {
    last += static_cast<std::uint64_t>(step);
    return static_cast<std::int64_t>(last);
  }

  void put(ByteWriter& writer, const Sample& sample) {
    writer.signedVarint(step(series, sample.series.value));
    writer.signedVarint(
        step(time, static_cast<std::uint64_t>(sample.time.time_since_epoch().count())));
    writer.signedVarint(step(window, static_cast<std::uint64_t>(sample.window.count())));
    writer.real(sample.value);
  }
  Sample get(ByteReader& reader) {
    Sample sample;
    const std::int64_t id = add(series, reader.signedVarint());
    sample.series.value = static_cast<std::uint32_t>(id);
    if (sample.series.value != id) reader.fail();
    sample.time = Instant(Duration(add(time, reader.signedVarint())));
    sample.window = Duration(add(window, reader.signedVarint()));
    sample.value = reader.real();
    return sample;
  }
};

void put(ByteWriter& writer, const std::vector<Sample>& samples) {
  writer.varint(samples.size());
  SampleCoder coder;
  for (const Sample& sample : samples) coder.put(writer, sample);
}

template <class T>
void put(ByteWriter& writer, const T& value) {
  if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T>) {
    writer.byte(static_cast<std::uint8_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    writer.real(value);
  } else if constexpr (std::is_unsigned_v<T>) {
    writer.varint(value);
  } else if constexpr (std::is_integral_v<T>) {
    writer.signedVarint(value);
  } else if constexpr (std::is_same_v<T, Duration>) {
    writer.signedVarint(value.count());
  } else if constexpr (kIsTime<T>) {
    writer.signedVarint(value.time_since_epoch().count());
  } else if constexpr (std::is_same_v<T, std::string>) {
    writer.text(value);
  } else if constexpr (kIs<T, std::vector> || kIs<T, std::map>) {
    writer.varint(value.size());
    for (const auto& item : value) put(writer, item);
  } else if constexpr (kIs<T, std::optional>) {
    put(writer, value.has_value());
    if (value) put(writer, *value);
  } else if constexpr (kIs<T, std::variant>) {
    writer.byte(static_cast<std::uint8_t>(value.index()));
    std::visit([&](const auto& held) { put(writer, held); }, value);
  } else if constexpr (kIs<T, std::pair>) {
    put(writer, value.first);
    put(writer, value.second);
  } else {
    std::apply([&](const auto&... member) { (put(writer, member), ...); }, format::members(value));
  }
}

template <class... Held>
void getHeld(ByteReader& reader, std::variant<Held...>& value, std::size_t kind) {
  std::size_t i = 0;
  const bool known = ((kind == i++ && (get(reader, value.template emplace<Held>()), true)) || ...);
  if (!known) reader.fail();
}

template <class T>
void getNumber(ByteReader& reader, T& value) {
  const auto wide = [&] {
    if constexpr (std::is_unsigned_v<T>)
      return reader.varint();
    else
      return reader.signedVarint();
  }();
  if (!std::in_range<T>(wide)) return reader.fail();
  value = static_cast<T>(wide);
}

template <class T>
void get(ByteReader& reader, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    const std::uint8_t coded = reader.byte();
    if (coded > 1) reader.fail();
    value = coded == 1;
  } else if constexpr (std::is_enum_v<T>) {
    const std::uint8_t coded = reader.byte();
    if (coded > static_cast<std::uint8_t>(format::lastOf(T{}))) return reader.fail();
    value = static_cast<T>(coded);
  } else if constexpr (std::is_floating_point_v<T>) {
    value = reader.real();
  } else if constexpr (std::is_integral_v<T>) {
    getNumber(reader, value);
  } else if constexpr (std::is_same_v<T, Duration>) {
    value = Duration(reader.signedVarint());
  } else if constexpr (kIsTime<T>) {
    value = T(Duration(reader.signedVarint()));
  } else if constexpr (std::is_same_v<T, std::string>) {
    value = reader.text();
  } else if constexpr (std::is_same_v<T, std::vector<Sample>>) {
    SampleCoder coder;
    for (std::uint64_t n = reader.varint(); n > 0 && !reader.failed(); --n)
      value.push_back(coder.get(reader));
  } else if constexpr (kIs<T, std::vector>) {
    for (std::uint64_t n = reader.varint(); n > 0 && !reader.failed(); --n)
      get(reader, value.emplace_back());
  } else if constexpr (kIs<T, std::map>) {
    for (std::uint64_t n = reader.varint(); n > 0 && !reader.failed(); --n) {
      std::pair<typename T::key_type, typename T::mapped_type> item;
      get(reader, item);
      value.insert(std::move(item));
    }
  } else if constexpr (kIs<T, std::optional>) {
    bool present = false;
    get(reader, present);
    if (present) get(reader, value.emplace());
  } else if constexpr (kIs<T, std::variant>) {
    getHeld(reader, value, reader.byte());
  } else if constexpr (kIs<T, std::pair>) {
    get(reader, value.first);
    get(reader, value.second);
  } else {
    std::apply([&](auto&... member) { (get(reader, member), ...); }, format::members(value));
  }
}

}  // namespace

void encode(ByteWriter& writer, const Record& record) {
  put(writer, record);
}

Result<Record> decode(ByteReader& reader, std::string_view where) {
  const std::size_t start = reader.offset();
  const std::uint8_t kind = reader.byte();
  Record record;
  getHeld(reader, record, kind);
  if (reader.failed()) {
    const bool known = kind < std::variant_size_v<Record>;
    return fail(ErrorKind::Invalid, std::string(where),
                known ? fmt::format("the record at byte {} is damaged", start)
                      : fmt::format("the record at byte {} is of the unknown kind {}", start, kind),
                fmt::format("this program knows format {} with the kinds 0 to {}", kLogFormat,
                            std::variant_size_v<Record> - 1));
  }
  return record;
}

}  // namespace evenkeel
