// Machines as nodes describe theirs and components ask for one (model/hardware.h).
#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

using namespace schema;

Schema<std::string> word() {
  return text({.minimumLength = 1, .maximumLength = 253});
}

Schema<std::optional<double>> notNegative() {
  return optional(number({.minimum = 0}));
}

Schema<std::optional<Quantity>> bytes() {
  return optional(quantity({.exclusiveMinimum = true, .binary = true}));
}

Schema<Accelerator> acceleratorSchema(std::string title) {
  return Record<Accelerator>(std::move(title))
      .field("model", &Accelerator::model, word(), "Its model.")
      .field("count", &Accelerator::count, integer<std::int32_t>({.minimum = 1, .maximum = 1000}),
             "How many.")
      .field("memory", &Accelerator::memory, bytes(), "Of one.", {.unit = "bytes"})
      .field("performanceIndicator", &Accelerator::performanceIndicator, notNegative(),
             "By a benchmark of your own.");
}

Schema<Hardware> hardwareSchema() {
  const auto frequency = quantity({.exclusiveMinimum = true});
  const Schema<Processor> cpu =
      Record<Processor>("The CPU.")
          .field("model", &Processor::model, word(), "Its model.")
          .field("frequencies", &Processor::frequencies, list(frequency, {.maximum = 1000}),
                 "Of a node: those it can run at. Of a component: the least that it needs.",
                 {.unit = "Hz", .example = "[1400M]"})
          .field("performanceIndicator", &Processor::performanceIndicator, notNegative(),
                 "By a benchmark of your own.");
  const Schema<Microcontroller> mcu =
      Record<Microcontroller>("A microcontroller.")
          .field("architecture", &Microcontroller::architecture, word(), "Its architecture.",
                 {.example = "arm-m4"})
          .field("cores", &Microcontroller::cores,
                 integer<std::int32_t>({.minimum = 0, .maximum = 1000}), "Cores; 0: not said.")
          .field("flash", &Microcontroller::flash, bytes(), "Flash memory.", {.unit = "bytes"})
          .field("memory", &Microcontroller::memory, bytes(), "Memory.", {.unit = "bytes"})
          .field("frequency", &Microcontroller::frequency, optional(frequency), "Its clock.",
                 {.unit = "Hz"})
          .field("performanceIndicator", &Microcontroller::performanceIndicator, notNegative(),
                 "By a benchmark of your own.");
  return Record<Hardware>("Hardware.")
      .field("cpu", &Hardware::cpu, optional(cpu), "The CPU.")
      .field("mcu", &Hardware::mcu, optional(mcu), "A microcontroller.")
      .field("disk", &Hardware::disk, bytes(), "Disk.", {.unit = "bytes"})
      .field("gpu", &Hardware::gpu, optional(acceleratorSchema("A GPU.")), "GPUs.")
      .field("fpga", &Hardware::fpga, optional(acceleratorSchema("An FPGA.")), "FPGAs.");
}

Schema<Environment> environmentSchema() {
  return Record<Environment>("What software runs on it.")
      .field("nodeType", &Environment::nodeType,
             optional(enumeration<NodeType>({{"virtualized", NodeType::Virtualized},
                                             {"native", NodeType::Native},
                                             {"bareMetal", NodeType::BareMetal}})),
             "A virtual machine, a machine, or one without an operating system's services.")
      .field("os", &Environment::os, word(), "The operating system.", {.example = "ubuntu"})
      .field("containerRuntimes", &Environment::containerRuntimes, list(word(), {.unique = true}),
             "Container runtimes, any of them.", {.example = "[containerd]"});
}

Schema<std::vector<Sensor>> sensorsSchema() {
  const auto any = optional(number());
  const Schema<Sensor> sensor =
      Record<Sensor>("A sensor.")
          .field("kind", &Sensor::kind,
                 enumeration<SensorKind>({{"other", SensorKind::Other},
                                          {"camera", SensorKind::Camera},
                                          {"temperature", SensorKind::Temperature},
                                          {"accelerometer", SensorKind::Accelerometer},
                                          {"barometer", SensorKind::Barometer},
                                          {"airQuality", SensorKind::AirQuality},
                                          {"humidity", SensorKind::Humidity},
                                          {"sound", SensorKind::Sound},
                                          {"co2", SensorKind::Co2}}),
                 "What it senses.")
          .field("model", &Sensor::model, word(), "Its model.")
          .field("instances", &Sensor::instances,
                 integer<std::int32_t>({.minimum = 1, .maximum = 100'000}), "How many.")
          .field("cameraType", &Sensor::cameraType, word(), "Of a camera.", {.example = "rgb"})
          .field("resolutions", &Sensor::resolutions, list(word(), {.unique = true}),
                 "Of a camera.", {.example = "[1024x768]"})
          .field("frameRate", &Sensor::frameRate, notNegative(),
                 "Of a camera; of a component: the least.", {.unit = "per second"})
          .field("minimum", &Sensor::minimum, any, "The least that it measures, in `unit`.")
          .field("maximum", &Sensor::maximum, any, "The most that it measures, in `unit`.")
          .field("unit", &Sensor::unit, word(), "Of what it measures.", {.example = "celsius"})
          .field("accuracy", &Sensor::accuracy, notNegative(), "Of what it measures, in `unit`.")
          .field("minimumSamplingFrequency", &Sensor::minimumSamplingFrequency, notNegative(),
                 "The least.", {.unit = "Hz"})
          .field("maximumSamplingFrequency", &Sensor::maximumSamplingFrequency, notNegative(),
                 "The most.", {.unit = "Hz"})
          .field("protocol", &Sensor::protocol, word(), "By which it is read.", {.example = "MQTT"})
          .field("endpoint", &Sensor::endpoint, word(), "Where a node's is read.")
          .field("endpointVariable", &Sensor::endpointVariable, word(),
                 "Environment variable that tells a component where it is read.");
  return list(sensor, {.maximum = 1000});
}

Schema<NodeAction> nodeActionSchema() {
  return enumeration<NodeAction>({{"set-power-cap", NodeAction::SetPowerCap},
                                  {"set-cpu-frequency", NodeAction::SetCpuFrequency},
                                  {"set-gpu-frequency", NodeAction::SetGpuFrequency},
                                  {"redirect-traffic", NodeAction::RedirectTraffic},
                                  {"accelerate", NodeAction::Accelerate},
                                  {"change-cpu-set", NodeAction::ChangeCpuSet},
                                  {"change-image", NodeAction::ChangeImage}});
}

Schema<AccelerationCall> accelerationSchema() {
  const Schema<AccelerationPlatform> platform =
      Record<AccelerationPlatform>("Where a call is served.")
          .field("name", &AccelerationPlatform::name, word(), "cpu, gpu, fpga or tpu.",
                 {.required = true, .example = "gpu"})
          .field("frameworks", &AccelerationPlatform::frameworks, list(word(), {.unique = true}),
                 "By which frameworks.");
  return Record<AccelerationCall>("A call of the acceleration API.")
      .field("name", &AccelerationCall::name, word(), "Its name.", {.required = true})
      .field("platforms", &AccelerationCall::platforms, list(platform), "Where it is served.");
}

Schema<NetworkInterface> networkSchema() {
  return Record<NetworkInterface>("A network interface.")
      .field("technology", &NetworkInterface::technology, word(),
             "4g, 5g, wifi, bluetooth, lora, zigbee or ethernet.", {.example = "wifi"})
      .field("name", &NetworkInterface::name, word(), "Of the device.", {.example = "wlan0"})
      .field("range", &NetworkInterface::range, word(), "How far it reaches.")
      .field("address", &NetworkInterface::address, word(), "Of the hardware.")
      .field("mode", &NetworkInterface::mode, word(), "infrastructure or adhoc.")
      .field("applicationTraffic", &NetworkInterface::applicationTraffic, boolean(),
             "Whether applications may use it.")
      .field("redirection", &NetworkInterface::redirection, boolean(),
             "Whether it is one that traffic is redirected to.");
}

Schema<PowerSupply> powerSupplySchema() {
  const auto levels = list(number({.minimum = 0}), {.maximum = 1000});
  const Schema<PowerTarget> target =
      Record<PowerTarget>("A goal.")
          .field("quantity", &PowerTarget::quantity,
                 enumeration<PowerQuantity>({{"consumption", PowerQuantity::Consumption},
                                             {"cost", PowerQuantity::Cost},
                                             {"co2", PowerQuantity::Co2}}),
                 "Of what.", {.required = true})
          .field("relation", &PowerTarget::relation, relationSchema(),
                 "On which side of the value it is to be.")
          .field("value", &PowerTarget::value, number(), "In `unit`.", {.required = true})
          .field("unit", &PowerTarget::unit, word(), "Its unit.", {.example = "kwh"});
  const Schema<RenewableSource> renewable =
      Record<RenewableSource>("A renewable source.")
          .field("name", &RenewableSource::name, word(), "What it is.",
                 {.required = true, .example = "solar_panel"})
          .field("levels", &RenewableSource::levels, levels, "What it yields.", {.unit = "Wh"});
  return Record<PowerSupply>("Where its power comes from.")
      .field("grid", &PowerSupply::grid, optional(boolean()), "It is on the grid.")
      .field("renewables", &PowerSupply::renewables, list(renewable), "Renewable sources.")
      .field("batteryLevels", &PowerSupply::batteryLevels, levels, "Of its battery.",
             {.unit = "Wh"})
      .field("limit", &PowerSupply::limit, notNegative(), "The most that it may take.",
             {.unit = "watts"})
      .field("targets", &PowerSupply::targets, list(target), "Goals.");
}

}  // namespace

Schema<Location> locationSchema() {
  return Record<Location>("A place on the map.")
      .field("longitude", &Location::longitude, number({.minimum = -180, .maximum = 180}),
             "East of Greenwich.", {.required = true, .unit = "degrees"})
      .field("latitude", &Location::latitude, number({.minimum = -90, .maximum = 90}),
             "North of the equator.", {.required = true, .unit = "degrees"});
}

Schema<NodeNeeds> nodeNeedsSchema() {
  return Record<NodeNeeds>("What it needs of a node.")
      .field("environment", &NodeNeeds::environment, environmentSchema(), "Software.")
      .field("hardware", &NodeNeeds::hardware, hardwareSchema(), "Hardware.")
      .field("sensors", &NodeNeeds::sensors, sensorsSchema(), "Sensors.");
}

Schema<NodeDetails> nodeDetailsSchema() {
  return Record<NodeDetails>("What else is known of a machine.")
      .field("availability", &NodeDetails::availability,
             optional(enumeration<Availability>(
                 {{"stable", Availability::Stable}, {"transient", Availability::Transient}})),
             "Always there, or coming and going.")
      .field("location", &NodeDetails::location, optional(locationSchema()), "Where it stands.")
      .field("environment", &NodeDetails::environment, environmentSchema(), "Software.")
      .field("hardware", &NodeDetails::hardware, hardwareSchema(), "Hardware.")
      .field("sensors", &NodeDetails::sensors, sensorsSchema(), "Sensors.")
      .field("accelerationCalls", &NodeDetails::accelerationCalls, list(accelerationSchema()),
             "What it offers through an acceleration API.")
      .field("networks", &NodeDetails::networks, list(networkSchema()), "Network interfaces.")
      .field("powerSupply", &NodeDetails::powerSupply, powerSupplySchema(),
             "Where its power comes from.")
      .field("sharedStorage", &NodeDetails::sharedStorage, bytes(),
             "What it gives to distributed storage.", {.unit = "bytes"})
      .field("permittedActions", &NodeDetails::permittedActions,
             list(nodeActionSchema(), {.unique = true}), "What may be done to it.");
}

}  // namespace evenkeel
