#include "evaluation/recorded_world.h"

#include <utility>

namespace evenkeel::evaluation {

RecordedWorld::RecordedWorld(const record::WorldDescribed& described,
                             std::vector<Application> applications, ReadApplication read)
    : inventory_(std::move(applications), std::move(read)) {
  for (const auto& source : described.sources)
    sources_.push_back(std::make_unique<RecordedMetricSource>(source));
  for (const auto& mechanism : described.mechanisms)
    mechanisms_.push_back(std::make_unique<RecordedMechanism>(mechanism));
}

World RecordedWorld::world() {
  World world{timeline_, inventory_, {}, {}, authority_};
  for (const auto& source : sources_) world.sources.push_back(source.get());
  for (const auto& mechanism : mechanisms_) world.mechanisms.push_back(mechanism.get());
  return world;
}

void RecordedWorld::start(EventSink& sink) {
  for (const auto& source : sources_) source->start(sink);
  for (const auto& mechanism : mechanisms_) mechanism->start(sink);
  authority_.start(sink);
  inventory_.watch(sink);
}

void RecordedWorld::learn(const Record& record) {
  if (const auto* declared = std::get_if<record::SeriesDeclared>(&record)) {
    learnSeries(*declared);
  } else if (const auto* read = std::get_if<record::CapabilitiesRead>(&record)) {
    learnAnswer(*read);
  } else if (const auto* described = std::get_if<record::ApplicationDescribed>(&record)) {
    inventory_.learn(*described);
  } else if (const auto* input = std::get_if<record::Input>(&record)) {
    if (const auto* observed = std::get_if<AssetObserved>(&input->event.body))
      inventory_.learn(observed->asset);
  } else if (const auto* keyframe = std::get_if<record::Keyframe>(&record)) {
    for (const Asset& asset : keyframe->assets) inventory_.learn(asset);
    for (const record::ApplicationDescribed& said : keyframe->descriptions) inventory_.learn(said);
    for (const record::SeriesDeclared& series : keyframe->series) learnSeries(series);
    for (const record::CapabilitiesRead& answer : keyframe->capabilities) learnAnswer(answer);
  }
}

void RecordedWorld::learnSeries(const record::SeriesDeclared& declared) {
  if (RecordedMetricSource* from = source(declared.source)) from->learn(declared.series);
}

void RecordedWorld::learnAnswer(const record::CapabilitiesRead& read) {
  for (const auto& mechanism : mechanisms_) {
    if (mechanism->name() == read.mechanism) mechanism->learn(read);
  }
}

void RecordedWorld::moveTo(Instant time, WallTime wall) {
  timeline_.runUntil(time);
  timeline_.jumpWall(wall - timeline_.wall());
}

void RecordedWorld::play(const Event& event) {
  moveTo(event.time, event.wall);
  if (EventSink* sink = sinkOf(event.body)) sink->post(event.body);
}

Event RecordedWorld::renumbered(Event event) const {
  if (auto* arrived = std::get_if<SamplesArrived>(&event.body)) {
    if (const RecordedMetricSource* from = source(arrived->source))
      arrived->samples = from->renumbered(arrived->samples);
  }
  return event;
}

EventSink* RecordedWorld::sinkOf(const EventBody& body) const {
  if (std::holds_alternative<AssetObserved>(body) || std::holds_alternative<AssetRemoved>(body) ||
      std::holds_alternative<InventorySynced>(body)) {
    return inventory_.sink();
  }
  if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
    if (const auto* from = source(arrived->source)) return from->sink();
  }
  if (const auto* failed = std::get_if<SourceFailed>(&body)) {
    if (const auto* from = source(failed->source)) return from->sink();
  }
  if (std::holds_alternative<OutcomeArrived>(body) && !mechanisms_.empty())
    return mechanisms_.front()->sink();
  return authority_.sink();
}

RecordedMetricSource* RecordedWorld::source(const std::string& name) const {
  for (const auto& source : sources_) {
    if (source->name() == name) return source.get();
  }
  return nullptr;
}

}  // namespace evenkeel::evaluation
