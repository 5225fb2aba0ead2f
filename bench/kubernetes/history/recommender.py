"""The VerticalPodAutoscaler's own recommender on a bed: its kinds, objects for it to look at, and itself."""

import time

from api import APPS, CORE
from bed import build, programs
from bed.ports import free_ports
from bed.processes import Processes
from objects import CPU, MEMORY
from ratios import recommended

NAME = "vpa-recommender"
MODULE = "k8s.io/autoscaler/vertical-pod-autoscaler"
VERTICALS = "/apis/autoscaling.k8s.io/v1"
PATIENCE = 600.0  # s, with pods and with recommendations
LOOP = 5  # s between two rounds of it
LABELS = "kube_pod_labels"


def version():
    return build.asked(NAME, "list", "-m", "-f", "{{.Version}}", MODULE)


def kinds():
    """The file that makes its kinds known, as its module has it."""
    return build.source(NAME, MODULE) / "deploy" / "vpa-v1-crd-gen.yaml"


def until(what, probe):
    end = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not after {PATIENCE:.0f} s")
        time.sleep(1)


class Objects:
    """Deployments of a fleet's workloads, on simulated nodes, and a VerticalPodAutoscaler for each."""

    def __init__(self, api, fleet):
        self.api, self.fleet = api, fleet

    def bring_up(self):
        """And lets the fleet's pods have the names of those that are there."""
        for space in sorted({one.space for one in self.fleet.workloads}):
            self.api.ensure(f"{CORE}/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space}})
        for one in self.fleet.workloads:
            self.api.ensure(f"{APPS}/namespaces/{one.space}/deployments", deployment(one))
        until("all pods run", lambda: len(self.pods()) == self.fleet.pods)
        found = {}
        for pod in self.pods():
            found.setdefault(pod["metadata"]["labels"]["app"], []).append(pod["metadata"])
        for one in self.fleet.workloads:
            one.pods = [(pod["name"], share) for pod, (_, share) in zip(found[one.name], one.pods)]
            one.replica_set = found[one.name][0]["ownerReferences"][0]["name"]

    def pods(self):
        return [one for one in self.api.get(f"{CORE}/pods?labelSelector=app")["items"] if one["status"].get("phase") == "Running"]

    def use(self, second):
        """What the pods use now is what they use then."""
        for one in self.fleet.workloads:
            for pod, share in one.pods:
                used = {CPU: f"{round(1000 * one.level(second, share))}m", MEMORY: str(one.used(second, share))}
                self.api.patch(f"{CORE}/namespaces/{one.space}/pods/{pod}", {"metadata": {"annotations": used}})

    def labels(self):
        """Lines of OpenMetrics: the labels of pods, as kube-state-metrics tells them."""
        yield f"# TYPE {LABELS} gauge\n"
        for one in self.fleet.workloads:
            for pod, _ in one.pods:
                for second in self.fleet.lately():
                    yield f'{LABELS}{{namespace="{one.space}",pod="{pod}",label_app="{one.name}"}} 1 {second}\n'

    def ask(self):
        """Anew: none has a recommendation then."""
        for one in self.verticals():
            self.api.delete(f"{VERTICALS}/namespaces/{one['metadata']['namespace']}/verticalpodautoscalers/{one['metadata']['name']}")
        for one in self.fleet.workloads:
            self.api.create(f"{VERTICALS}/namespaces/{one.space}/verticalpodautoscalers", vertical(one.name))

    def verticals(self):
        return self.api.get(f"{VERTICALS}/verticalpodautoscalers")["items"]

    def answers(self):
        """Of each workload what is recommended, once all have it."""
        until("all VerticalPodAutoscalers have a recommendation", lambda: all(recommended(one) for one in self.verticals()))
        return {one["metadata"]["name"]: recommended(one) for one in self.verticals()}


class Recommender:
    """Reads the history once, when it starts; then it goes by what pods use."""

    def __init__(self, state, kubeconfig, prometheus, *flags):
        self.processes = Processes(state)
        (port,) = free_ports(1)
        self.command = [programs.other(NAME), f"--kubeconfig={kubeconfig}", f"--address=127.0.0.1:{port}", f"--recommender-interval={LOOP}s",
                        "--storage=prometheus", f"--prometheus-address={prometheus}", "--prometheus-cadvisor-job-name=", "--pod-namespace-label=namespace",
                        "--pod-name-label=pod", "--container-pod-name-label=pod", "--container-name-label=container",
                        f"--metric-for-pod-labels={LABELS}[8d]", "--pod-label-prefix=label_", "--v=2", *flags]

    def __enter__(self):
        self.processes.start(NAME, self.command)
        return self

    def __exit__(self, *_):
        self.processes.check(NAME)
        self.processes.stop(NAME)


def deployment(one):
    labels = {"app": one.name}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": one.name},
            "spec": {"replicas": len(one.pods), "selector": {"matchLabels": labels},
                     "template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "main", "image": "c:1"}]}}}}


def vertical(name):
    return {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": name},
            "spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}, "updatePolicy": {"updateMode": "Off"}}}
