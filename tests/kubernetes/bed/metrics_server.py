"""metrics-server beside the cluster: it asks every node's kubelet, real or simulated, and serves metrics.k8s.io."""

from bed import programs
from bed.control_plane import server_flags
from bed.ports import free_ports
from bed.waiting import wait_for

NODES = "/apis/metrics.k8s.io/v1beta1/nodes"
RESOLUTION = 15  # s between two readings, as its own manifests have it
READY = 120.0  # s until it must answer


def start(state, processes, kubectl):
    (port,) = free_ports(1)
    processes.start("metrics-server", [
        programs.other("metrics-server"), *server_flags(state, "metrics-server", port), "--kubelet-insecure-tls",
        "--kubelet-preferred-address-types=InternalIP", "--kubelet-use-node-status-port",
        f"--metric-resolution={RESOLUTION}s", "--kubelet-request-timeout=10s"])  # a request's must be the smaller one
    kubectl.create([
        # The API server reaches it by this name, outside the cluster.
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "metrics-server", "namespace": "kube-system"},
         "spec": {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": port}]}},
        {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": "v1beta1.metrics.k8s.io"},
         "spec": {"group": "metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100, "versionPriority": 100,
                  "insecureSkipTLSVerify": True,
                  "service": {"name": "metrics-server", "namespace": "kube-system", "port": port}}}])
    # It may know of no node yet: one that uses no memory at all, as a simulated one without pods, it leaves out.
    wait_for("metrics-server answers", lambda: kubectl("get", "--raw", NODES, seconds=10), READY, processes, "metrics-server",
             ("kube-apiserver",))
