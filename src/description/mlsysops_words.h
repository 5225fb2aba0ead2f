// Which word of MLSysOps (snake_case) says which value of the model.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/quantity.h"
#include "model/infrastructure.h"

namespace evenkeel::mlsysops {

// The limit of memory beside a limit of CPU that has none: the most that a quantity takes in.
inline constexpr Quantity kAllMemory = Quantity::units(std::int64_t{8} << 50);

template <class E, std::size_t N>
using Words = std::array<std::pair<std::string_view, E>, N>;

inline constexpr Words<Layer, 4> kLayers{{{"cloud", Layer::Cloud},
                                          {"edge_infrastructure", Layer::EdgeInfrastructure},
                                          {"edge", Layer::Edge},
                                          {"far_edge", Layer::FarEdge}}};
inline constexpr Words<Relation, 5> kRelations{{{"lower_or_equal", Relation::LowerOrEqual},
                                                {"greater_or_equal", Relation::GreaterOrEqual},
                                                {"equal", Relation::Equal},
                                                {"lower_than", Relation::LowerThan},
                                                {"greater_than", Relation::GreaterThan}}};
inline constexpr Words<Criticality, 3> kCriticalities{
    {{"low", Criticality::Low}, {"medium", Criticality::Medium}, {"high", Criticality::High}}};
inline constexpr Words<NodeType, 3> kNodeTypes{{{"virtualized", NodeType::Virtualized},
                                                {"native", NodeType::Native},
                                                {"bare_metal", NodeType::BareMetal}}};
inline constexpr Words<RestartPolicy, 3> kRestartPolicies{{{"Always", RestartPolicy::Always},
                                                           {"OnFailure", RestartPolicy::OnFailure},
                                                           {"Never", RestartPolicy::Never}}};
inline constexpr Words<ImagePullPolicy, 3> kPullPolicies{
    {{"Always", ImagePullPolicy::Always},
     {"Never", ImagePullPolicy::Never},
     {"IfNotPresent", ImagePullPolicy::IfNotPresent}}};
inline constexpr Words<PortProtocol, 3> kProtocols{
    {{"TCP", PortProtocol::Tcp}, {"UDP", PortProtocol::Udp}, {"SCTP", PortProtocol::Sctp}}};
inline constexpr Words<Redundancy, 3> kRedundancies{
    {{"high", Redundancy::High}, {"one", Redundancy::One}, {"none", Redundancy::None}}};
inline constexpr Words<CallMetric, 3> kCallMetrics{
    {{"latency", CallMetric::Latency},
     {"bandwidth", CallMetric::Bandwidth},
     {"end_to_end_invocation_delay", CallMetric::InvocationDelay}}};
// What MLSysOps has no word for (scale, brownout, deploy, remove, change-spec) is left out.
inline constexpr Words<PermittedAction, 7> kActions{
    {{"component_relocation", PermittedAction::Move},
     {"traffic_redirection", PermittedAction::RedirectTraffic},
     {"change_container_image", PermittedAction::ChangeImage},
     {"change_container_runtime_class", PermittedAction::ChangeRuntimeClass},
     {"change_container_cpu_set", PermittedAction::ChangeCpuSet},
     {"change_container_resource_requirements", PermittedAction::Resize},
     {"acceleration", PermittedAction::Accelerate}}};
inline constexpr Words<NodeAction, 7> kNodeActions{
    {{"set_power_cap", NodeAction::SetPowerCap},
     {"traffic_redirection", NodeAction::RedirectTraffic},
     {"acceleration", NodeAction::Accelerate},
     {"cpu_frequency", NodeAction::SetCpuFrequency},
     {"gpu_frequency", NodeAction::SetGpuFrequency},
     {"change_container_cpu_set", NodeAction::ChangeCpuSet},
     {"change_container_image", NodeAction::ChangeImage}}};
inline constexpr Words<Availability, 2> kAvailabilities{
    {{"transient", Availability::Transient}, {"stable", Availability::Stable}}};
inline constexpr Words<SensorKind, 8> kSensorKinds{{{"camera", SensorKind::Camera},
                                                    {"temperature", SensorKind::Temperature},
                                                    {"accelerometer", SensorKind::Accelerometer},
                                                    {"barometer", SensorKind::Barometer},
                                                    {"air_quality", SensorKind::AirQuality},
                                                    {"humidity", SensorKind::Humidity},
                                                    {"sound", SensorKind::Sound},
                                                    {"co2", SensorKind::Co2}}};
inline constexpr Words<PowerQuantity, 3> kPowerQuantities{
    {{"consumption", PowerQuantity::Consumption},
     {"cost", PowerQuantity::Cost},
     {"co2_emission", PowerQuantity::Co2}}};

template <class E, std::size_t N>
std::optional<E> meaning(const Words<E, N>& words, std::string_view word) {
  for (const auto& [known, value] : words)
    if (known == word) return value;
  return std::nullopt;
}

template <class E, std::size_t N>
std::string wordFor(const Words<E, N>& words, E value) {
  for (const auto& [word, known] : words)
    if (known == value) return std::string(word);
  return {};
}

}  // namespace evenkeel::mlsysops
