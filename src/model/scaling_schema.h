// How the HPA v2 nouns of scaling.h are written: exactly as in a HorizontalPodAutoscaler's spec.
//
// Source: Kubernetes API autoscaling/v2; KEP-4951 for `tolerance`.
#pragma once

#include "base/schema.h"
#include "model/scaling.h"

namespace evenkeel {

const Schema<Behavior>& behaviorSchema();      // spec.behavior
const Schema<MetricSpec>& metricSpecSchema();  // an item of spec.metrics

}  // namespace evenkeel
