"""Simulated nodes run pods, and metrics-server reads the use that these claim in their annotations."""

import json

import case

DEPLOYMENT = {
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
    "spec": {"replicas": 8, "selector": {"matchLabels": {"app": "web"}},
             "template": {"metadata": {"labels": {"app": "web"}, "annotations": {"kwok.x-k8s.io/usage-cpu": "250m",
                                                                                   "kwok.x-k8s.io/usage-memory": "64Mi"}},
                          "spec": {"containers": [{"name": "web", "image": "web:1",
                                                   "resources": {"requests": {"cpu": "500m"}}}]}}}}


class SimulatedNodes(case.Case):
    options = ("--kwok", "5")

    def test_pods_run_and_their_use_is_read(self):
        self.assertEqual(len(self.kubectl("get", "nodes", "-o", "name").split()), 5)
        self.kubectl("create", "-f", "-", text=json.dumps(DEPLOYMENT))
        self.kubectl("rollout", "status", "deployment/web", "--timeout=60s")
        self.eventually(120, self.read_as_claimed, 8)

    def read_as_claimed(self):
        """How many pods are read with the use that they claim; CPU is a difference of two readings, so about that."""
        done = self.bed("kubectl", "top", "pods", "--no-headers")  # fails until the first reading
        read = [line.split()[1:] for line in done.stdout.splitlines()]
        return sum(240 <= int(cpu.removesuffix("m")) <= 260 and memory == "64Mi" for cpu, memory in read)


if __name__ == "__main__":
    case.main()
