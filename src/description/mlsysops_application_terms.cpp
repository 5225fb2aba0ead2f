// The vocabulary of applications.
#include "description/mlsysops_terms.h"

namespace evenkeel::mlsysops {
namespace {

constexpr std::string_view kComponent = "components[]";

// That less than a share of what is wanted be met is no wish of today's framework.
std::vector<Word> satisfactionWords() {
  std::vector<Word> words = relationWords();
  for (Word& word : words) word.foreign = word.snake.starts_with("lower");
  return words;
}

std::vector<Term> nodePlacementTerms() {
  std::vector<Word> layers = layerWords();
  layers.push_back({"*"});
  return {listOf(choice("continuum_layer", std::move(layers))), spelt(flag("mobile"), "mobility"),
          listOf(text("labels")), text("node"),
          spelt(record("scaling",
                       {choice("scaling_mode",
                               {{"manual"}, {"auto"}, {"manual", "Manual"}, {"auto", "Auto"}}),
                        whole("instances"),
                        dropped(text("scaling_criteria"),
                                "it names a metric without a value to hold it against")}),
                "Scaling scaling")};
}

Term bucketTerm() {
  return listOf(record(
      "buckets",
      {spelt(text("bucket_id"), "bucketID"),
       dropped(text("policy_update_token"), "a secret does not belong into a description"),
       record("location_restrictions", {spelt(flag("gdpr"), "GDPR")}),
       typo(choice("redundancy", {{"high", "High"}, {"one", "One"}, {"none", "None"}}),
            "reduncancy"),
       number("max_latency"), number("min_download_speed"), flag("server_side_encryption")}));
}

std::vector<Term> acceleratorTerms(std::vector<Word> models) {
  return {whole("requests"),
          whole("limits"),
          choice("model", std::move(models), Unlisted::Kept),
          Term{.key = "memory", .form = Form::Gigabytes},
          dropped(text("utilization_request"), "a share of an accelerator cannot be asked for"),
          number("performance_indicator")};
}

std::vector<Term> environmentTerms() {
  return {choice("node_type", nodeTypeWords()),
          spelt(choice("os", osWords(), Unlisted::Kept), "OS"),
          spelt(choice("container_runtime", containerRuntimeWords(), Unlisted::Kept),
                "container-runtime containerRuntime")};
}

Term platformTerm() {
  std::vector<Term> terms{
      spelt(record("cpu", {text("requests"), text("limits"),
                           oneOrMore(choice("architecture", architectureWords(), Unlisted::Kept)),
                           belongsTo(number("cores"), "requests", true),
                           Term{.key = "frequency", .form = Form::Frequency},
                           number("performance_indicator")}),
            "CPU"),
      record("memory", {text("requests"), text("limits")}),
      belongsTo(spelt(text("ram"), "RAM"), "memory.requests", true),
      spelt(
          record("mcu", {dropped(text("requests"), "a microcontroller is not shared"),
                         dropped(text("limits"), "a microcontroller is not shared"),
                         oneOrMore(choice("architecture", {{"arm-m4", "arm-M4"}}, Unlisted::Kept)),
                         whole("cores"), spelt(text("flash"), "Flash"), text("memory"),
                         Term{.key = "frequency", .form = Form::Frequency},
                         number("performance_indicator")}),
          "MCU"),
      Term{.key = "disk", .form = Form::SizeText, .camel = "Disk"},
      spelt(record("gpu", acceleratorTerms({{"k80", "K80"}, {"k40", "K40"}})), "GPU"),
      spelt(record("fpga", acceleratorTerms({{"zcu102", "ZCU102"}})), "FPGA"),
      belongsTo(number("performance_indicator"), "cpu", true)};
  for (Term& term : environmentTerms()) terms.push_back(belongsTo(term, kComponent));
  return spelt(record("platform_requirements", std::move(terms)), "resourceRequirements");
}

Term containerTerm() {
  const std::vector<Term> amounts{text("cpu"), text("memory"),
                                  spelt(whole("gpu"), "nvidia.com/gpu")};
  std::vector<Term> terms{
      needed(text("image"), "an image of deployment.containers"),
      listOf(text("command")),
      choice("image_pull_policy", {{"Always"}, {"Never"}, {"IfNotPresent"}}),
      spelt(listOf(record("acceleration_api", {choice("call_name",
                                                      {{"calc_optical_flow", "CalcOpticalFlow"},
                                                       {"image_inference", "ImageInference"}},
                                                      Unlisted::Kept),
                                               choice("required_framework",
                                                      {{"pytorch", "PyTorch"},
                                                       {"tensorflow", "TensorFlow"},
                                                       {"opencl", "OpenCL"},
                                                       {"*"}},
                                                      Unlisted::Kept)})),
            "accelerationAPI"),
      platformTerm(),
      belongsTo(record("environment_requirements", environmentTerms()), kComponent, true),
      belongsTo(record("resources", {record("requests", amounts), record("limits", amounts)}),
                "platform_requirements", true),
      dropped(record("security_context", {flag("allow_privilege_escalation")}),
              "security contexts are not described here"),
      listOf(record("ports",
                    {whole("container_port"), spelt(text("host_ip"), "hostIP"), whole("host_port"),
                     text("name"), choice("protocol", {{"UDP"}, {"TCP"}, {"SCTP"}})})),
      listOf(record("env", {text("name"), text("value"),
                            record("value_from", {record("field_ref", {text("field_path")})})}))};
  for (Term& term : environmentTerms()) terms.push_back(belongsTo(term, kComponent));
  return spelt(listOf(record("containers", std::move(terms))), "containers Containers");
}

Term componentTerm() {
  std::vector<Term> terms{
      spelt(record("metadata", {text("name"), text("uid")}), "Component metadata"),
      belongsTo(text("name"), "metadata"),
      belongsTo(text("uid"), "metadata"),
      record("node_placement", nodePlacementTerms()),
      spelt(listOf(text("depends_on")), "DependsOn"),
      dropped(record("runtime_configuration",
                     {text("config_specification_file"), text("config_file_path")}),
              "it points into files of the framework"),
      sensorTerm(false),
      spelt(listOf(
                record("qos_metrics",
                       {spelt(text("application_metric_id"), "ApplicationMetricID"),
                        number("target"), choice("relation", relationWords()),
                        dropped(listOf(choice("system_metrics_hints",
                                              {{"cpu_frequency", "CPUFrequency"}}, Unlisted::Kept)),
                                "nothing makes use of the hint")})),
            "QoS-Metrics"),
      record("storage", {bucketTerm()}),
      flag("data_sensitivity"),
      choice("data_criticality", {{"low", "Low"}, {"medium", "Medium"}, {"high", "High"}}),
      flag("external_component"),
      flag("external_access"),
      flag("host_network"),
      choice("runtime_class_name",
             {{"nvidia"},
              {"default"},
              {"kata-fc"},
              {"kata-dragon"},
              {"urunc"},
              {"crun"},
              {"lunatic"},
              {"nvidia-experimental"},
              {"spin"},
              {"wasmedge"},
              {"slight"}},
             Unlisted::Kept),
      choice("restart_policy", {{"Always"},
                                {"OnFailure"},
                                {"Never"},
                                {"Always", "always"},
                                {"OnFailure", "on_failure"},
                                {"Never", "never"}}),
      containerTerm(),
      belongsTo(platformTerm(), "containers[]")};
  for (Term& term : environmentTerms()) terms.push_back(term);
  return listOf(record("components", std::move(terms)));
}

Term interactionTerm() {
  return listOf(record(
      "component_interactions",
      {text("component_name1"),
       choice("type", {{"ingress", "Ingress"}, {"egress", "Egress"}, {"ingress"}, {"egress"}}),
       text("component_name2"),
       choice("interaction_criticality", {{"low", "Low"}, {"medium", "Medium"}, {"high", "High"}}),
       listOf(record("interaction_metrics",
                     {spelt(choice("system_metric_id",
                                   {{"latency", "Latency"},
                                    {"bandwidth", "Bandwidth"},
                                    {"end_to_end_invocation_delay", "End2EndInvocationDelay"}}),
                            "SystemMetricID"),
                      number("target"),
                      choice("measurement_unit", {{"milliseconds"},
                                                  {"seconds"},
                                                  {"Mbps"},
                                                  {"milliseconds", "Milliseconds", "ms"},
                                                  {"seconds", "Seconds", "s"}}),
                      choice("relation", relationWords())}))}));
}

Term clusterPlacementTerm() {
  return record(
      "cluster_placement",
      {spelt(listOf(text("cluster_id")), "clusterID"), whole("instances"),
       record("location", {listOf(choice("continent", {{"Europe"}, {"Asia"}}, Unlisted::Kept)),
                           listOf(choice("country", countryWords(), Unlisted::Kept)),
                           listOf(choice("city", cityWords(), Unlisted::Kept))}),
       choice("cloud_provider", providerWords(), Unlisted::Kept),
       listOf(choice("accelerators", {{"gpu", "GPU"}, {"fpga", "FPGA"}, {"tpu", "TPU"}},
                     Unlisted::Kept)),
       listOf(choice("node_types", layerWords()))});
}

}  // namespace

const std::vector<Term>& applicationTerms() {
  static const std::vector<Term> terms = [] {
    std::vector<Term> group = nodePlacementTerms();
    group.insert(group.begin(), listOf(text("components")));
    return std::vector<Term>{
        text("name"),
        spelt(text("mlsysops_id"), "mlsysops-id"),
        clusterPlacementTerm(),
        listOf(record("single_node", std::move(group))),
        componentTerm(),
        interactionTerm(),
        listOf(choice(
            "permitted_actions",
            {{"component_relocation", "ComponentRelocation"},
             {"traffic_redirection", "TrafficRedirection"},
             {"change_container_image", "ChangeContainerImage"},
             {"change_container_runtime_class", "ChangeContainerRuntimeClass"},
             {"change_container_cpu_set", "ChangeContainerCPUSet"},
             {"change_container_resource_requirements", "ChangeContainerResourceRequirements"},
             {"acceleration", "Acceleration"},
             {"*"}},
            Unlisted::Dropped)),
        record("global_satisfaction",
               {number("threshold"), choice("relation", satisfactionWords()),
                listOf(record("achievement_weights",
                              {spelt(text("metric_id"), "metricID"), number("weight")}))})};
  }();
  return terms;
}

}  // namespace evenkeel::mlsysops
