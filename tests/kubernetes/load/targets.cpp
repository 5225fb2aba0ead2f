#include "targets.h"

#include <arpa/inet.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <utility>

namespace evenkeel::load {
namespace {

bool parse(std::string_view line, Address& address) {
  const std::size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string host(line.substr(0, colon));
  const std::string_view port = line.substr(colon + 1);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(number);
  return error == std::errc() && end == port.data() + port.size() && number != 0 &&
         inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1;
}

}  // namespace

Result<std::vector<Address>> parseTargets(std::string_view text, const std::string& name) {
  std::vector<Address> found;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    Address address{};
    if (!parse(line, address)) {
      return fail(ErrorKind::Invalid, name + ":" + std::to_string(number),
                  "found '" + std::string(line.substr(0, 40)) + "'",
                  "write ADDRESS:PORT, as in 10.0.0.7:8080");
    }
    found.push_back(address);
  }
  return found;
}

Result<void> Targets::read() {
  std::ifstream stream(file_);
  if (!stream)
    return fail(ErrorKind::NotFound, file_, "cannot be read", "name a file of ADDRESS:PORT lines");
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  auto parsed = parseTargets(text, file_);
  if (!parsed) return tl::unexpected(parsed.error());
  addresses_ = std::move(*parsed);
  return {};
}

const Address* Targets::next() {
  if (addresses_.empty()) return nullptr;
  turn_ = (turn_ + 1) % addresses_.size();
  return &addresses_[turn_];
}

}  // namespace evenkeel::load
