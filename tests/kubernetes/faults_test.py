"""`evenkeel agent` while the cluster fails it: storms, silence, lost rights and nodes, objects of a megabyte, a clock that jumps.

What holds in all of it: no advice on figures that are missing or old, /healthz stays well, memory stays bounded,
and once the fault is over a decision on fresh figures follows within half a minute (they come every 15 s).

Usage: faults_test.py EVENKEEL
"""

import glob
import json
import re
import subprocess
import sys
import time
import unittest

import case
import recommend_objects as objects
from agent_running import Running, figures
from fault_proxy import FaultProxy, Refusal, Rewriting

EVENKEEL = sys.argv.pop()
FAKETIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
RECOVERS_S = 30.0
MOST_MEMORY = 100e6  # bytes
BUSY = 'evenkeel_workload_recommended_replicas{namespace="shop",kind="Deployment",name="busy"}'
METRICS = "/apis/metrics.k8s.io/"


class Faults(case.Case):
    options = ("--kwok", "3")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.config = json.loads(cls.bed("kubectl", "config", "view", "--flatten", "-o", "json").stdout)
        cls.front = FaultProxy(cls.config)
        cls.addClassCleanup(cls.front.close)
        cls.create(objects.namespace("shop"), objects.deployment("busy", "450m"), objects.AUTOSCALER)

        cls.agent = Running(EVENKEEL, f"--kubeconfig={cls.kubeconfig()}", "-n", "shop", "--log", str(cls.folder / "faults.evk"))
        cls.addClassCleanup(cls.agent.process.kill)

    def setUp(self):
        self.front.fault = lambda path, headers: None
        self.front.still.clear()

    @classmethod
    def kubeconfig(cls, **user):
        """By the proxy; as `user`."""
        config = json.loads(json.dumps(cls.config))
        config["clusters"][0]["cluster"] = {"server": cls.front.address}
        config["users"][0]["user"] = user
        path = cls.folder / f"{'-'.join(user)}.kubeconfig"
        path.write_text(json.dumps(config))
        return path

    def well(self):
        """The agent of all tests, before a fault."""
        self.eventually(120, lambda: self.advised(self.agent), 6)
        return self.agent

    def another(self, kubeconfig, **environment):
        running = Running(EVENKEEL, f"--kubeconfig={kubeconfig}", "-n", "shop", "--log", str(self.folder / f"{self.id()}.evk"), **environment)
        self.addCleanup(running.end)
        self.eventually(120, lambda: self.advised(running), 6)
        return running

    def advised(self, agent):
        return figures(agent.get("/metrics")[1]).get(BUSY)

    def unseen(self, agent):
        return json.loads(agent.get("/advice")[1])["unseen"]

    def watched(self, agent, seconds):
        """What was advised meanwhile; health and memory are looked at too."""
        seen, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            found = figures(agent.get("/metrics")[1])
            seen.append(found.get(BUSY))
            self.assertEqual(agent.get("/healthz")[0], 200)
            self.assertLess(found["process_resident_memory_bytes"], MOST_MEMORY)
            time.sleep(0.5)
        return seen

    def recovers(self, agent):
        """The fault is over: it is ready, and has decided once more, on fresh figures."""
        start, before = time.monotonic(), figures(agent.get("/metrics")[1])["evenkeel_decisions_total"]
        self.eventually(RECOVERS_S, lambda: (agent.get("/readyz")[0], self.advised(agent), figures(agent.get("/metrics")[1])["evenkeel_decisions_total"] > before),
                        (200, 6, True))
        print(f"   {self.id().rpartition('.')[2]}: fresh after {time.monotonic() - start:.1f} s", file=sys.stderr)

    def test_a_metrics_api_that_fails(self):
        agent = self.well()
        self.front.fault = lambda path, headers: Refusal(500) if path.startswith(METRICS) else None
        # What was read before stays good for as long as samples may be old.
        self.eventually(150, lambda: self.advised(agent), None)
        self.assertEqual(set(self.watched(agent, 5)), {None})
        self.assertTrue(any("metrics.k8s.io" in one for one in self.unseen(agent)), self.unseen(agent))
        self.front.fault = lambda path, headers: None
        self.recovers(agent)

    def test_a_metrics_api_that_gives_no_answer_delays_nothing_else(self):
        agent = self.well()
        self.front.fault = lambda path, headers: time.sleep(90) if path.startswith(METRICS) else None
        self.kubectl("scale", "deployment", "busy", "-n", "shop", "--replicas=6")
        made = objects.deployment("late", "10m")
        self.kubectl("create", "-f", "-", text=json.dumps(made))
        try:
            self.eventually(15, lambda: "late" in {one["name"] for one in json.loads(agent.get("/advice")[1])["workloads"]}, True)
        finally:
            self.kubectl("delete", "deployment", "late", "-n", "shop")
        self.assertLessEqual(set(self.watched(agent, 35)), {6, None})
        self.front.fault = lambda path, headers: None
        self.recovers(agent)

    def test_usage_that_is_zero_while_pods_serve(self):
        agent = self.well()
        hasty = objects.autoscaler("hasty", {"apiVersion": "apps/v1", "kind": "Deployment", "name": "hasty"})
        hasty["spec"]["behavior"] = {"scaleDown": {"stabilizationWindowSeconds": 0}}  # would go down at the first zero
        for one in (objects.deployment("hasty", "450m"), hasty):
            self.kubectl("create", "-f", "-", text=json.dumps(one))

        def advice():
            found = {one["name"]: one for one in json.loads(agent.get("/advice")[1])["workloads"]}.get("hasty", {})
            return found.get("recommendedReplicas"), found.get("reason", "")

        try:
            self.eventually(120, lambda: advice()[0], 6)
            nothing = Rewriting(lambda text: re.sub(rb'"cpu":"[^"]*"', b'"cpu":"0"', text))
            self.front.fault = lambda path, headers: nothing if path.startswith(METRICS) else None
            self.eventually(60, lambda: "exactly zero" in advice()[1], True)
            seen, end = set(), time.monotonic() + 60
            while time.monotonic() < end:
                seen.add(advice()[0])
                time.sleep(0.5)
            self.assertLessEqual(seen, {4, 6, None})  # 4 are there
            self.front.fault = lambda path, headers: None
            self.eventually(RECOVERS_S, lambda: advice()[0], 6)
        finally:
            self.kubectl("delete", "hpa,deployment", "hasty", "-n", "shop")
        self.recovers(agent)

    def test_a_storm_of_429(self):
        agent = self.well()
        asked = len(self.front.asked)
        self.front.fault = lambda path, headers: Refusal(429, Retry_After="1")
        self.assertLessEqual(set(self.watched(agent, 30)), {6, None})
        # Each stream is asked for no more often than it is told to.
        self.assertLess(len(self.front.asked) - asked, 10 * 30)
        self.front.fault = lambda path, headers: None
        self.recovers(agent)

    def test_a_look_that_begins_in_a_storm_waits_for_its_end(self):
        self.front.fault = lambda path, headers: Refusal(429, Retry_After="1")
        look = subprocess.Popen([EVENKEEL, "recommend", f"--kubeconfig={self.kubeconfig(token='look')}", "-n", "shop", "-o", "json"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(look.kill)
        # The namespace, rights, and the lists after them: all are refused by now.
        self.eventually(50, lambda: any("/deployments?" in path for path, who in self.front.asked if who == "Bearer look"), True)
        self.front.fault = lambda path, headers: None
        told, _ = look.communicate(timeout=90)
        self.assertEqual(look.returncode, 0)
        self.assertEqual([one["recommendedReplicas"] for one in json.loads(told)["workloads"] if one["name"] == "busy"], [6])

    def test_watches_that_lie_still(self):
        agent = self.well()
        self.front.still.set()
        made = objects.deployment("unheard", "10m")
        self.kubectl("create", "-f", "-", text=json.dumps(made))
        try:
            self.eventually(30, lambda: self.front.lying >= 3, True)  # those of deployments, replicasets and pods
            self.front.still.clear()  # answers begun from here on are whole; those that lie still do so for good
            self.eventually(100, lambda: "unheard" in {one["name"] for one in json.loads(agent.get("/advice")[1])["workloads"]}, True)
        finally:
            self.kubectl("delete", "deployment", "unheard", "-n", "shop")
        self.recovers(agent)

    def test_a_token_that_is_replaced(self):
        file = self.folder / "token"
        file.write_text("first")
        good = ["first"]
        self.front.fault = lambda path, headers: None if headers.get("Authorization") == f"Bearer {good[0]}" else Refusal(401)
        agent = self.another(self.kubeconfig(tokenFile=str(file)))
        good[0] = "second"
        self.assertLessEqual(set(self.watched(agent, 20)), {6, None})
        file.write_text("second")
        self.recovers(agent)

    def test_rights_that_are_taken_away(self):
        agent = self.well()
        self.front.fault = lambda path, headers: None if "/selfsubject" in path else Refusal(403)
        self.eventually(150, lambda: self.advised(agent), None)
        self.assertTrue(self.unseen(agent))
        self.front.fault = lambda path, headers: None
        self.recovers(agent)

    def test_the_right_to_one_kind_that_is_taken_away(self):
        agent = self.well()
        for kind in ("pods", "horizontalpodautoscalers", "replicasets", "deployments"):
            with self.subTest(kind):
                self.front.fault = lambda path, headers, kind=kind: Refusal(403) if f"/namespaces/shop/{kind}?" in path and "metrics" not in path else None
                self.front.cut()
                self.eventually(30, lambda: self.advised(agent), None)
                # What there is may change unseen now: nothing is said of it.
                self.assertEqual(set(self.watched(agent, 6)), {None})
                reason = json.loads(agent.get("/advice")[1])["workloads"][0]["reason"]
                self.assertIn(f"{kind} cannot be seen", reason)
                self.assertEqual(agent.get("/readyz")[0], 503 if kind in ("pods", "horizontalpodautoscalers") else 200)
                self.front.fault = lambda path, headers: None
                self.recovers(agent)

    def test_objects_of_a_megabyte_and_names_at_the_limit(self):
        agent = self.well()
        name = ".".join(letter * 60 for letter in "nopq")[:242]  # a ReplicaSet's has 11 more, and may have 253
        long = objects.deployment("large", "450m")
        long["metadata"]["name"] = name
        long["spec"]["replicas"] = 3
        long["spec"]["template"]["spec"]["containers"][0]["env"] = [{"name": f"V{i}", "value": "x" * 100_000} for i in range(10)]
        scaler = objects.autoscaler("large", {"apiVersion": "apps/v1", "kind": "Deployment", "name": name})
        for one in (long, scaler):
            self.kubectl("create", "-f", "-", text=json.dumps(one))
        try:
            self.eventually(120, lambda: {one["name"]: one["recommendedReplicas"] for one in json.loads(agent.get("/advice")[1])["workloads"]}.get(name) in (5, 6), True)
            self.assertEqual(set(self.watched(agent, 5)), {6})
        finally:
            self.kubectl("delete", "hpa", "large", "-n", "shop")
            self.kubectl("delete", "deployment", name, "-n", "shop")
        self.recovers(agent)

    def test_a_node_that_is_lost(self):
        agent = self.well()
        node = self.kubectl("get", "pods", "-n", "shop", "-l", "app=busy", "-o", "jsonpath={.items[0].spec.nodeName}")
        lost = json.loads(self.kubectl("get", "node", node, "-o", "json"))
        self.kubectl("delete", "node", node)
        self.assertLessEqual(set(self.watched(agent, 45)), {6, None})
        kept = {"apiVersion": "v1", "kind": "Node", "metadata": {key: lost["metadata"][key] for key in ("name", "labels", "annotations")}, "spec": {}}
        self.kubectl("create", "-f", "-", text=json.dumps(kept))
        self.recovers(agent)

    @unittest.skipUnless(FAKETIME, "libfaketime is not installed")
    def test_a_clock_that_jumps(self):
        offset = self.folder / "offset"
        offset.write_text("+0")
        agent = self.another(self.kubeconfig(), LD_PRELOAD=FAKETIME, FAKETIME_TIMESTAMP_FILE=str(offset), FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1")
        for jump in ("+3h", "-2h", "+0"):
            offset.write_text(jump)
            self.assertLessEqual(set(self.watched(agent, 17)), {6, None}, jump)
        self.recovers(agent)


if __name__ == "__main__":
    case.main()
