// What the decision log costs for 10,000 scopes: ten samples and one decision each, every cycle.
//
//   bench_log [SCOPES [CYCLES [FOLDER]]]
// Prints CPU microseconds a scope and cycle, every thread counted: of building the records alone,
// of encoding them, of writing them to a file, and of reading them back; and bytes a scope.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "knowledge/log_reader.h"
#include "knowledge/memory_log.h"
#include "knowledge/record_codec.h"
#include "knowledge/sqlite_log.h"

namespace {

using namespace evenkeel;

constexpr std::uint32_t kPods = 10;

double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;  // of all threads
}

Decision decision() {
  Decision made;
  made.actions = {};
  made.reasons = {{"ScaleDownStabilized", "cpu", 0.63, 0.6, 11.0},
                  {"ScalingLimited", "replicas", {}, {}, 10.0}};
  return made;
}

// One cycle: scrapes of 1,000 series at once, a wake-up, a decision a scope; one in fifty acts.
void cycle(DecisionLog& log, std::uint32_t scopes, std::uint64_t number) {
  const Instant now(std::chrono::seconds(15 * number));
  std::vector<Sample> samples;
  const auto deliver = [&] {
    log.append(record::Input{{number, now, WallTime(now.time_since_epoch()),
                              SamplesArrived{"metrics", std::move(samples)}}});
    samples.clear();
  };
  for (std::uint32_t id = 1; id <= scopes * kPods; ++id) {
    samples.push_back(
        {{id}, now - 1s, 15s, 0.001 * (id % 977) + 1e-7 * static_cast<double>(number)});
    if (samples.size() == 1000) deliver();
  }
  deliver();
  log.append(record::Input{{number, now, WallTime(now.time_since_epoch()), WakeUp{}}});
  for (std::uint32_t scope = 1; scope <= scopes; ++scope) {
    log.append(record::Proposed{scope, false, {}, decision()});
    log.append(record::Guarded{scope, {}, {}});
    if (scope % 50 != 0) continue;
    const Action act{"scale", {scope}, {{"replicas", Quantity::units(11)}}, {}, 3};
    const Plan plan{
        {scope},   {},   {Level::Cluster, {scope}}, "hpa(cpu=60)", Priority::Normal, now,
        now + 60s, {act}};
    log.append(record::Planned{plan});
    log.append(record::Ordered{{{plan.id, 0}, 1, now + 60s, act}});
    log.append(record::StatusChanged{
        {plan.id, 0}, ActionStatus::Completed, OutcomeKind::Completed, {}, {}});
  }
  log.commit();
}

// CPU microseconds a scope and cycle.
template <class Work>
double perScope(std::uint32_t scopes, std::uint64_t cycles, const Work& work) {
  const double begun = cpuSeconds();
  work();
  return (cpuSeconds() - begun) * 1e6 / (static_cast<double>(scopes) * static_cast<double>(cycles));
}

}  // namespace

int main(int argc, char** argv) {
  const auto scopes = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 10'000);
  const auto cycles = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 40);
  const std::filesystem::path folder = argc > 3 ? argv[3] : std::filesystem::temp_directory_path();
  const std::string path = (folder / "bench_log.evk").string();
  std::filesystem::remove(path);

  const auto run = [&](DecisionLog& log) {
    return [&log, scopes, cycles] {
      for (std::uint64_t n = 1; n <= cycles; ++n) cycle(log, scopes, n);
    };
  };
  ForwardingLog nothing([](const Record&) {}, [](std::uint64_t) {});
  const double building = perScope(scopes, cycles, run(nothing));

  std::size_t bytes = 0;
  ByteWriter writer;
  ForwardingLog encoding(
      [&](const Record& record) {
        encode(writer, record);
        if (writer.bytes().size() < FrameBuilder::kLargeBytes) return;
        bytes += writer.bytes().size();
        writer.take();
        writer.reserve(FrameBuilder::kLargeBytes + 4096);
      },
      [](std::uint64_t) {});
  const double encoded = perScope(scopes, cycles, run(encoding)) - building;

  auto file = LogFile::create(path);
  if (!file) {
    std::fprintf(stderr, "%s\n", file.error().text().c_str());
    return 2;
  }
  const double written = perScope(scopes, cycles,
                                  [&] {
                                    QueuedLog log(std::move(*file), {});
                                    run(log)();
                                    (void)log.close();
                                  }) -
                         building;
  const auto size = std::filesystem::file_size(path);

  std::uint64_t records = 0;
  const double reading = perScope(scopes, cycles, [&] {
    auto reader = LogReader::open(path);
    while (reader) {
      const auto entry = reader->next();
      if (!entry || !*entry) break;
      ++records;
    }
  });
  std::filesystem::remove(path);

  std::printf(
      "%u scopes, %llu cycles, %llu records, %.0f bytes a scope and cycle on disk\n", scopes,
      static_cast<unsigned long long>(cycles), static_cast<unsigned long long>(records),
      static_cast<double>(size) / (static_cast<double>(scopes) * static_cast<double>(cycles)));
  std::printf(
      "CPU us a scope and cycle: records %.2f, encoding %.2f, encoding and writing %.2f, "
      "reading %.2f\n",
      building, encoded, written, reading);
  return 0;
}
