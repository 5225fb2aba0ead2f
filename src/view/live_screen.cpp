#include "view/live_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "view/figures.h"
#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

constexpr std::string_view kBold = "1";
constexpr std::string_view kDim = "2";
constexpr std::string_view kRed = "31";
constexpr std::string_view kGreen = "32";

class Screen {
 public:
  Screen(ScreenSize size, bool colour) : size_(size), colour_(colour) {}

  std::size_t columns() const { return size_.columns; }
  std::size_t room() const { return size_.rows > lines_.size() ? size_.rows - lines_.size() : 0; }

  void line(std::string_view text, std::string_view style = {}) {
    if (room() == 0) return;
    std::string fitted = fit(text, size_.columns);
    fitted.erase(fitted.find_last_not_of(' ') + 1);
    lines_.push_back(paint(fitted, style));
  }
  // Columns of `plain` must be what `painted` shows.
  void painted(std::string_view plain, std::string painted) {
    if (view::columns(plain) > size_.columns) return line(plain);
    if (room() > 0) lines_.push_back(std::move(painted));
  }
  std::string paint(std::string_view text, std::string_view style) const {
    if (!colour_ || style.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", style, text);
  }
  std::string text() const { return fmt::format("{}", fmt::join(lines_, "\n")); }

 private:
  ScreenSize size_;
  bool colour_;
  std::vector<std::string> lines_;
};

std::optional<double> newest(const std::vector<std::optional<double>>& values) {
  return values.empty() ? std::nullopt : values.back();
}

double shareDone(const Progress& progress) {
  const double whole = toSeconds(progress.duration);
  return whole > 0 ? std::min(1.0, toSeconds(progress.now.time_since_epoch()) / whole) : 0;
}

std::string violationText(const ApplicationProgress& application) {
  if (application.windows == 0) return "no window judged yet";
  const double share =
      static_cast<double>(application.violations) / static_cast<double>(application.windows);
  return fmt::format("{} of {} windows over the target ({})", application.violations,
                     application.windows, percent(share));
}

void header(Screen& screen, const Progress& progress) {
  screen.line(fmt::format("evenkeel  {}   policy {}   seed {}", printable(progress.scenario),
                          printable(progress.policy), progress.seed),
              kBold);
  std::string done =
      fmt::format("{} of {}  ", clock(progress.now), clock(Instant(progress.duration)));
  const std::string tail =
      fmt::format("  {:.0f} %{}", shareDone(progress) * 100,
                  progress.speed > 0 ? fmt::format("  {}× real time", number(progress.speed)) : "");
  const std::size_t used = columns(done) + columns(tail);
  if (screen.columns() > used + 5) done += bar(shareDone(progress), screen.columns() - used);
  screen.line(done + tail);
}

void application(Screen& screen, const ApplicationProgress& of) {
  const std::size_t width = std::clamp<std::size_t>(screen.columns() / 3, 8, 60);
  screen.line("");
  screen.line(printable(of.name), kBold);
  const auto load = newest(of.load);
  screen.line(fmt::format("  {}{}  {}", fit("load", 14), sparkline(of.load, width),
                          load ? number(*load, "requests/s") : "-"));
  const auto response = newest(of.response);
  const bool over = of.target && response && *response > *of.target;
  const double top = of.target ? *of.target * 2 : 0;  // the middle of the graph is the target
  const std::string start = fmt::format("  {}{}  ", fit("response " + of.statistic, 14),
                                        sparkline(of.response, width, top));
  const std::string value = response ? seconds(*response) : "-";
  const std::string target = of.target ? fmt::format("  target {}", seconds(*of.target)) : "";
  screen.painted(start + value + target, start +
                                             screen.paint(value, !of.target ? ""
                                                                 : over     ? kRed
                                                                            : kGreen) +
                                             target);
  if (of.target) screen.line("                " + violationText(of));
}

void components(Screen& screen, std::span<const ComponentProgress> all, std::size_t most) {
  screen.line("");
  screen.line(fmt::format("{}{:>11}{:>7}  {}", fit("component", 26), "pods wanted", "ready",
                          "CPU of the request"),
              kDim);
  const std::size_t shown = all.size() <= most ? all.size() : most > 0 ? most - 1 : 0;
  for (const ComponentProgress& component : all.first(shown)) {
    const std::string cpu = component.utilization
                                ? fmt::format("{:>7}  {}", percent(*component.utilization),
                                              bar(*component.utilization, 16))
                                : "      -";
    screen.line(fmt::format("{}{:>11}{:>7}  {}", fit(printable(component.name), 26),
                            component.wanted, component.ready, cpu));
  }
  if (shown < all.size()) screen.line(fmt::format("… and {} more", all.size() - shown), kDim);
}

void decisions(Screen& screen, std::span<const DecisionLine> all) {
  screen.line("");
  screen.line("last decisions", kDim);
  if (all.empty()) screen.line("none yet has changed anything");
  for (const DecisionLine& decision : all.last(std::min(all.size(), screen.room()))) {
    screen.line(fmt::format("{} {} {}: {}", clock(decision.time), printable(decision.component),
                            decision.change, printable(decision.reason)));
  }
}

}  // namespace

std::string liveScreen(const Progress& progress, ScreenSize size, bool colour) {
  Screen screen(size, colour);
  header(screen, progress);
  for (const ApplicationProgress& of : progress.applications) {
    if (screen.room() < 12) break;
    application(screen, of);
  }
  const std::size_t room = screen.room();
  components(screen, progress.components, room > 9 ? room - 7 : 2);
  decisions(screen, progress.decisions);
  return screen.text();
}

std::string progressLine(const Progress& progress) {
  std::string text = fmt::format("{} of {} ({:.0f} %)", clock(progress.now),
                                 clock(Instant(progress.duration)), shareDone(progress) * 100);
  for (const ApplicationProgress& of : progress.applications) {
    const auto load = newest(of.load);
    const auto response = newest(of.response);
    text += fmt::format("; {}: {}, {} {}", printable(of.name),
                        load ? number(*load, "requests/s") : "no load yet", of.statistic,
                        response ? seconds(*response) : "-");
    if (of.target) text += fmt::format(" (target {})", seconds(*of.target));
  }
  std::int64_t ready = 0;
  std::int64_t wanted = 0;
  for (const ComponentProgress& component : progress.components) {
    ready += component.ready;
    wanted += component.wanted;
  }
  return text + fmt::format("; {} of {} ready", ready, count(wanted, "pod"));
}

}  // namespace evenkeel::view
