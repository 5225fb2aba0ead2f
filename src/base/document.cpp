#include "base/document.h"

#include <algorithm>

namespace evenkeel {

DocumentNode DocumentNode::plain(std::string text) {
  DocumentNode node;
  node.kind = Kind::Scalar;
  node.scalar = std::move(text);
  return node;
}

DocumentNode DocumentNode::string(std::string text) {
  DocumentNode node = plain(std::move(text));
  node.quoted = true;
  return node;
}

DocumentNode DocumentNode::list() {
  DocumentNode node;
  node.kind = Kind::List;
  return node;
}

DocumentNode DocumentNode::map() {
  DocumentNode node;
  node.kind = Kind::Map;
  return node;
}

void DocumentNode::set(std::string key, DocumentNode value) {
  members.push_back({std::move(key), {}, std::move(value)});
}

const DocumentNode* DocumentNode::find(std::string_view key) const {
  for (const auto& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

std::size_t DocumentNode::size() const {
  std::size_t n = 1;
  for (const auto& item : items) n += item.size();
  for (const auto& member : members) n += member.value.size();
  return n;
}

bool sameContent(const DocumentNode& a, const DocumentNode& b) {
  if (a.kind != b.kind || a.scalar != b.scalar || a.quoted != b.quoted) return false;
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), sameContent) &&
         std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    [](const DocumentMember& x, const DocumentMember& y) {
                      return x.key == y.key && sameContent(x.value, y.value);
                    });
}

namespace {

// The member whose key is the longest beginning of `path` that ends at a boundary.
const DocumentMember* memberAt(const DocumentNode& node, std::string_view path) {
  const DocumentMember* best = nullptr;
  for (const auto& member : node.members) {
    if (!path.starts_with(member.key)) continue;
    const char next = path.size() > member.key.size() ? path[member.key.size()] : '.';
    if (next != '.' && next != '[') continue;
    if (best == nullptr || member.key.size() > best->key.size()) best = &member;
  }
  return best;
}

}  // namespace

Place placeOf(const DocumentNode& root, std::string_view path) {
  const DocumentNode* node = &root;
  Place place = root.place;
  while (!path.empty()) {
    if (path.front() == '[') {
      const auto close = path.find(']');
      if (close == std::string_view::npos) return place;
      std::size_t index = 0;
      for (const char c : path.substr(1, close - 1)) index = index * 10 + std::size_t(c - '0');
      if (index >= node->items.size()) return place;
      node = &node->items[index];
      place = node->place;
      path.remove_prefix(close + 1);
    } else {
      const auto* member = memberAt(*node, path);
      if (member == nullptr) return place;
      place = member->place;
      node = &member->value;
      path.remove_prefix(member->key.size());
    }
    if (!path.empty() && path.front() == '.') path.remove_prefix(1);
  }
  return place;
}

}  // namespace evenkeel
