#include "kubernetes/object_meta.h"

#include <utility>

#include "kubernetes/json.h"

namespace evenkeel::kubernetes {
namespace {

// Stops at a text that metadata has.
class MetadataReader : public nlohmann::json_sax<Json> {
 public:
  explicit MetadataReader(std::string_view member) : member_(member) {}
  std::string found;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    if (depth_ != 2 || !inMetadata_ || !atMember_) return true;
    found = std::move(value);
    return false;
  }
  bool start_object(std::size_t) override {
    ++depth_;
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override { return start_object(0); }
  bool end_array() override { return end_object(); }
  bool key(string_t& name) override {
    if (depth_ == 1) inMetadata_ = name == "metadata";
    atMember_ = depth_ == 2 && name == member_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  std::string_view member_;
  std::size_t depth_ = 0;
  bool inMetadata_ = false;
  bool atMember_ = false;
};

std::string inMetadata(std::string_view object, std::string_view member) {
  MetadataReader reader(member);
  Json::sax_parse(object, &reader);
  return std::move(reader.found);
}

}  // namespace

std::string resourceVersionOf(std::string_view object) {
  return inMetadata(object, "resourceVersion");
}

std::string uidOf(std::string_view object) {
  return inMetadata(object, "uid");
}

ListMeta listMetaOf(std::string_view rest) {
  const Json list = parsedJson(rest);
  const Json& metadata = memberOf(list, "metadata");
  return {textAt(metadata, "resourceVersion"), textAt(metadata, "continue")};
}

bool endsInitialEvents(std::string_view bookmark) {
  const Json object = parsedJson(bookmark);
  const Json& annotations = memberOf(memberOf(object, "metadata"), "annotations");
  return textAt(annotations, "k8s.io/initial-events-end") == "true";
}

std::string eventTypeOf(std::string_view rest) {
  return textAt(parsedJson(rest), "type");
}

}  // namespace evenkeel::kubernetes
