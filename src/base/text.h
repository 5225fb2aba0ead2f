// Small things about text for people: near names, quoting, escaping.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel {

// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), whatever
// the case of letters.
std::size_t editDistance(std::string_view a, std::string_view b);

// The candidate that `name` was most likely meant to be; absent where none is near.
std::optional<std::string> nearestName(std::string_view name,
                                       const std::vector<std::string>& candidates);

// In single quotes, control characters and broken UTF-8 escaped, cut at `limit` bytes.
std::string quotedForPeople(std::string_view text, std::size_t limit = 60);

// "a, b or c"
std::string joinedByOr(const std::vector<std::string>& words);

// The place of the first byte that is not well-formed UTF-8 (RFC 3629); npos: none.
std::size_t findInvalidUtf8(std::string_view text);

}  // namespace evenkeel
