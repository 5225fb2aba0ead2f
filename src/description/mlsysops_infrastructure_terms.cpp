// The vocabulary of nodes, clusters, data centres and continuum.
#include "description/mlsysops_terms.h"

namespace evenkeel::mlsysops {
namespace {

constexpr std::string_view kSecret = "a secret does not belong into a description";

std::vector<Word> platformWords() {
  return {{"cpu", "CPU"}, {"gpu", "GPU"}, {"fpga", "FPGA"}, {"tpu", "TPU"}};
}

std::vector<Word> interfaceWords() {
  return {
      {"4g", "4G"},     {"5g", "5G"},         {"wifi", "WiFi"},        {"bluetooth", "Bluetooth"},
      {"lora", "LoRa"}, {"zigbee", "Zigbee"}, {"ethernet", "Ethernet"}};
}

std::vector<Term> environmentTerms() {
  return {choice("node_type", nodeTypeWords()),
          spelt(choice("os", osWords(), Unlisted::Kept), "OS"),
          spelt(listOf(choice("container_runtime", containerRuntimeWords(), Unlisted::Kept)),
                "container-runtime containerRuntime")};
}

std::vector<Term> acceleratorTerms(std::vector<Word> models) {
  return {choice("model", std::move(models), Unlisted::Kept),
          Term{.key = "memory", .form = Form::Gigabytes}, whole("instances"),
          number("performance_indicator")};
}

Term hardwareTerm() {
  std::vector<Term> terms{
      spelt(record("cpu",
                   {text("model"), choice("architecture", architectureWords(), Unlisted::Kept),
                    whole("cores"), oneOrMore(Term{.key = "frequency", .form = Form::Frequency}),
                    number("performance_indicator")}),
            "CPU"),
      spelt(record("mcu", {text("model"), choice("architecture", {{"arm-M4"}}, Unlisted::Kept),
                           spelt(text("flash"), "Flash"), text("memory"), whole("cores"),
                           Term{.key = "frequency", .form = Form::Frequency},
                           number("performance_indicator")}),
            "MCU"),
      Term{.key = "memory", .form = Form::Gigabytes, .camel = "RAM"},
      Term{.key = "disk", .form = Form::SizeText, .camel = "Disk"},
      spelt(record("gpu", acceleratorTerms(
                              {{"k80", "K80"}, {"k40", "K40"}, {"nvidia", "NVIDIA", {}, true}})),
            "GPU"),
      spelt(record("fpga", acceleratorTerms({{"zcu102", "ZCU102"}})), "FPGA"),
      belongsTo(number("performance_indicator"), "cpu", true)};
  for (Term& term : environmentTerms()) terms.push_back(belongsTo(term, "environment"));
  return record("hardware", std::move(terms));
}

Term networkTerm() {
  return record(
      "network_resources",
      {spelt(record("basic_interface",
                    {choice("name", interfaceWords(), Unlisted::Kept), text("range"),
                     text("interface_name"), flag("application_traffic_permission")}),
             "BasicInterface basicInterface"),
       listOf(record(
           "redirection_interface",
           {needed(choice("connection_type", interfaceWords(), Unlisted::Kept),
                   "the technology of details.networks"),
            text("range"), text("interface_name"),
            choice("mode", {{"infrastructure", "Infrastructure"}, {"adhoc", "Adhoc"}},
                   Unlisted::Kept),
            text("hardware_address"),
            record("pairing_info",
                   {dropped(text("ip_address"), "addresses are given when interfaces are paired"),
                    dropped(spelt(text("network_ssid"), "networkSSID"),
                            "interfaces are paired outside of what is described"),
                    dropped(text("net_key"), kSecret)})}))});
}

Term powerTerm() {
  const auto target = [](std::string_view key, std::vector<Word> units) {
    return record(key,
                  {number("value"), choice("measurement_unit", std::move(units), Unlisted::Kept),
                   choice("relation", relationWords())});
  };
  const std::vector<Word> energy{{"wh", "Wh"}, {"kwh", "kWh"}, {"Mwh", "MWh"}};
  const auto levels = [&](std::string_view key) {
    Term unit = spelt(
        choice("measurement_unit", {{"wh", "Wh"}, {"kwh", "kWh"}, {"Mwh", "MWh"}, {"mah", "mAh"}}),
        "unit measurementUnit");
    return record(key, {oneOrMore(spelt(number("levels"), "levels value")), std::move(unit)});
  };
  return spelt(
      record("power",
             {record("target", {target("consumption", energy), target("cost", energy),
                                target("co2_emission", {{"kt/wh"}, {"kt/kwh"}, {"kt/Mwh"}})}),
              record("max_consumption",
                     {number("value"),
                      choice("measurement_unit", {{"w", "W"}, {"kw", "kW"}, {"Mw", "MW"}})}),
              flag("grid"),
              listOf(record("renewable",
                            {choice("name", {{"solar_panel", "solarPanel"}}, Unlisted::Kept),
                             levels("production")})),
              record("battery", {levels("capacity")}),
              belongsTo(choice("availability", {{"transient", "Transient"}, {"stable", "Stable"}}),
                        "the node")}),
      "powerSources power");
}

Term locationTerm() {
  return listOf(number("location"));
}

}  // namespace

const std::vector<Term>& nodeTerms() {
  static const std::vector<Term> terms = [] {
    std::vector<Term> out{
        text("name"),
        listOf(text("labels")),
        choice("continuum_layer", layerWords()),
        spelt(text("cluster_id"), "clusterID"),
        dropped(spelt(text("datacenter_id"), "datacenterID"),
                "a node's data centre is that of its cluster"),
        choice("availability", {{"transient", "Transient"}, {"stable", "Stable"}}),
        spelt(flag("mobile"), "mobility"),
        locationTerm(),
        sensorTerm(true),
        listOf(choice("permitted_actions",
                      {{"set_power_cap", "SetPowerCap"},
                       {"traffic_redirection", "TrafficRedirection"},
                       {"acceleration", "Acceleration"},
                       {"cpu_frequency", "CPUFrequency"},
                       {"gpu_frequency", "GPUFrequency"},
                       {"change_container_cpu_set", "ChangeContainerCPUSet"},
                       {"change_container_image", "ChangeContainerImage"},
                       {"*"}},
                      Unlisted::Dropped)),
        record("distributed_storage_service", {flag("member"), number("available_space")}),
        needed(record("environment", environmentTerms()), "details.environment"),
        spelt(listOf(record("acceleration_api",
                            {choice("call_name",
                                    {{"calc_optical_flow", "CalcOpticalFlow"},
                                     {"image_inference", "ImageInference"}},
                                    Unlisted::Kept),
                             needed(listOf(record("supported_platforms",
                                                  {choice("name", platformWords(), Unlisted::Kept),
                                                   typo(listOf(choice("supported_frameworks",
                                                                      {{"pytorch", "PyTorch"},
                                                                       {"tensorflow", "TensorFlow"},
                                                                       {"opencl", "OpenCL"}},
                                                                      Unlisted::Kept)),
                                                        "suported_frameworks")})),
                                    "platforms of details.accelerationCalls")})),
              "accelerationAPI"),
        hardwareTerm(),
        networkTerm(),
        powerTerm()};
    for (Term& term : environmentTerms()) out.push_back(belongsTo(term, "environment"));
    return out;
  }();
  return terms;
}

const std::vector<Term>& clusterTerms() {
  static const std::vector<Term> terms{
      text("name"), spelt(text("cluster_id"), "clusterID"),
      needed(listOf(text("nodes")), "nodes, or Nodes that name this cluster"),
      spelt(text("datacenter_id"), "datacenterID")};
  return terms;
}

const std::vector<Term>& datacenterTerms() {
  static const std::vector<Term> terms{
      text("name"),
      spelt(text("datacenter_id"), "datacenterID"),
      needed(spelt(oneOrMore(text("cluster_id")), "clusterID"),
             "clusters, or Clusters that name this data centre"),
      needed(spelt(choice("continuum", layerWords()), "continuum continuumLayer"), "layer"),
      needed(listOf(text("nodes")), "nodes, or nodes of its clusters"),
      choice("continent",
             {{"europe", "Europe"},
              {"asia", "Asia"},
              {"africa", "Africa"},
              {"australia", "Australia"},
              {"north_america", "NorthAmerica"},
              {"south_america", "SouthAmerica"},
              {"antarctica", "Antarctica"}},
             Unlisted::Kept),
      choice("country", countryWords(), Unlisted::Kept),
      choice("city", cityWords(), Unlisted::Kept),
      locationTerm(),
      choice("cloud_provider", providerWords(), Unlisted::Kept)};
  return terms;
}

const std::vector<Term>& continuumTerms() {
  static const std::vector<Term> terms{
      text("name"), spelt(text("continuum_id"), "continuumID"),
      needed(listOf(text("clusters")), "clusters, or Clusters beside it")};
  return terms;
}

}  // namespace evenkeel::mlsysops
