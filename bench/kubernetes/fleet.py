"""A thousand workloads: Deployments in some namespaces, whose load moves, and their autoscalers, which decide and may not scale."""
import concurrent.futures
import dataclasses
import random
import time

from api import APPS, AUTOSCALING, CORE
from objects import CPU, MEMORY

SWING = 0.08  # of the load, to both sides
PERIOD = 600  # s, of the bed's simulated nodes
METRICS = "/apis/metrics.k8s.io/v1beta1"
SENDERS = 4
PATIENCE = 1200.0  # s until all pods must run and be measured


@dataclasses.dataclass(frozen=True)
class Workload:
    space: str
    name: str
    request: int  # milli-cores of a pod
    target: int  # percent of it
    phase: int  # s

    def deployment(self, pods):
        annotations = {CPU: f"{self.request * self.target // 100}m", MEMORY: "64Mi", "evenkeel.test/swing": str(SWING), "evenkeel.test/phase": str(self.phase)}
        labels = {"app": self.name}
        container = {"name": "c", "image": "c:1", "resources": {"requests": {"cpu": f"{self.request}m", "memory": "128Mi"}}}
        return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": self.name},
                "spec": {"replicas": pods, "selector": {"matchLabels": labels},
                         "template": {"metadata": {"labels": labels, "annotations": annotations}, "spec": {"containers": [container]}}}}

    def autoscaler(self, pods):
        still = {"selectPolicy": "Disabled"}  # so that the pods are the same whoever decides
        metric = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": self.target}}}
        return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": self.name},
                "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": self.name}, "minReplicas": 1, "maxReplicas": 2 * pods,
                         "metrics": [metric], "behavior": {"scaleUp": still, "scaleDown": still}}}


def drawn(seed, workloads, spaces):
    chance = random.Random(f"scale/{seed}")
    return [Workload(f"team-{number % spaces:02d}", f"w{number:04d}", chance.choice((100, 200, 500)), chance.randint(50, 80), chance.randrange(PERIOD))
            for number in range(workloads)]


class Fleet:
    def __init__(self, api, workloads, pods, say):
        self.api, self.workloads, self.pods, self.say = api, workloads, pods, say

    def wanted(self):
        return len(self.workloads) * self.pods

    def bring_up(self):
        """Until all pods run and are measured; what a bed has already is left."""
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(SENDERS) as senders:
            for some in (self.spaces(), self.objects()):
                for sent in [senders.submit(self.api.ensure, *one) for one in some]:
                    sent.result()
        self.wait(begun, "run", self.running)
        self.wait(begun, "are measured", self.measured)

    def spaces(self):
        for space in sorted({one.space for one in self.workloads}):
            yield f"{CORE}/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": space}}

    def objects(self):
        for one in self.workloads:
            yield f"{APPS}/namespaces/{one.space}/deployments", one.deployment(self.pods)
            yield f"{AUTOSCALING}/namespaces/{one.space}/horizontalpodautoscalers", one.autoscaler(self.pods)

    def wait(self, begun, what, count):
        told = 0
        while (there := count()) != self.wanted():
            passed = time.monotonic() - begun
            if passed > PATIENCE:
                raise RuntimeError(f"{there} of {self.wanted()} pods {what} after {passed:.0f} s")
            if passed - told >= 30:
                told = passed
                self.say(f"{there} of {self.wanted()} pods {what}, {passed:.0f} s")
            time.sleep(5)
        self.say(f"all {self.wanted()} pods {what}, {time.monotonic() - begun:.0f} s")

    def running(self):
        return sum(one["status"].get("readyReplicas", 0) for one in self.api.get(f"{APPS}/deployments")["items"])

    def replicas(self):
        return sum(one["spec"]["replicas"] for one in self.api.get(f"{APPS}/deployments")["items"])

    def measured(self):
        return len(self.api.get(f"{METRICS}/pods")["items"])
