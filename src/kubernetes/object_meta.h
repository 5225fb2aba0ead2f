// What a watch needs to know of an object before anybody looks at the rest of it.
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::kubernetes {

// metadata.resourceVersion of an object or a list; empty: there is none. Reads no further than it
// has to: in what API servers write it is near the beginning.
std::string resourceVersionOf(std::string_view object);
// metadata.uid, likewise.
std::string uidOf(std::string_view object);

// Of a list: how it goes on.
struct ListMeta {
  std::string resourceVersion;
  std::string next;  // metadata.continue; empty: it is complete
};
ListMeta listMetaOf(std::string_view rest);

// Of a bookmark: whether it ends the initial events of a watch-list (KEP-3157).
bool endsInitialEvents(std::string_view bookmark);

// Of an event of a watch without its object: "ADDED"; empty: it is none.
std::string eventTypeOf(std::string_view rest);

}  // namespace evenkeel::kubernetes
