// Schema nodes made of others (schema.h): lists, maps, optional values, conversions.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/schema.h"

namespace evenkeel::schema {

struct ListRules {
  std::size_t minimum = 0;
  std::size_t maximum = 10'000;
  bool unique = false;         // of scalars: no two alike
  std::string uniqueKey = {};  // of records: no two with the same value of this key
};
struct ListAccess {
  std::size_t (*size)(const void*);
  const void* (*at)(const void*, std::size_t);
  void (*clear)(void*);
  void* (*append)(void*);  // a default element; its address is good until the next call
};
std::shared_ptr<const SchemaType> listType(std::shared_ptr<const SchemaType> element,
                                           ListRules rules, ListAccess access);

template <class T>
Schema<std::vector<T>> list(const Schema<T>& element, ListRules rules = {}) {
  using List = std::vector<T>;
  return Schema<List>(
      listType(element.type(), std::move(rules),
               {[](const void* p) { return static_cast<const List*>(p)->size(); },
                [](const void* p, std::size_t i) -> const void* {
                  return &(*static_cast<const List*>(p))[i];
                },
                [](void* p) { static_cast<List*>(p)->clear(); },
                [](void* p) -> void* { return &static_cast<List*>(p)->emplace_back(); }}));
}

// Keys are free; pairs in the order written.
template <class T>
using MapOf = std::vector<std::pair<std::string, T>>;

struct MapAccess {
  std::size_t (*size)(const void*);
  const std::string& (*key)(const void*, std::size_t);
  const void* (*value)(const void*, std::size_t);
  void (*clear)(void*);
  void* (*append)(void*, std::string);
};
std::shared_ptr<const SchemaType> mapType(std::shared_ptr<const SchemaType> element,
                                          MapAccess access);

template <class T>
Schema<MapOf<T>> map(const Schema<T>& element) {
  using Map = MapOf<T>;
  return Schema<Map>(mapType(
      element.type(), {[](const void* p) { return static_cast<const Map*>(p)->size(); },
                       [](const void* p, std::size_t i) -> const std::string& {
                         return (*static_cast<const Map*>(p))[i].first;
                       },
                       [](const void* p, std::size_t i) -> const void* {
                         return &(*static_cast<const Map*>(p))[i].second;
                       },
                       [](void* p) { static_cast<Map*>(p)->clear(); },
                       [](void* p, std::string key) -> void* {
                         return &static_cast<Map*>(p)->emplace_back(std::move(key), T{}).second;
                       }}));
}

struct OptionalAccess {
  const void* (*get)(const void*);  // null: absent
  void* (*emplace)(void*);
};
std::shared_ptr<const SchemaType> optionalType(std::shared_ptr<const SchemaType> element,
                                               OptionalAccess access);

// Absent is written as nothing: a field of a record is then left out.
template <class T>
Schema<std::optional<T>> optional(const Schema<T>& element) {
  using Optional = std::optional<T>;
  return Schema<Optional>(optionalType(
      element.type(), {[](const void* p) -> const void* {
                         const auto* value = static_cast<const Optional*>(p);
                         return value->has_value() ? &**value : nullptr;
                       },
                       [](void* p) -> void* { return &static_cast<Optional*>(p)->emplace(); }}));
}

struct Conversion {
  std::function<std::shared_ptr<void>()> make;  // a default wire value
  std::function<void(const void* wire, void* target)> fromWire;
  std::function<void(const void* source, void* wire)> toWire;
};
std::shared_ptr<const SchemaType> convertedType(std::shared_ptr<const SchemaType> wire,
                                                Conversion conversion);

// A T that looks like a Wire in text.
template <class T, class Wire>
Schema<T> converted(const Schema<Wire>& wire, T (*fromWire)(const Wire&),
                    Wire (*toWire)(const T&)) {
  return Schema<T>(convertedType(wire.type(), {[] { return std::make_shared<Wire>(); },
                                               [fromWire](const void* w, void* target) {
                                                 *static_cast<T*>(target) =
                                                     fromWire(*static_cast<const Wire*>(w));
                                               },
                                               [toWire](const void* source, void* w) {
                                                 *static_cast<Wire*>(w) =
                                                     toWire(*static_cast<const T*>(source));
                                               }}));
}

}  // namespace evenkeel::schema
