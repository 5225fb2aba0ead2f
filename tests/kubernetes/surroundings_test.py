"""What bears on advice besides figures: VerticalPodAutoscalers, KEDA's ScaledObjects (kinds of theirs, as bare as can be), disruption budgets, nodes.

Usage: surroundings_test.py EVENKEEL
"""

import json
import subprocess
import sys

import case
from recommend_objects import AUTOSCALER, budget, definition, deployment, namespace, scaled_object, vertical

EVENKEEL = sys.argv.pop()
MINE = ("idle", "busy", "large")


class Surroundings(case.Case):
    options = ("--kwok", "2")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        nodes = json.loads(cls.bed("kubectl", "get", "nodes", "-o", "json").stdout)["items"]
        cores = min(int(one["status"]["allocatable"]["cpu"]) for one in nodes)
        # Five of a node's size on two nodes: one more fits, of six that are wanted.
        large = deployment("large", f"{cores * 300 // 2}m")
        large["spec"]["replicas"] = 3
        large["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"] = f"{cores * 400}m"
        cls.create(namespace("shop"), definition("autoscaling.k8s.io", "v1", "verticalpodautoscalers", "VerticalPodAutoscaler"),
                   definition("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject"), large, deployment("busy", "450m"), deployment("idle", "10m"),
                   budget("idle", 3))
        for crd in ("verticalpodautoscalers.autoscaling.k8s.io", "scaledobjects.keda.sh"):
            cls.bed("kubectl", "wait", "--for=condition=Established", f"crd/{crd}")
        cls.create(vertical("idle", "100m", "300Mi"), scaled_object("busy"))
        uid = cls.bed("kubectl", "get", "scaledobject", "busy", "-n", "shop", "-o", "jsonpath={.metadata.uid}").stdout
        owner = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "name": "busy", "uid": uid, "controller": True}
        cls.create(AUTOSCALER | {"metadata": AUTOSCALER["metadata"] | {"ownerReferences": [owner]}})

    def recommend(self, *arguments, kubeconfig=None):
        done = subprocess.run([EVENKEEL, "recommend", f"--kubeconfig={kubeconfig or self.kubeconfig}", "--policy", "hpa(cpu=20)", *arguments],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def advice(self, *arguments, **more):
        found = json.loads(self.recommend("-o", "json", *arguments, **more))
        return {one["name"]: one for one in found["workloads"] if one["name"] in MINE}, found["unseen"]

    def running(self):
        return self.kubectl("get", "deployments", "-n", "shop", "-o", "jsonpath={.items[*].status.readyReplicas}")

    def test_each_is_said_where_it_matters(self):
        self.eventually(120, self.running, "6 4 3")
        found, unseen = self.advice("--prices", "cpu=0.03,memory=0.004")
        self.assertEqual(unseen, [])
        idle, busy, large = (found[name] for name in MINE)

        self.assertEqual(idle["verticalAutoscaler"]["mode"], "Recreate")
        self.assertEqual(idle["verticalAutoscaler"]["containers"][0]["target"], {"cpu": 0.1, "memory": 300 * 2**20})
        size = idle["recommendedSize"]
        self.assertEqual((round(size["cpu"], 3), size["memory"] // 2**20, size["sure"], size["enoughSeconds"]), (0.025, 250, False, 86400))
        self.assertLess(size["knownSeconds"], 120)
        self.assertEqual((idle["recommendedReplicas"], idle["laterReplicas"]), (4, 1), idle)
        self.assertIn("with 1 pod disruption budget idle (minAvailable 3) lets none be evicted: their nodes cannot be drained", idle["notes"])
        self.assertEqual(idle["requestsChange"], {"cpu": -1.5, "memory": 0})
        self.assertAlmostEqual(idle["costChangePerHour"], -0.045)

        self.assertEqual(busy["autoscaler"]["owner"], "ScaledObject busy")
        self.assertTrue(any("cron" in note for note in busy["notes"]), busy)
        self.assertTrue(any("to 0 pods" in note for note in busy["notes"]), busy)
        self.assertIsNone(busy["limited"])

        # 3 pods of 0.4 of a node use 0.15 each, and are to use 0.08: 6, where two nodes hold 4.
        self.assertEqual(large["recommendedReplicas"], 6, large)
        self.assertEqual(large["limited"], {"reason": "CapacityLimited", "fittingReplicas": 4})
        table = self.recommend("-o", "wide", "--prices", "cpu=0.03")
        self.assertIn("0.1 / 300 MiB (Recreate)", table)
        self.assertIn("CapacityLimited: room for 4 pods", table)
        self.assertIn("an hour at 0.03 for a core-hour and 0 for a GiB-hour", " ".join(table.split()))

    def test_yaml_says_it_too(self):
        text = self.recommend("-o", "yaml", "-n", "shop")
        self.assertTrue(text.startswith('version: 1\nworkloads:\n- namespace: "shop"\n'), text)
        self.assertIn('  verticalAutoscaler:\n    name: "idle"\n    mode: "Recreate"\n', text)

    def test_who_may_not_see_nodes_is_told_and_the_rest_goes_on(self):
        file = self.kubeconfig_of("viewer")
        self.kubectl("create", "clusterrole", "viewer", "--verb=list,watch",
                     "--resource=deployments,replicasets,statefulsets,pods,hpa,pdb,pods.metrics.k8s.io,scaledobjects.keda.sh")
        self.kubectl("create", "clusterrolebinding", "viewer", "--clusterrole=viewer", "--serviceaccount=shop:viewer")
        found, unseen = self.advice(kubeconfig=file)
        self.assertEqual([one.split(":")[0] for one in unseen], ["verticalpodautoscalers", "nodes"], unseen)
        self.assertIsNone(found["large"]["limited"])
        self.assertIsNone(found["idle"]["verticalAutoscaler"])
        self.assertEqual(found["busy"]["autoscaler"]["owner"], "ScaledObject busy")


if __name__ == "__main__":
    case.main()
