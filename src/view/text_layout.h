// Text for terminals: width in columns, fitting, wrapping, small graphs. UTF-8 throughout; a code
// point counts as one column, which holds for all that the views write themselves.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel::view {

std::size_t columns(std::string_view text);
// Exactly `width` columns: cut with "…" or filled with spaces.
std::string fit(std::string_view text, std::size_t width);
// Lines of at most `width` columns, broken at spaces, each but the first after `indent`; `start`
// columns of the first are taken already. A word that is longer than a line stands alone.
std::string wrap(std::string_view text, std::size_t width, std::string_view indent = "",
                 std::size_t start = 0);
// At most so many lines, each of at most `width` columns; where there are more, the last says how
// many. Lines of `text` end with a newline, as those of the result do.
std::string cutOut(std::string_view text, std::size_t width, std::size_t lines);
// Control characters and broken UTF-8 as "?": what comes from outside cannot steer a terminal.
std::string printable(std::string_view text);
// One column a value, the newest at the right; absent values as blanks. From zero to `top`, or to
// the largest value where top is 0.
std::string sparkline(std::span<const std::optional<double>> values, std::size_t width,
                      double top = 0);
// `share` in [0, 1] of `width` columns.
std::string bar(double share, std::size_t width);

}  // namespace evenkeel::view
