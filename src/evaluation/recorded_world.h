// A recorded run as a world: its log's inputs come back through the same five seams.
//
// Whoever holds it reads the log in order, lets the world learn what the log says of it, and has it
// play one input after the other. Its timeline stands at the recorded times, wall time included.
// It is an open loop: orders change nothing, and no outcome is invented.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/virtual_timeline.h"
#include "evaluation/recorded_seams.h"

namespace evenkeel::evaluation {

class RecordedWorld {
 public:
  // `applications`: the descriptions that were in force, found by their names, where the log itself
  // does not hold them.
  RecordedWorld(const record::WorldDescribed& described, std::vector<Application> applications,
                ReadApplication read);

  World world();
  // Starts every seam with the same sink, as an agent does.
  void start(EventSink& sink);
  // Series listened to, capabilities read, applications seen, keyframes with all of them. Other
  // records mean nothing to it.
  void learn(const Record& record);
  // Moves to the event's time and posts its body where the seam it came from was told to. What is
  // the loop's own (wake-ups, intents, stop) goes where grants go.
  void play(const Event& event);
  // The same event with its samples under the numbers that this loop gave to its series.
  Event renumbered(Event event) const;
  // What of the log could not be understood; absent: nothing.
  const std::optional<Error>& fault() const { return inventory_.fault(); }
  // Moves on to a moment between two inputs.
  void moveTo(Instant time, WallTime wall);

 private:
  void learnSeries(const record::SeriesDeclared& declared);
  void learnAnswer(const record::CapabilitiesRead& read);
  EventSink* sinkOf(const EventBody& body) const;
  RecordedMetricSource* source(const std::string& name) const;

  VirtualTimeline timeline_;
  RecordedInventory inventory_;
  std::vector<std::unique_ptr<RecordedMetricSource>> sources_;
  std::vector<std::unique_ptr<RecordedMechanism>> mechanisms_;
  RecordedAuthority authority_;
};

}  // namespace evenkeel::evaluation
