// How components are deployed and what they keep (model/deployment.h).
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

Schema<std::string> longText() {
  return text({.maximumLength = 65'536});
}

Schema<Container> containerSchema() {
  const Schema<ContainerPort> port =
      Record<ContainerPort>("A port.")
          .field("name", &ContainerPort::name, word(), "Its name.")
          .field("containerPort", &ContainerPort::containerPort,
                 integer<std::int32_t>({.minimum = 1, .maximum = 65'535}), "In the pod.",
                 {.required = true})
          .field("hostPort", &ContainerPort::hostPort,
                 optional(integer<std::int32_t>({.minimum = 1, .maximum = 65'535})), "On the node.")
          .field("hostIP", &ContainerPort::hostIp, word(), "Of the node.")
          .field("protocol", &ContainerPort::protocol,
                 enumeration<PortProtocol>({{"TCP", PortProtocol::Tcp},
                                            {"UDP", PortProtocol::Udp},
                                            {"SCTP", PortProtocol::Sctp}}),
                 "Its protocol.");
  const Schema<EnvironmentVariable> variable =
      Record<EnvironmentVariable>("An environment variable.")
          .field("name", &EnvironmentVariable::name, word(), "Its name.", {.required = true})
          .field("value", &EnvironmentVariable::value, longText(), "Its value.")
          .field("fieldPath", &EnvironmentVariable::fieldPath, word(),
                 "Field of the pod that gives its value.", {.example = "spec.nodeName"});
  const Schema<AcceleratedCall> call =
      Record<AcceleratedCall>("A call of the acceleration API.")
          .field("name", &AcceleratedCall::name, word(), "Its name.", {.required = true})
          .field("framework", &AcceleratedCall::framework, word(),
                 "By which framework; left out, any.");
  return Record<Container>("A container.")
      .field("image", &Container::image, text({.minimumLength = 1}), "Its image.")
      .field("command", &Container::command, list(longText()), "What is started in it.")
      .field(
          "imagePullPolicy", &Container::imagePullPolicy,
          optional(enumeration<ImagePullPolicy>({{"Always", ImagePullPolicy::Always},
                                                 {"Never", ImagePullPolicy::Never},
                                                 {"IfNotPresent", ImagePullPolicy::IfNotPresent}})),
          "When the image is pulled, as in Kubernetes.")
      .field("ports", &Container::ports, list(port), "Its ports.")
      .field("env", &Container::env, list(variable), "Its environment variables.")
      .field("acceleratedCalls", &Container::acceleratedCalls, list(call),
             "What it calls through an acceleration API.");
}

}  // namespace

const Schema<Criticality>& criticalitySchema() {
  static const Schema<Criticality> schema = enumeration<Criticality>(
      {{"low", Criticality::Low}, {"medium", Criticality::Medium}, {"high", Criticality::High}});
  return schema;
}

Schema<Deployment> deploymentSchema() {
  return Record<Deployment>("How it is deployed.")
      .field("containers", &Deployment::containers, list(containerSchema()),
             "Containers of its pod; what they request together stands under requests.")
      .field("runtimeClass", &Deployment::runtimeClass, word(), "Runtime class of its pods.",
             {.example = "nvidia"})
      .field("restartPolicy", &Deployment::restartPolicy,
             optional(enumeration<RestartPolicy>({{"Always", RestartPolicy::Always},
                                                  {"OnFailure", RestartPolicy::OnFailure},
                                                  {"Never", RestartPolicy::Never}})),
             "When containers are started again, as in Kubernetes.")
      .field("external", &Deployment::external, boolean(),
             "It runs already, outside of what is managed.")
      .field("externalAccess", &Deployment::externalAccess, boolean(),
             "It can be reached from outside.")
      .field("hostNetwork", &Deployment::hostNetwork, boolean(), "It uses the node's network.");
}

Schema<ComponentData> componentDataSchema() {
  const auto amount = optional(number({.minimum = 0}));
  const Schema<Bucket> bucket =
      Record<Bucket>("A bucket.")
          .field("id", &Bucket::id, word(), "Its name in the store.", {.required = true})
          .field("redundancy", &Bucket::redundancy,
                 optional(enumeration<Redundancy>({{"none", Redundancy::None},
                                                   {"one", Redundancy::One},
                                                   {"high", Redundancy::High}})),
                 "How many losses it survives.")
          .field("maxLatency", &Bucket::maxLatency, amount, "In the store's unit.")
          .field("minDownloadSpeed", &Bucket::minDownloadSpeed, amount, "In the store's unit.")
          .field("encryption", &Bucket::encryption, optional(boolean()), "At the server.")
          .field("gdpr", &Bucket::gdpr, optional(boolean()),
                 "Kept only where the General Data Protection Regulation holds.");
  return Record<ComponentData>("What it keeps.")
      .field("sensitive", &ComponentData::sensitive, boolean(), "Its data are sensitive.")
      .field("criticality", &ComponentData::criticality, optional(criticalitySchema()),
             "How much depends on its data.")
      .field("buckets", &ComponentData::buckets, list(bucket), "Buckets of an object store.");
}

}  // namespace evenkeel
