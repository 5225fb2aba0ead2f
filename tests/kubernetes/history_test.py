"""`evenkeel recommend --prometheus` where the cluster, and no kube-state-metrics, tells of workloads.

Usage: history_test.py EVENKEEL
"""

import json
import pathlib
import subprocess
import sys
import time
import unittest

import case
from recommend_objects import AUTOSCALER, deployment, namespace

sys.path.insert(0, str(case.HERE.parent / "history"))

from prometheus import Prometheus, missing, sample  # noqa: E402

EVENKEEL = sys.argv.pop()
STEP = 300
HOURS = 6


def lines(end):
    """Pods of `busy` use 0.9 cores each; of one that is gone too."""
    seconds = range(end - HOURS * 3600 - 2 * STEP, end + 2 * STEP, STEP)
    for family, name in (("container_cpu_usage_seconds", "container_cpu_usage_seconds_total"), ("container_memory_working_set_bytes",) * 2):
        yield f"# TYPE {family} {'counter' if name.endswith('total') else 'gauge'}\n"
        for pod in ("busy-7d9c5b8f6d-bbbbb", "busy-7d9c5b8f6d-ccccc", "unknown-7d9c5b8f6d-bbbbb"):
            for second in seconds:
                amount = 1e6 + 0.9 * (second - seconds[0]) if name.endswith("total") else 3e8
                yield sample(name, {"namespace": "shop", "pod": pod, "container": "main"}, amount, second)


class History(case.Case):
    @classmethod
    def setUpClass(cls):
        if missing():
            raise unittest.SkipTest(missing())
        super().setUpClass()

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        cls.create(namespace("shop"), deployment("busy", "450m"), deployment("idle", "10m"), AUTOSCALER)

    def test_the_cluster_tells_of_workloads_and_names_of_pods(self):
        server = Prometheus(pathlib.Path(self.folder) / "prometheus")
        server.fill(lines(int(time.time()) // STEP * STEP))
        with server:
            done = subprocess.run([EVENKEEL, "recommend", "--prometheus", server.url, "--history", f"{HOURS}h", f"--kubeconfig={self.kubeconfig}", "-n", "shop",
                                   "-o", "json"], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertIn("the cluster", document["source"])
        found = {one["name"]: one for one in document["workloads"]}
        self.assertEqual(set(found), {"busy", "idle"})
        busy = found["busy"]
        self.assertEqual(busy["policy"], "hpa(cpu=60)")
        self.assertEqual((busy["history"]["meanPods"], round(busy["history"]["meanCores"], 6)), (2, 1.8))
        # 1.8 cores at 60 % of half a core each.
        self.assertEqual((busy["podCpuRequest"], busy["askedReplicas"]["most"]), (0.5, min(6, busy["autoscaler"]["maxReplicas"])))
        self.assertIn("none of its pods has a history", found["idle"]["reason"])


if __name__ == "__main__":
    case.main()
