// The same small descriptions in every generation, written after their lists of fields.
#pragma once

#include <string>

namespace evenkeel::samples {

inline const std::string kSnakeApp = R"(cluster_placement:
  cluster_id: [athens-1]
  instances: 1
  location: {continent: [Europe], country: [el], city: [athens]}
  cloud_provider: microsoft_azure
  accelerators: [gpu]
  node_types: [far_edge]
single_node:
  - components: [camera, detector]
components:
  - metadata: {name: camera, uid: c-1}
    node_placement:
      continuum_layer: [far_edge, edge_infrastructure]
      mobile: true
      labels: [zone=a]
      node: pi-1
      scaling: {scaling_mode: manual, instances: 2}
    sensors:
      - camera: {model: d455, camera_type: rgb, minimum_framerate: 15, resolution: 1024x768}
        endpoint_variable: CAMERA
        protocol: RTSP
        instances: 1
    qos_metrics:
      - {application_metric_id: fps, target: 12.5, relation: greater_or_equal}
    data_sensitivity: true
    data_criticality: high
    host_network: true
    runtime_class_name: nvidia
    restart_policy: OnFailure
    os: ubuntu
    node_type: virtualized
    container_runtime: containerd
    containers:
      - image: camera:1
        command: [run, --fast]
        image_pull_policy: IfNotPresent
        acceleration_api: [{call_name: image_inference, required_framework: pytorch}]
        platform_requirements:
          cpu: {requests: 500m, limits: "1", architecture: [arm64], performance_indicator: 30}
          memory: {requests: 128Mi, limits: 256Mi}
          disk: "16"
          gpu: {requests: 1, model: k80, memory: 4, performance_indicator: 5}
        ports: [{container_port: 80, host_port: 8080, name: web, protocol: TCP}]
        env:
          - {name: MODE, value: "on"}
          - {name: NODE, value_from: {field_ref: {field_path: spec.nodeName}}}
  - metadata: {name: detector}
    depends_on: [camera]
    containers: [{image: "detector:1"}]
component_interactions:
  - component_name1: camera
    type: egress
    component_name2: detector
    interaction_criticality: medium
    interaction_metrics:
      - {system_metric_id: latency, target: 20, measurement_unit: milliseconds, relation: lower_than}
permitted_actions: [component_relocation, change_container_resource_requirements]
global_satisfaction:
  threshold: 0.9
  relation: greater_or_equal
  achievement_weights: [{metric_id: fps, weight: 0.5}]
)";

inline const std::string kCamelApp = R"(clusterPlacement:
  clusterID: [athens-1]
  instances: 1
  location: {continent: [Europe], country: [EL], city: [Athens]}
  cloudProvider: MicrosoftAzure
  accelerators: [GPU]
  nodeTypes: [FarEdge]
singleNode:
  - components: [camera, detector]
components:
  - Component: {name: camera, uid: c-1}
    nodePlacement:
      continuumLayer: [FarEdge, EdgeInfrastructure]
      mobility: true
      labels: [zone=a]
      node: pi-1
      Scaling: {scalingMode: manual, instances: 2}
    sensors:
      - camera: {model: D455, cameraType: RGB, minimumFramerate: 15, resolution: 1024x768}
        endpointVariable: CAMERA
        protocol: RTSP
        instances: 1
    QoS-Metrics:
      - {ApplicationMetricID: fps, target: 12.5, relation: GreaterOrEqual}
    dataSensitivity: true
    dataCriticality: High
    hostNetwork: true
    runtimeClassName: nvidia
    restartPolicy: on_failure
    containers:
      - image: camera:1
        command: [run, --fast]
        imagePullPolicy: IfNotPresent
        accelerationAPI: [{callName: ImageInference, requiredFramework: PyTorch}]
        resourceRequirements:
          CPU: {architecture: [arm64]}
          Disk: "16"
          GPU: {requests: 1, model: K80, memory: "4", performanceIndicator: 5}
          performanceIndicator: 30
        environmentRequirements:
          {nodeType: Virtualized, OS: Ubuntu, container-runtime: containerd}
        resources:
          requests: {cpu: 500m, memory: 128Mi, nvidia.com/gpu: 1}
          limits: {cpu: "1", memory: 256Mi}
        ports: [{containerPort: 80, hostPort: 8080, name: web, protocol: TCP}]
        env:
          - {name: MODE, value: "on"}
          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
  - Component: {name: detector}
    DependsOn: [camera]
    containers: [{image: "detector:1"}]
componentInteractions:
  - componentName1: camera
    type: egress
    componentName2: detector
    interactionCriticality: Medium
    interactionMetrics:
      - {SystemMetricID: Latency, target: 20, measurementUnit: milliseconds, relation: LowerThan}
permittedActions: [ComponentRelocation, ChangeContainerResourceRequirements]
globalSatisfaction:
  threshold: 0.9
  relation: GreaterOrEqual
  achievementWeights: [{metricID: fps, weight: 0.5}]
)";

inline const std::string kNativeApp = R"(apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata:
  name: watch
spec:
  components:
    - name: camera
      replicas: 2
      requests:
        cpu: 500m
        memory: 128Mi
      limits:
        cpu: "1"
        memory: 256Mi
      placement:
        nodes: [pi-1]
        clusters: [athens-1]
        layers: [farEdge, edgeInfrastructure]
        labels: [zone=a]
        architectures: [arm64]
        mobile: true
      calls:
        - component: detector
          criticality: medium
          targets:
            - metric: latency
              relation: lowerThan
              value: 0.02
      scaling:
        minReplicas: 2
        maxReplicas: 2
      uid: c-1
      needs:
        environment:
          nodeType: virtualized
          os: ubuntu
          containerRuntimes: [containerd]
        hardware:
          cpu:
            performanceIndicator: 30
          disk: 16G
          gpu:
            model: k80
            count: 1
            memory: 4G
            performanceIndicator: 5
        sensors:
          - kind: camera
            model: d455
            cameraType: rgb
            resolutions: ["1024x768"]
            frameRate: 15
            protocol: RTSP
            endpointVariable: CAMERA
      deployment:
        containers:
          - image: "camera:1"
            command: [run, "--fast"]
            imagePullPolicy: IfNotPresent
            ports:
              - name: web
                containerPort: 80
                hostPort: 8080
            env:
              - name: MODE
                value: "on"
              - name: NODE
                fieldPath: spec.nodeName
            acceleratedCalls:
              - name: image_inference
                framework: pytorch
        runtimeClass: nvidia
        restartPolicy: OnFailure
        hostNetwork: true
      data:
        sensitive: true
        criticality: high
      qosMetrics:
        - metric: fps
          relation: greaterOrEqual
          value: 12.5
          weight: 0.5
    - name: detector
      placement:
        clusters: [athens-1]
      dependsOn: [camera]
      deployment:
        containers:
          - image: "detector:1"
  permittedActions: [move, resize]
  clusterPlacement:
    instances: 1
    continents: [europe]
    countries: [el]
    cities: [athens]
    cloudProvider: microsoft_azure
    accelerators: [gpu]
    layers: [farEdge]
  colocated:
    - [camera, detector]
  satisfaction:
    threshold: 0.9
)";

inline const std::string kSnakeNode = R"(name: pi-1
labels: [zone=a]
continuum_layer: far_edge
cluster_id: athens-1
availability: transient
mobile: true
location: [22.9, 39.4]
sensors:
  - temperature: {model: sdc30, measurement_min: -10, measurement_max: 50, measurement_unit: celsius}
    protocol: MQTT
    endpoint: pi-1/temperature
  - humidity: {model: h1, sampling_frequency: {min: 1, max: 10}}
    instances: 2
permitted_actions: [set_power_cap, cpu_frequency]
distributed_storage_service: {member: true, available_space: 20}
environment: {node_type: bare_metal, os: ubuntu, container_runtime: [containerd, docker]}
acceleration_api:
  - call_name: image_inference
    supported_platforms: [{name: gpu}]
hardware:
  cpu: {model: cortex-a72, architecture: arm64, cores: 4, frequency: [600000000, 1400000000],
        performance_indicator: 12}
  memory: 8
  disk: "64"
  gpu: {model: k80, memory: 4, instances: 2}
network_resources:
  basic_interface: {name: wifi, interface_name: wlan0, range: "30"}
  redirection_interface:
    - {connection_type: 4g, interface_name: wwan0, mode: infrastructure, hardware_address: "aa:bb"}
power:
  max_consumption: {value: 1.5, measurement_unit: kw}
  grid: false
  renewable: [{name: solar_panel, production: {levels: [1, 2], measurement_unit: kwh}}]
  battery: {capacity: {levels: [50], measurement_unit: wh}}
)";

inline const std::string kCamelNode = R"(name: pi-1
labels: [zone=a]
continuumLayer: FarEdge
clusterID: athens-1
availability: Transient
mobility: true
location: [22.9, 39.4]
sensors:
  - temperature: {model: SDC30, measurementMin: -10, measurementMax: 50, measurementUnit: Celsius}
    protocol: MQTT
    endpoint: pi-1/temperature
  - humidity: {model: h1, samplingFrequency: {min: 1, max: 10}}
    instances: 2
permittedActions: [SetPowerCap, CPUFrequency]
distributedStorageService: {member: true, availableSpace: 20}
environment: {nodeType: BareMetal, OS: Ubuntu, container-runtime: [containerd, Docker]}
accelerationAPI:
  - callName: ImageInference
    supportedPlatforms: [{name: GPU}]
hardware:
  CPU: {model: cortex-a72, architecture: arm64, cores: 4, frequency: [600000000, 1400000000],
        performanceIndicator: 12}
  RAM: "8"
  Disk: 64GB
  GPU: {model: K80, memory: "4", instances: 2}
networkResources:
  BasicInterface: {name: WiFi, interfaceName: wlan0, range: "30"}
  redirectionInterface:
    - {connectionType: 4G, interfaceName: wwan0, mode: Infrastructure, hardwareAddress: "aa:bb"}
powerSources:
  maxConsumption: {value: 1.5, measurementUnit: kW}
  grid: false
  renewable: [{name: solarPanel, production: {levels: [1, 2], unit: kWh}}]
  battery: {capacity: {value: 50, unit: Wh}}
)";

inline const std::string kNativeNode = R"(apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata:
  name: pi-1
  labels:
    zone: a
spec:
  cluster: athens-1
  layer: farEdge
  architecture: arm64
  mobile: true
  allocatable:
    cpu: "4"
    memory: 8G
  details:
    availability: transient
    location:
      longitude: 22.9
      latitude: 39.4
    environment:
      nodeType: bareMetal
      os: ubuntu
      containerRuntimes: [containerd, docker]
    hardware:
      cpu:
        model: cortex-a72
        frequencies: ["600000000", "1400000000"]
        performanceIndicator: 12
      disk: 64G
      gpu:
        model: k80
        count: 2
        memory: 4G
    sensors:
      - kind: temperature
        model: sdc30
        minimum: -10
        maximum: 50
        unit: celsius
        protocol: MQTT
        endpoint: pi-1/temperature
      - kind: humidity
        model: h1
        instances: 2
        minimumSamplingFrequency: 1
        maximumSamplingFrequency: 10
    accelerationCalls:
      - name: image_inference
        platforms:
          - name: gpu
    networks:
      - technology: wifi
        name: wlan0
        range: "30"
      - technology: 4g
        name: wwan0
        address: "aa:bb"
        mode: infrastructure
        redirection: true
    powerSupply:
      grid: false
      renewables:
        - name: solar_panel
          levels: [1000, 2000]
      batteryLevels: [50]
      limit: 1500
    sharedStorage: 20G
    permittedActions: [set-power-cap, set-cpu-frequency]
)";

inline std::string indented(const std::string& text) {
  std::string out = "  ";
  for (const char c : text) {
    out += c;
    if (c == '\n') out += "  ";
  }
  out.resize(out.size() - 2);
  return out;
}

}  // namespace evenkeel::samples
