// The seams of a recorded world: they answer what was answered when the run was recorded.
//
// start() and watch() are remembered by the world (recorded_world.h), which posts what was
// recorded. Nothing is made up: what was not asked then has no answer now.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "knowledge/record.h"
#include "world/world.h"

namespace evenkeel::evaluation {

// An application as the log describes it.
using ReadApplication = std::function<Result<Application>(std::string_view text)>;

class RecordedInventory final : public Inventory {
 public:
  // `applications`: those that no record of the log describes.
  RecordedInventory(std::vector<Application> applications, ReadApplication read);

  void learn(const Asset& asset);
  // What cannot be read is not described: a fault.
  void learn(const record::ApplicationDescribed& described);
  const std::optional<Error>& fault() const { return fault_; }  // the first
  void watch(EventSink& sink) override { sink_ = &sink; }
  const Application* description(AssetId application) const override;
  EventSink* sink() const { return sink_; }

 private:
  std::vector<Application> applications_;
  ReadApplication read_;
  std::map<std::string, const Application*> byName_;
  std::unordered_map<AssetId, const Application*> byId_;
  std::unordered_map<AssetId, Application> described_;  // by records of the log
  std::optional<Error> fault_;
  EventSink* sink_ = nullptr;
};

// Takes a subscription where the recorded run listened to the same series. The loop may number
// series differently than it did then.
class RecordedMetricSource final : public MetricSource {
 public:
  explicit RecordedMetricSource(record::WorldDescribed::Source source)
      : source_(std::move(source)) {}

  void learn(const Series& series);
  // Samples under the numbers that the loop gave; those of series that nobody listens to are left
  // out.
  std::vector<Sample> renumbered(const std::vector<Sample>& samples) const;

  std::string_view name() const override { return source_.name; }
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  Duration interval() const override { return source_.interval; }
  EventSink* sink() const { return sink_; }

 private:
  using Name = std::tuple<AssetId, std::string, std::string>;
  record::WorldDescribed::Source source_;
  std::map<Name, std::uint32_t> recorded_;                  // the numbers that were given then
  std::unordered_map<std::uint32_t, std::uint32_t> given_;  // now, by that of then
  EventSink* sink_ = nullptr;
};

// Takes every order and does nothing: the outcomes of the recorded orders follow as recorded, and
// no others.
class RecordedMechanism final : public Mechanism {
 public:
  explicit RecordedMechanism(record::WorldDescribed::Mechanism mechanism)
      : mechanism_(std::move(mechanism)) {}

  void learn(const record::CapabilitiesRead& read) { answers_[read.asset] = read.knobs; }
  std::string_view name() const override { return mechanism_.name; }
  Concurrency concurrency() const override {
    return mechanism_.singleton ? Concurrency::Singleton : Concurrency::PerAsset;
  }
  void start(EventSink& sink) override { sink_ = &sink; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override;
  Result<void> check(const Order&) const override { return {}; }
  void submit(const Order&) override {}
  void cancel(ActionId) override {}
  void observe(const Order&) override {}
  EventSink* sink() const { return sink_; }

 private:
  record::WorldDescribed::Mechanism mechanism_;
  std::unordered_map<AssetId, std::vector<KnobCapability>> answers_;
  EventSink* sink_ = nullptr;
};

class RecordedAuthority final : public Authority {
 public:
  void start(EventSink& sink) override { sink_ = &sink; }
  EventSink* sink() const { return sink_; }

 private:
  EventSink* sink_ = nullptr;
};

}  // namespace evenkeel::evaluation
