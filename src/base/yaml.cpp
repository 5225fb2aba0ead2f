#include "base/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <sstream>
#include <stdexcept>

#include "base/text.h"
#include "base/yaml_split.h"

namespace evenkeel {
namespace {

struct Stop : std::runtime_error {  // a fault was added; the rest of the document is not read
  Stop() : std::runtime_error("stop") {}
};

// Builds the tree from the parser's events.
class Builder final : public YAML::EventHandler {
 public:
  Builder(Faults& faults, const YamlLimits& limits, std::uint32_t firstLine, std::size_t& nodes)
      : faults_(faults), limits_(limits), firstLine_(firstLine), nodes_(nodes) {}

  DocumentNode take() { return std::move(root_); }

  // A person is sent to where a bracket or quote opens, not to where the parser gave up.
  void refuse(const YAML::ParserException& e) {
    const Place place = placeOf(e.mark);
    if (e.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW || e.msg == YAML::ErrorMsg::END_OF_MAP_FLOW) {
      const bool list = e.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW;
      const Place opened = frames_.back().node.place;
      frames_.pop_back();
      faults_.addAt(opened, path(),
                    std::string("not YAML: ") + (list ? "'[' without ']'" : "'{' without '}'") +
                        ", or without a comma before line " + std::to_string(place.line) +
                        ", column " + std::to_string(place.column),
                    "close every bracket and quote, with commas between values");
    } else if (e.msg == YAML::ErrorMsg::EOF_IN_SCALAR) {
      faults_.addAt(last_, path(), "not YAML: a quote, here or below, that is not closed",
                    "write the quote again where the text ends");
    } else {
      faults_.add(place, "not YAML: " + e.msg,
                  "check indentation, colons, quotes and brackets here and above");
    }
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(node(DocumentNode::Kind::Null, mark), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end())
      stop(placeOf(mark), "an alias inside of what it stands for", "write it out");
    count(mark, known->second.size);
    DocumentNode copy = known->second.node;
    copy.place = placeOf(mark);
    add(std::move(copy), 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    checkTag(mark, tag);
    DocumentNode scalar = node(DocumentNode::Kind::Scalar, mark);
    scalar.scalar = value;
    scalar.quoted = tag == "!" || tag == kCoreTag + std::string("str");
    if (!scalar.quoted && (value == "~" || value == "null"))
      scalar = node(DocumentNode::Kind::Null, mark);
    add(std::move(scalar), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(DocumentNode::Kind::List, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(DocumentNode::Kind::Map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  static constexpr const char* kCoreTag = "tag:yaml.org,2002:";

  struct Frame {  // a list or map that is being read
    DocumentNode node;
    YAML::anchor_t anchor = 0;
    std::size_t nodesBefore = 0;
    bool hasKey = false;  // of a map: the next value belongs to `key`
    bool dropped = false;
    std::string key;
    Place keyPlace;
    std::map<std::string, std::uint32_t> keyLines;
  };
  struct Anchored {
    DocumentNode node;
    std::size_t size = 1;
  };

  Place placeOf(const YAML::Mark& mark) const {
    const auto from1 = [](int n) { return static_cast<std::uint32_t>(n < 0 ? 0 : n); };
    return {from1(mark.line) + firstLine_, from1(mark.column) + 1};
  }

  [[noreturn]] void stop(Place place, std::string found, std::string valid) {
    faults_.addAt(place, path(), std::move(found), std::move(valid));
    throw Stop();
  }

  std::string path() const {
    std::string out;
    for (const auto& frame : frames_) {
      if (frame.node.kind == DocumentNode::Kind::List)
        out += "[" + std::to_string(frame.node.items.size()) + "]";
      else if (frame.hasKey)
        out += (out.empty() ? "" : ".") + frame.key;
    }
    return out;
  }

  DocumentNode node(DocumentNode::Kind kind, const YAML::Mark& mark) {
    count(mark, 1);
    DocumentNode made;
    made.kind = kind;
    made.place = placeOf(mark);
    last_ = made.place;
    return made;
  }

  void count(const YAML::Mark& mark, std::size_t more) {
    nodes_ += more;
    if (nodes_ > limits_.nodes)
      stop(placeOf(mark),
           "more than " + std::to_string(limits_.nodes) + " values, aliases expanded",
           "write less in one file");
  }

  void checkTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!" || tag.starts_with(kCoreTag)) return;
    stop(placeOf(mark), "the tag " + quotedForPeople(tag), "leave tags out");
  }

  void open(DocumentNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    checkTag(mark, tag);
    if (frames_.size() >= limits_.depth)
      stop(placeOf(mark), "more than " + std::to_string(limits_.depth) + " levels",
           "nest less deeply");
    if (expectsKey())
      stop(placeOf(mark), "a list or map as a key, or one that is not closed",
           "write a name, and close every bracket and quote");
    Frame frame;
    frame.nodesBefore = nodes_;
    frame.node = node(kind, mark);
    frame.anchor = anchor;
    frames_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.anchor != 0) anchors_[frame.anchor] = {frame.node, nodes_ - frame.nodesBefore};
    place(std::move(frame.node));
  }

  bool expectsKey() const {
    return !frames_.empty() && frames_.back().node.kind == DocumentNode::Kind::Map &&
           !frames_.back().hasKey;
  }

  void add(DocumentNode value, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = {value, 1};
    place(std::move(value));
  }

  void place(DocumentNode value) {
    if (frames_.empty()) {
      root_ = std::move(value);
      return;
    }
    Frame& frame = frames_.back();
    if (frame.node.kind == DocumentNode::Kind::List) {
      frame.node.items.push_back(std::move(value));
    } else if (!frame.hasKey) {
      takeKey(frame, value);
    } else {
      if (value.kind == DocumentNode::Kind::Null) value.place = frame.keyPlace;
      if (!frame.dropped)
        frame.node.members.push_back({std::move(frame.key), frame.keyPlace, std::move(value)});
      frame.hasKey = false;
    }
  }

  void takeKey(Frame& frame, const DocumentNode& key) {
    if (key.kind != DocumentNode::Kind::Scalar || key.scalar.empty())
      stop(key.place, "an empty or compound key", "write a name");
    if (key.scalar == "<<" && !key.quoted)
      stop(key.place, "a merge key", "write the members out; only plain aliases are expanded");
    frame.key = key.scalar;
    frame.keyPlace = key.place;
    frame.hasKey = true;
    frame.dropped = false;
    const auto [first, fresh] = frame.keyLines.emplace(key.scalar, key.place.line);
    if (fresh) return;
    faults_.addAt(key.place, path(), "key " + quotedForPeople(key.scalar) + " twice",
                  "keep one; the first is on line " + std::to_string(first->second));
    frame.dropped = true;
  }

  Faults& faults_;
  const YamlLimits& limits_;
  std::uint32_t firstLine_;
  std::size_t& nodes_;
  Place last_{firstLine_, 0};  // of the value read last
  DocumentNode root_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Anchored> anchors_;
};

// LF line ends, no byte order mark.
std::string normalised(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
      continue;
    }
    out += '\n';
    if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
  }
  return out;
}

Place placeOfByte(std::string_view text, std::size_t position) {
  Place place{1, 1};
  for (const char c : text.substr(0, position)) {
    ++place.column;
    if (c == '\n') place = {place.line + 1, 1};
  }
  return place;
}

bool isReadable(std::string_view text, Faults& faults) {
  const auto control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!control(text[i])) continue;
    faults.add(placeOfByte(text, i),
               "found the control character " + quotedForPeople(text.substr(i, 1)),
               "write a text file in UTF-8");
    return false;
  }
  if (const auto i = findInvalidUtf8(text); i != std::string_view::npos) {
    faults.add(placeOfByte(text, i), "found bytes that are not UTF-8",
               "write a text file in UTF-8");
    return false;
  }
  return true;
}

void readPart(const YamlPart& part, const YamlLimits& limits, std::size_t& nodes, Faults& faults,
              std::vector<DocumentNode>& documents) {
  const std::size_t before = faults.count();
  Builder builder(faults, limits, part.line, nodes);
  try {
    // At a line end yaml-cpp lets the text end within a quote, so the text ends with a comment.
    std::istringstream in{std::string(part.text) + (part.text.ends_with('\n') ? "#" : "\n#")};
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return;
    if (parser)
      faults.add({part.line, 0}, "more than one document without a line '---' between them",
                 "check the indentation of the last lines");
  } catch (const Stop&) {
    return;
  } catch (const YAML::ParserException& e) {
    builder.refuse(e);
  } catch (const std::exception& e) {
    faults.add({part.line, 0}, std::string("not YAML: ") + e.what(), "");
  }
  if (faults.count() == before) documents.push_back(builder.take());
}

}  // namespace

YamlText parseYaml(std::string_view raw, const std::string& file, const YamlLimits& limits) {
  YamlText result;
  Faults faults(file);
  if (raw.size() > limits.bytes) {
    faults.add({}, "found " + std::to_string(raw.size()) + " bytes",
               "write at most " + std::to_string(limits.bytes) + " bytes in one file");
  } else if (const std::string text = normalised(raw); isReadable(text, faults)) {
    std::size_t nodes = 0;
    std::size_t count = 0;
    for (const auto& part : splitYaml(text)) {
      if (part.empty) continue;
      if (++count > limits.documents) {
        faults.add({part.line, 1}, "more than " + std::to_string(limits.documents) + " documents",
                   "split the file");
        break;
      }
      readPart(part, limits, nodes, faults, result.documents);
    }
  }
  result.diagnostics = std::move(faults.diagnostics());
  return result;
}

}  // namespace evenkeel
