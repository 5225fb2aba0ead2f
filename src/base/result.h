// Errors are values at the seams: where it happened, what was found, what would be valid.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace evenkeel {

enum class ErrorKind {
  Invalid,      // the input is wrong: it will be wrong again
  NotFound,     // what was named is not there
  Refused,      // understood, and not allowed
  Unavailable,  // may work later: the outside did not answer, a disk is full
  Internal,     // a promise of our own was broken
};

struct Error {
  ErrorKind kind = ErrorKind::Invalid;
  std::string where;  // file:line, path, URL or argument; may be empty
  std::string what;   // what was found, in a sentence without a full stop
  std::string valid;  // what would be valid; may be empty

  // "where: what; valid"
  std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string what,
                                  std::string valid = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(where), std::move(what), std::move(valid)});
}

}  // namespace evenkeel
