"""Pods on the real node serve the load of a scenario: the Fibonacci service under a CPU limit, asked by the load generator."""

import json
import os
import subprocess
import sys

import case

LOAD, FIBONACCI = (os.path.abspath(path) for path in sys.argv[1:3])
del sys.argv[1:3]

PORT = 8080
ROUNDS = 100000  # about 10 ms of a core
SCENARIO = """\
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: served}
spec:
  duration: 40s
  loads: [{application: sums, steady: {rate: 10}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: sums}
spec:
  components: [{name: sums, serving: {serviceTime: {kind: exponential, mean: 10ms}}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: node0}
spec: {allocatable: {cpu: 2, memory: 4Gi}}
"""


def deployment(name, limit):
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
            "spec": {"replicas": 2, "selector": {"matchLabels": {"app": name}},
                     "template": {"metadata": {"labels": {"app": name}},
                                  "spec": {"terminationGracePeriodSeconds": 1, "automountServiceAccountToken": False,
                                           "containers": [{"name": name, "image": "localhost/fibonacci:1",
                                                           "imagePullPolicy": "Never", "args": [str(PORT), str(ROUNDS)],
                                                           "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
                                                           "resources": {"requests": {"cpu": "20m"},
                                                                         "limits": {"cpu": limit}}}]}}}}


class Serving(case.Case):
    options = ("--kubelet",)

    def test_a_load_is_served_within_limits(self):
        self.assertEqual(self.bed("image", "fibonacci", FIBONACCI).returncode, 0)
        enough, tight = self.served("enough", "500m"), self.served("tight", "30m")
        for whole in (enough, tight):
            self.assertEqual(sum(whole[kind] for kind in ("refused", "broken", "status", "noTarget")), 0, whole)
        self.assertEqual(enough["timedOut"], 0)
        # 10 requests a second need about 100 ms of a core each second; two pods get 60 ms.
        self.assertGreater(tight["p50_ms"], 5 * enough["p50_ms"])

    def served(self, name, limit):
        """What the load generator says of a deployment with that limit."""
        self.kubectl("create", "-f", "-", text=json.dumps(deployment(name, limit)))
        self.kubectl("rollout", "status", f"deployment/{name}", "--timeout=90s")
        pods = json.loads(self.kubectl("get", "pods", "-l", f"app={name}", "-o", "json"))["items"]
        (self.folder / "targets").write_text("".join(f"{pod['status']['podIP']}:{PORT}\n" for pod in pods))
        (self.folder / "scenario.yaml").write_text(SCENARIO)
        done = subprocess.run([LOAD, self.folder / "scenario.yaml", "--targets", self.folder / "targets"], capture_output=True,
                              text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        print(f"{name}: {done.stderr.strip()}", flush=True)
        self.kubectl("delete", "deployment", name, "--wait")
        return json.loads(done.stderr.splitlines()[-1])


if __name__ == "__main__":
    case.main()
