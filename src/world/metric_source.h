// Second seam of a world: where samples come from.
//
// The agent subscribes series one by one; samples arrive as SamplesArrived events at the source's
// own pace, several series to an event. A value that is not there is simply not delivered: a source
// never makes one up, and never delivers infinity. A source that knows that a series has no value
// any more says so by a sample of NaN, as Prometheus marks series that are gone.
#pragma once

#include <string_view>

#include "base/time.h"
#include "model/event.h"

namespace evenkeel {

class MetricSource {
 public:
  virtual ~MetricSource() = default;
  virtual std::string_view name() const = 0;
  // Once, before any subscription. The sink outlives the source.
  virtual void start(EventSink& sink) = 0;
  // False: this source does not have that metric for that asset.
  virtual bool subscribe(const Series& series) = 0;
  virtual void unsubscribe(SeriesId series) = 0;
  // How often a subscribed series gets a sample when all is well. Decisions fall on multiples of
  // their period: a source that asks others has the answer there just before a multiple of this.
  virtual Duration interval() const = 0;
};

}  // namespace evenkeel
