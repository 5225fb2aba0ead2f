"""Simulated nodes: KWOK, with the fast stages of its own repository, and Node objects that it answers for.

A pod's annotations kwok.x-k8s.io/usage-cpu and -memory say what metrics-server reads of its use. With evenkeel.test/swing (a share
of it) and evenkeel.test/phase (whole seconds) its CPU goes that much below and above it once in ten minutes, without anybody writing.
"""

from bed import build, programs
from bed.ports import free_ports
from bed.waiting import wait_for

ANNOTATION = "kwok.x-k8s.io/node"
CONFIGURATION = ("stage/node/fast/node-initialize.yaml", "stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
                 "stage/pod/fast/pod-ready.yaml", "stage/pod/fast/pod-complete.yaml", "stage/pod/fast/pod-delete.yaml",
                 "metrics/resource/metrics-resource.yaml")
OWN = """
apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokConfiguration
options:
  podPlayStageParallelism: 32  # its 4 wait most of the time where the API server is busy; with one given, it wants the others too
  nodePlayStageParallelism: 4
  nodeLeaseParallelism: 4
  podsOnNodeSyncParallelism: 1
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterResourceUsage
metadata:
  name: usage
spec:
  usages:
  - usage:
      cpu:
        expression: |
          !("kwok.x-k8s.io/usage-cpu" in pod.metadata.annotations) ? dyn(Quantity("1m"))
          : !("evenkeel.test/swing" in pod.metadata.annotations) ? dyn(Quantity(pod.metadata.annotations["kwok.x-k8s.io/usage-cpu"]))
          : dyn(Quantity(pod.metadata.annotations["kwok.x-k8s.io/usage-cpu"])) * dyn(1.0 + double(pod.metadata.annotations["evenkeel.test/swing"])
            * (double((int(UnixSecond(Now())) + int(pod.metadata.annotations["evenkeel.test/phase"])) % 600)
               * double(600 - (int(UnixSecond(Now())) + int(pod.metadata.annotations["evenkeel.test/phase"])) % 600) / 45000.0 - 1.0))
      memory:
        expression: |
          "kwok.x-k8s.io/usage-memory" in pod.metadata.annotations
          ? Quantity(pod.metadata.annotations["kwok.x-k8s.io/usage-memory"])
          : Quantity("1Mi")
"""
LEASE = 400  # s; at the usual 40 the leases of 1,000 nodes take a core
ROOM = {"cpu": "32", "memory": "128Gi", "pods": "110"}


def configuration():
    shipped = build.source("kwok", "sigs.k8s.io/kwok") / "kustomize"
    return "\n---\n".join([*((shipped / name).read_text() for name in CONFIGURATION), OWN])


def node(number, port):
    name = f"kwok-{number:04d}"
    metrics = f"/metrics/nodes/{name}/metrics/resource"
    return {"apiVersion": "v1", "kind": "Node",
            "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "type": "kwok"},
                         "annotations": {ANNOTATION: "fake", "metrics.k8s.io/resource-metrics-path": metrics}},
            # KWOK leaves some nodes without an address when many are made at once.
            "status": {"allocatable": ROOM, "capacity": ROOM, "phase": "Running",
                       "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}, {"type": "Hostname", "address": name}],
                       "daemonEndpoints": {"kubeletEndpoint": {"Port": port}}}}


def start(state, processes, kubectl, nodes):
    file = state / "kwok.yaml"
    file.write_text(configuration())
    (port,) = free_ports(1)
    processes.start("kwok", [programs.other("kwok"), f"--kubeconfig={state / 'kwok.kubeconfig'}", f"--config={file}",
                             f"--manage-nodes-with-annotation-selector={ANNOTATION}=fake", "--manage-all-nodes=false",
                             f"--node-lease-duration-seconds={LEASE}", "--node-ip=127.0.0.1", f"--node-port={port}",
                             f"--server-address=127.0.0.1:{port}"], KWOK_WORKDIR=str(state / "kwok"))
    kubectl.create([node(number, port) for number in range(nodes)])
    wait_for(f"all {nodes} simulated nodes are ready", lambda: ready(kubectl) >= nodes, 60 + nodes / 5, processes, "kwok",
             ("kube-apiserver",))


def ready(kubectl):
    """How many simulated nodes are."""
    form = '{range .items[*]}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'
    return kubectl("get", "nodes", "--selector=type=kwok", f"--output=jsonpath={form}").split().count("True")
