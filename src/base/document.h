// A document as read: a tree of maps, lists and scalars, each with its place in the text.
//
// Scalars stay text until a schema (schema.h) gives them a type. A value; holds no duplicate keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel {

struct Place {  // counted from 1; zero: nowhere
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct DocumentMember;

struct DocumentNode {
  enum class Kind : std::uint8_t { Null, Scalar, List, Map };

  Kind kind = Kind::Null;
  bool quoted = false;  // a scalar that is a string whatever it looks like
  Place place;
  std::string scalar;
  std::vector<DocumentNode> items;      // of a list
  std::vector<DocumentMember> members;  // of a map, in the order written

  static DocumentNode plain(std::string text);   // a number, a boolean
  static DocumentNode string(std::string text);  // a string
  static DocumentNode list();
  static DocumentNode map();

  void set(std::string key, DocumentNode value);  // appends
  // Null where this is no map, or has no such key.
  const DocumentNode* find(std::string_view key) const;
  // Nodes in this tree, itself included.
  std::size_t size() const;
};

struct DocumentMember {
  std::string key;
  Place place;  // of the key
  DocumentNode value;
};

// Places do not count.
bool sameContent(const DocumentNode& a, const DocumentNode& b);

// Where `path` ("spec.loads[0].application") stands; where it does not exist, the nearest thing
// around it that does. Keys are those of the map: one that holds a dot is found too.
Place placeOf(const DocumentNode& root, std::string_view path);

}  // namespace evenkeel
