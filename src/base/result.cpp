#include "base/result.h"

namespace evenkeel {

std::string Error::text() const {
  std::string out;
  if (!where.empty()) out += where + ": ";
  out += what;
  if (!valid.empty()) out += "; " + valid;
  return out;
}

}  // namespace evenkeel
