"""Metrics that are no resources, from an adapter of ours, beside the real HorizontalPodAutoscaler.

Usage: app_metrics_test.py EVENKEEL
"""

import json
import subprocess
import sys

import case
from bed import identities
from metrics_adapter import Adapter, api_services
from recommend_objects import autoscaler, deployment, namespace

EVENKEEL = sys.argv.pop()


def scaled(name, *metrics, most=9):
    scaler = autoscaler(name, {"apiVersion": "apps/v1", "kind": "Deployment", "name": name})
    scaler["spec"] |= {"minReplicas": 1, "maxReplicas": most, "metrics": list(metrics)}
    return scaler


def metric(kind, name, target, labels=None, **more):
    named = {"name": name} | ({"selector": {"matchLabels": labels}} if labels else {})
    value = {"type": "AverageValue", "averageValue": target}
    return {"type": kind, kind.lower(): {"metric": named, "target": value, **more}}


WEB = {"describedObject": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "front"}}


class AppMetrics(case.Case):
    options = ("--kwok", "2")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        identities.authority(cls.folder, "adapter")
        cls.adapter = Adapter(cls.folder / "adapter.crt", cls.folder / "adapter.key")
        cls.addClassCleanup(cls.adapter.shutdown)
        cls.adapter.values = {
            # Four workers of ten, of the one queue that is meant.
            "queue": lambda _, query: [("", "25"), ("", "10")] if query.get("labelSelector") == "name=orders" else [("", "900")],
            # All pods of the workload together have 600, whatever their number.
            "hits": lambda _, query: cls.shared(query["labelSelector"], 600),
            "lag": lambda parts, query: [("front", "50")] if (parts[5:7], query.get("metricLabelSelector")) == (["deployments.apps", "front"], "part=a") else None,
            "calm": lambda *_: [("", "1")]}
        made = [namespace("shop"), *api_services(cls.adapter.port), *(deployment(name, "10m") for name in ("worker", "web", "front", "half", "lost"))]
        made += [scaled("worker", metric("External", "queue", "10", {"name": "orders"})), scaled("web", metric("Pods", "hits", "100")),
                 scaled("front", metric("Object", "lag", "10", {"part": "a"}, **WEB)), scaled("lost", metric("External", "nowhere", "10")),
                 scaled("half", metric("External", "nowhere", "10"), metric("External", "calm", "10"))]
        cls.create(*made)

    @classmethod
    def shared(cls, selector, total):
        names = cls.bed("kubectl", "get", "pods", "-n", "shop", "-l", selector, "-o", "jsonpath={.items[*].metadata.name}").stdout.split()
        return [(name, str(total // len(names))) for name in names]

    def desired(self):
        found = json.loads(self.kubectl("get", "hpa", "-n", "shop", "-o", "json"))["items"]
        return {one["metadata"]["name"]: one.get("status", {}).get("desiredReplicas") for one in found}

    def advice(self, *arguments, kubeconfig=None):
        done = subprocess.run([EVENKEEL, "recommend", f"--kubeconfig={kubeconfig or self.kubeconfig}", "-n", "shop", "-o", "json", *arguments],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)
        return {one["name"]: one for one in found["workloads"]}, found["unseen"]

    def test_what_the_autoscaler_settles_at_is_proposed(self):
        expected = {"worker": 4, "web": 6, "front": 5}
        self.eventually(180, lambda: {name: count for name, count in self.desired().items() if name in expected}, expected)
        found, unseen = self.advice()
        # Half of its metrics want less: it holds, and so do we.
        self.assertEqual(self.kubectl("get", "deployment", "half", "-n", "shop", "-o", "jsonpath={.spec.replicas}"), "4")
        expected["half"] = 4
        self.assertEqual({name: found[name]["recommendedReplicas"] for name in expected}, expected, found)
        # What cannot be read is told of whom it concerns, and nothing is proposed on it.
        self.assertIsNone(found["lost"]["recommendedReplicas"])
        self.assertIn("nowhere", found["lost"]["reason"])
        self.assertIn("nowhere", found["half"]["notes"][0])
        self.assertIsNone(found["half"]["laterReplicas"])
        self.assertIn("custom and external metrics", unseen[0])

    def test_an_adapter_out_of_order(self):
        self.adapter.down = True
        try:
            found, unseen = self.advice()
        finally:
            self.adapter.down = False
        self.assertEqual({found[name]["recommendedReplicas"] for name in ("worker", "web", "front", "half", "lost")}, {None}, found)
        self.assertIn("out of order", found["worker"]["reason"])
        self.assertEqual(len(unseen), 1, unseen)

    def test_who_may_not_read_them_is_told_and_nobody_is_asked_in_vain(self):
        file = self.kubeconfig_of("viewer")
        self.kubectl("create", "role", "viewer", "-n", "shop", "--verb=list,watch",
                     "--resource=deployments,replicasets,statefulsets,pods,hpa,pods.metrics.k8s.io")
        self.kubectl("create", "rolebinding", "viewer", "-n", "shop", "--role=viewer", "--serviceaccount=shop:viewer")
        found, _ = self.advice(kubeconfig=file)
        self.assertIn("no right to list queue.external.metrics.k8s.io in shop", found["worker"]["reason"])
        self.assertIn("no right to get pods/hits.custom.metrics.k8s.io in shop", found["web"]["reason"])
        self.assertIn("no right to get deployments.apps/lag.custom.metrics.k8s.io in shop", found["front"]["reason"])
        self.assertNotIn("system:serviceaccount:shop:viewer", {user for user, _ in self.adapter.asked})


if __name__ == "__main__":
    case.main()
