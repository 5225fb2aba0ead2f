"""Pods' own metrics on the real node: what is sent is what is seen, within seconds of a step; who has none is told.

Usage: scraping_test.py EVENKEEL LOAD FIBONACCI
"""

import csv
import io
import json
import os
import re
import subprocess
import sys
import time

import case
from agent_running import Running

EVENKEEL, LOAD, FIBONACCI = (os.path.abspath(path) for path in sys.argv[1:4])
del sys.argv[1:4]

PORT = 8080
ROUNDS = 10000  # about 1 ms of a core
BEFORE, AFTER, STEP, END = 20, 100, 25.0, 60.0  # requests a second; s
# 20 ms of a core and a mean of 60 ms are 33 requests/s a pod: one before the step, four after it.
POLICY = "queueing(target=60ms, serviceTime=20ms, window=5s, loop=1s)"
SCENARIO = f"""\
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: stepped}}
spec:
  duration: {END:.0f}s
  loads: [{{application: sums, step: {{before: {BEFORE}, after: {AFTER}, at: {STEP:.0f}s}}}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: sums}}
spec:
  components: [{{name: sums, serving: {{serviceTime: {{kind: exponential, mean: 10ms}}}}}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: node0}}
spec: {{allocatable: {{cpu: 2, memory: 4Gi}}}}
"""


def deployment(name, replicas, annotations):
    container = {"name": "main", "image": "localhost/fibonacci:1", "imagePullPolicy": "Never", "args": [str(PORT), str(ROUNDS)],
                 "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 1},
                 "resources": {"requests": {"cpu": "20m"}, "limits": {"cpu": "1", "memory": "64Mi"}}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
            "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": name}},
                     "template": {"metadata": {"labels": {"app": name}, "annotations": annotations},
                                  "spec": {"terminationGracePeriodSeconds": 1, "automountServiceAccountToken": False, "containers": [container]}}}}


class Scraping(case.Case):
    options = ("--kubelet",)

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        cls.bed("image", "fibonacci", FIBONACCI)
        cls.bed("kubectl", "create", "namespace", "far")

    def make(self, name, replicas, annotations, space="default"):
        self.kubectl("create", "-n", space, "-f", "-", text=json.dumps(deployment(name, replicas, annotations)))
        self.kubectl("rollout", "status", "-n", space, f"deployment/{name}", "--timeout=120s")

    def agent(self):
        running = Running(EVENKEEL, f"--kubeconfig={self.kubeconfig}", "-n", "default", "--policy", POLICY, "--log", str(self.folder / "agent.evk"))
        self.addCleanup(lambda: running.process.poll() is None and running.process.kill())
        return running

    def advice(self):
        return {one["name"]: one for one in json.loads(self.running.get("/advice")[1])["workloads"]}

    def rate(self):
        """Requests a second that the advice on `web` is given for, and that advice; zeros: none."""
        web = self.advice()["web"]
        found = re.search(r"request rate ([\d.]+)", web["reason"])
        return (float(found[1]) if found else 0.0), web["recommendedReplicas"] or 0

    def test_a_step_is_seen_within_seconds_and_as_high_as_it_is(self):
        self.make("web", 2, {"prometheus.io/port": str(PORT)})
        self.make("silent", 1, {})
        self.make("closed", 1, {"prometheus.io/port": "1"})
        self.running = self.agent()
        pods = json.loads(self.kubectl("get", "pods", "-l", "app=web", "-o", "json"))["items"]
        (self.folder / "targets").write_text("".join(f"{pod['status']['podIP']}:{PORT}\n" for pod in pods))
        (self.folder / "scenario.yaml").write_text(SCENARIO)
        load = subprocess.Popen([LOAD, self.folder / "scenario.yaml", "--targets", self.folder / "targets", "--interval", "5s"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        begun = time.monotonic()
        seen = []  # when, rate, pods
        while load.poll() is None:
            seen.append((time.monotonic() - begun, *self.rate()))
            time.sleep(0.2)
        out, err = load.communicate(timeout=60)
        self.assertEqual(load.returncode, 0, err)
        sent = [float(row["requests"]) for row in csv.DictReader(io.StringIO(out))]
        for name, since, until in (("before", 12, STEP), ("after", STEP + 12, END)):
            rates = [rate for when, rate, _ in seen if since <= when < until]
            of_rows = sent[int(since - 7) // 5 + 1:int(until) // 5]
            expected = sum(of_rows) / len(of_rows) / 5
            found = sum(rates) / len(rates)
            print(f"{name} the step: {expected:.1f} requests/s sent, {found:.1f} seen", flush=True)
            self.assertAlmostEqual(found, expected, delta=0.08 * expected)
        self.assertLessEqual(max(pods for when, _, pods in seen if when < STEP), 2, seen)
        halfway = next(when for when, rate, _ in seen if when >= STEP and rate > (BEFORE + AFTER) / 2) - STEP
        advised = next(when for when, _, pods in seen if when >= STEP and pods >= 3) - STEP
        print(f"half of the step was seen after {halfway:.1f} s, 3 pods or more were advised after {advised:.1f} s", flush=True)
        self.assertLess(advised, 10)

        found = self.advice()
        self.assertIsNone(found["silent"]["recommendedReplicas"])
        self.assertIn("its pods expose no metrics: names no endpoint", found["silent"]["reason"])
        self.assertIn("1 of 1 pods cannot be read", found["closed"]["reason"])
        self.running.end()
        done = subprocess.run([EVENKEEL, "replay", str(self.folder / "agent.evk")], capture_output=True, text=True, timeout=120, check=False)
        self.assertRegex(done.stdout + done.stderr, r"all \d+ records came out the same")

    def test_where_pods_cannot_be_reached_that_is_one_line(self):
        self.make("web", 1, {"prometheus.io/port": "1"}, "far")
        line = "pods' own metrics: none of 1 endpoints can be read"
        for policy, arguments, told in ((POLICY, (), True), ("hpa(cpu=60)", (), False), (POLICY, ("--scrape-interval", "never"), False)):
            with self.subTest(policy=policy, arguments=arguments):
                done = subprocess.run([EVENKEEL, "recommend", f"--kubeconfig={self.kubeconfig}", "-n", "far", "--policy", policy, "--wait", "20s", "-o",
                                       "json", *arguments], capture_output=True, text=True, timeout=120, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                unseen = json.loads(done.stdout)["unseen"]
                self.assertEqual(sum(line in one for one in unseen), int(told), unseen)


if __name__ == "__main__":
    case.main()
