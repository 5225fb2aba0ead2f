// How a component is deployed, and what it keeps: what Kubernetes and a store have to be told.
//
// Structure: MLSysOps D3.3 application description, with the names of Kubernetes' pods.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evenkeel {

enum class Criticality : std::uint8_t { Low, Medium, High };

enum class ImagePullPolicy : std::uint8_t { Always, Never, IfNotPresent };
enum class PortProtocol : std::uint8_t { Tcp, Udp, Sctp };

struct ContainerPort {
  std::string name;
  std::int32_t containerPort = 0;
  std::optional<std::int32_t> hostPort;
  std::string hostIp;
  PortProtocol protocol = PortProtocol::Tcp;
  friend bool operator==(const ContainerPort&, const ContainerPort&) = default;
};

struct EnvironmentVariable {
  std::string name;
  std::string value;
  std::string fieldPath;  // of the pod, instead of a value
  friend bool operator==(const EnvironmentVariable&, const EnvironmentVariable&) = default;
};

struct AcceleratedCall {  // that a container makes through an acceleration API
  std::string name;
  std::string framework;  // empty: any
  friend bool operator==(const AcceleratedCall&, const AcceleratedCall&) = default;
};

struct Container {
  std::string image;
  std::vector<std::string> command;
  std::optional<ImagePullPolicy> imagePullPolicy;
  std::vector<ContainerPort> ports;
  std::vector<EnvironmentVariable> env;
  std::vector<AcceleratedCall> acceleratedCalls;
  friend bool operator==(const Container&, const Container&) = default;
};

enum class RestartPolicy : std::uint8_t { Always, OnFailure, Never };

struct Deployment {
  std::vector<Container> containers;
  std::string runtimeClass;
  std::optional<RestartPolicy> restartPolicy;
  bool external = false;        // runs already, outside of what is managed
  bool externalAccess = false;  // reachable from outside
  bool hostNetwork = false;
  friend bool operator==(const Deployment&, const Deployment&) = default;
};

enum class Redundancy : std::uint8_t { None, One, High };

struct Bucket {  // of an object store
  std::string id;
  std::optional<Redundancy> redundancy;
  std::optional<double> maxLatency;        // in the store's unit
  std::optional<double> minDownloadSpeed;  // likewise
  std::optional<bool> encryption;          // at the server
  std::optional<bool> gdpr;                // only where the GDPR holds
  friend bool operator==(const Bucket&, const Bucket&) = default;
};

struct ComponentData {
  bool sensitive = false;
  std::optional<Criticality> criticality;
  std::vector<Bucket> buckets;
  friend bool operator==(const ComponentData&, const ComponentData&) = default;
};

}  // namespace evenkeel
