"""`evenkeel recommend` beside a real HorizontalPodAutoscaler, on simulated nodes; and what it says where it cannot look.

Usage: recommend_test.py EVENKEEL
"""

import json
import os
import pathlib
import signal
import subprocess
import sys

import case
from recommend_objects import AUTOSCALER, ROLLOUT, ROLLOUTS, autoscaler, deployment, namespace
from wrong_clusters import WrongClusters

EVENKEEL = sys.argv.pop()


class Recommend(WrongClusters, case.Case):
    options = ("--kwok", "2")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        # Of one whose container requests no CPU a share of that cannot be told.
        bare = deployment("bare", "10m")
        del bare["spec"]["template"]["spec"]["containers"][0]["resources"]
        cls.create(namespace("shop"), deployment("busy", "450m"), deployment("idle", "10m"), AUTOSCALER, bare,
                   autoscaler("bare", {"apiVersion": "apps/v1", "kind": "Deployment", "name": "bare"}))

    def recommend(self, *arguments, status=0):
        done = subprocess.run([EVENKEEL, "recommend", *arguments], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done

    def advice(self, *arguments):
        found = json.loads(self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop", "-o", "json", *arguments).stdout)
        return {one["name"]: one for one in found["workloads"]}, found["unseen"]

    def settled(self):
        done = self.bed("kubectl", "get", "hpa", "busy", "-n", "shop", "-o", "jsonpath={.status.currentReplicas}/{.status.desiredReplicas}")
        return done.stdout

    def test_the_same_rule_says_the_same_and_the_cluster_is_left_alone(self):
        self.eventually(180, self.settled, "6/6")
        found, unseen = self.advice("--policy", "hpa(cpu=60)")
        self.assertEqual(unseen, [])
        busy, idle = found["busy"], found["idle"]
        self.assertEqual((busy["policy"], busy["replicas"], busy["recommendedReplicas"]), ("hpa(cpu=60)", 6, 6))
        self.assertEqual(busy["autoscaler"]["desiredReplicas"], 6)
        self.assertIsNone(idle["autoscaler"])
        # As an HPA that has just begun to look: it waits for its window of five minutes.
        self.assertEqual((idle["replicas"], idle["recommendedReplicas"], idle["laterReplicas"]), (4, 4, 1), idle)
        table = self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--policy", "hpa(cpu=60)", "--check", status=1).stdout
        self.assertRegex(table, r"shop +deployment/idle +4 +4 +- +4, then 1 \(-3\) ")
        self.assertRegex(table, r"shop +deployment/busy +6 +6 +6 +6 ")
        self.assertEqual(self.bed("kubectl", "get", "deployment", "idle", "-n", "shop", "-o", "jsonpath={.spec.replicas}").stdout, "4")

    def test_kubectl_knows_it_as_a_plug_in(self):
        folder = self.folder / "plug-ins"
        folder.mkdir()
        (folder / "kubectl-evenkeel").symlink_to(pathlib.Path(EVENKEEL).resolve())
        kubectl = json.loads((self.state / "bed.json").read_text())["kubectl"]
        done = subprocess.run([kubectl, "evenkeel", "recommend", f"--kubeconfig={self.kubeconfig}", "-n", "shop", "-o", "json"], capture_output=True,
                              text=True, timeout=120, check=False, env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("busy", {one["name"] for one in json.loads(done.stdout)["workloads"]})

    def test_without_a_policy_only_what_has_an_autoscaler_is_judged(self):
        found, _ = self.advice()
        self.assertIsNone(found["idle"]["recommendedReplicas"])
        self.assertIn("no autoscaler", found["idle"]["reason"])

    def test_who_requests_no_cpu_is_told_which_container(self):
        self.eventually(180, lambda: self.condition_of("bare"), "FailedGetResourceMetric")
        said = "CPU: container c requests none, and the target is a percentage of the request"
        found, _ = self.advice()
        bare = found["bare"]
        self.assertEqual((bare["reason"], bare["recommendedReplicas"], bare["figures"]["pods"]), (said, None, 4), bare)
        self.assertEqual(bare["autoscaler"]["reason"], "FailedGetResourceMetric")
        self.assertIn(f'reason: "{said}"', self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop", "-o", "yaml").stdout)
        table = self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop").stdout
        self.assertRegex(table, r"shop +deployment/bare +4 +4 +\d +\? +CPU: container c requests none, ")

    def condition_of(self, name):
        return self.kubectl("get", "hpa", name, "-n", "shop", "-o", "jsonpath={.status.conditions[?(@.type=='ScalingActive')].reason}")

    def explain(self, log, *arguments, status=0):
        done = subprocess.run([EVENKEEL, "explain", str(log), *arguments], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return " ".join((done.stdout if status == 0 else done.stderr).split())

    def test_explain_answers_for_every_line(self):
        self.eventually(180, self.settled, "6/6")
        log = self.state / "lines.evk"
        found, _ = self.advice("--log", str(log))
        for name in ("busy", "bare", "idle"):
            for part in (("--at", "1000h"), ()):
                with self.subTest(name, part=part):
                    told = self.explain(log, *part, "--component", f"{name}.shop")
                    self.assertIn(f"{name}.shop/deployment", told)
                    if name != "busy":  # whose number needs no excuse
                        self.assertIn(found[name]["reason"].lower(), told.lower())
        idle = self.explain(log, "--at", "1000h", "--component", "idle.shop")
        self.assertRegex(idle, r"^The record ends at [\d:]+\. At [\d:]+ there was no decision on idle.shop/deployment\. Seen 4 pods were asked for, "
                               r"and 4 were ready; each requests 500 millicores\. Why No autoscaler, and no --policy was given: --policy")
        everything = self.explain(log, "--at", "1000h")
        for name in found:
            self.assertIn(f"{name}.shop/deployment", everything)
        self.assertIn("Nobody decided on 1 component.", self.explain(log))
        self.assertIn("did you mean idle.shop", self.explain(log, "--component", "idel.shop", status=2))

    def test_explain_answers_for_a_line(self):
        self.eventually(180, self.settled, "6/6")
        log = self.state / "look.evk"
        told = self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--log", str(log)).stdout
        self.assertIn(f"evenkeel explain {log}", told)
        explain = subprocess.run([EVENKEEL, "explain", str(log), "--at", "1000h", "--component", "busy.shop"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(explain.returncode, 0, explain.stderr)
        self.assertIn("busy.shop/deployment", explain.stdout)
        self.assertIn("CPU", explain.stdout)
        replayed = subprocess.run([EVENKEEL, "replay", str(log)], capture_output=True, text=True, timeout=60, check=False)
        self.assertRegex(replayed.stdout, r"all \d+ records came out the same")
        again = self.recommend(f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--log", str(log), status=2)
        self.assertIn("look.evk", again.stderr)

    def test_only_what_was_asked_for_is_shown(self):
        self.kubectl("label", "deployment", "idle", "-n", "shop", "tier=back")
        for asked, shown in ((("--workload", "b*"), {"busy"}), (("--workload", "deployment/idle"), {"idle"}), (("-l", "tier=back"), {"idle"}),
                             (("-l", "tier=none"), set())):
            with self.subTest(asked):
                found, _ = self.advice(*asked)
                self.assertEqual(set(found) & {"busy", "idle"}, shown)

    def test_without_figures_nothing_is_proposed(self):
        service = json.loads(self.kubectl("get", "apiservice", "v1beta1.metrics.k8s.io", "-o", "json"))
        self.kubectl("delete", "apiservice", "v1beta1.metrics.k8s.io")
        try:
            log = self.state / "blind.evk"
            found, unseen = self.advice("--policy", "hpa(cpu=60)", "--wait", "40s", "--log", str(log))
        finally:
            kept = {key: service[key] for key in ("apiVersion", "kind", "spec")} | {"metadata": {"name": "v1beta1.metrics.k8s.io"}}
            self.kubectl("create", "-f", "-", text=json.dumps(kept))
        self.assertEqual({one["recommendedReplicas"] for one in found.values()}, {None}, found)
        self.assertIn("metrics.k8s.io", unseen[0])
        self.assertEqual({one["reason"] for one in found.values()}, {"CPU: no pod has a fresh figure of it"}, found)
        for name in found:
            self.assertIn("CPU: no pod has a fresh figure of it", self.explain(log, "--at", "1000h", "--component", f"{name}.shop"))

    def test_what_is_wrong_is_said_once(self):
        given = f"--kubeconfig={self.kubeconfig}"
        for arguments, said in (((given, "-n", "none"), "has no namespace none"), ((given, "--context", "none"), "none"),
                                (("--kubeconfig=/none",), "/none"), ((given, "--policy", "hpa(cpu=-1)"), "cpu"),
                                ((given, "-o", "xml"), "xml"), ((given, "--wait", "x"), "x"), ((given, "-l", "a in b"), "selector")):
            with self.subTest(arguments):
                done = self.recommend(*arguments, status=2)
                self.assertIn(said, done.stderr)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_who_may_see_nothing_is_told(self):
        done = self.recommend(f"--kubeconfig={self.kubeconfig_of('nobody')}", status=2)
        self.assertIn("gives no right to list deployments.apps", done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_missing_rights_are_told_first_and_the_rest_goes_on(self):
        given = f"--kubeconfig={self.kubeconfig_of('half')}"
        self.kubectl("create", "role", "half", "-n", "shop", "--verb=list,watch", "--resource=deployments,replicasets,pods,hpa,pdb,pods.metrics.k8s.io")
        self.kubectl("create", "rolebinding", "half", "-n", "shop", "--role=half", "--serviceaccount=shop:half")
        done = self.recommend(given, "-n", "shop", "-o", "json")
        self.assertEqual(done.stderr.strip(), "evenkeel: no right to list statefulsets.apps in shop, watch statefulsets.apps in shop; "
                                              "the rest is looked at")
        found = json.loads(done.stdout)
        self.assertEqual({one["name"] for one in found["workloads"]}, {"busy", "bare", "idle"})
        self.assertEqual([one.split(":")[0] for one in found["unseen"]], ["statefulsets"])

    def test_whatever_has_a_scale_is_looked_at_too(self):
        self.kubectl("create", "-f", "-", text=json.dumps(ROLLOUTS))
        self.kubectl("wait", "--for=condition=Established", "crd/rollouts.example.com")
        self.kubectl("create", "-f", "-", text=json.dumps(ROLLOUT))
        uid = self.kubectl("get", "rollout", "custom", "-n", "shop", "-o", "jsonpath={.metadata.uid}")
        pods = deployment("custom", "450m") | {"kind": "ReplicaSet"}
        pods["spec"]["replicas"] = 2
        pods["metadata"]["ownerReferences"] = [{"apiVersion": "example.com/v1", "kind": "Rollout", "name": "custom", "uid": uid, "controller": True}]
        self.kubectl("create", "-f", "-", text=json.dumps(pods))
        self.kubectl("patch", "rollout", "custom", "-n", "shop", "--subresource=status", "--type=merge",
                     "-p", '{"status": {"replicas": 2, "selector": "app=custom"}}')
        custom = {"apiVersion": "example.com/v1", "kind": "Rollout", "name": "custom"}
        for one in (autoscaler("custom", custom), autoscaler("lost", {"apiVersion": "apps/v1", "kind": "Deployment", "name": "lost"}),
                    autoscaler("odd", {"apiVersion": "example.com/v1", "kind": "Odd", "name": "odd"})):
            self.kubectl("create", "-f", "-", text=json.dumps(one))
        try:
            self.eventually(120, lambda: self.kubectl("get", "hpa", "custom", "-n", "shop", "-o", "jsonpath={.status.desiredReplicas}"), "3")
            found, unseen = self.advice()
        finally:
            self.kubectl("delete", "hpa", "custom", "lost", "odd", "-n", "shop")
            self.kubectl("delete", "crd", "rollouts.example.com")
        self.assertEqual((found["custom"]["kind"], found["custom"]["readyReplicas"], found["custom"]["recommendedReplicas"]), ("Rollout.example.com", 2, 3), found)
        self.assertEqual(unseen, ["Odd shop/odd: the cluster serves no Odd with /scale in example.com/v1",
                                  "horizontalpodautoscaler shop/lost: there is no Deployment lost, or it is managed by another object"])

    def test_it_goes_on_looking(self):
        looking = subprocess.Popen([EVENKEEL, "recommend", f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--watch", "5m", "-o", "json"],
                                   stdout=subprocess.PIPE, text=True)
        try:
            first = self.next_look(looking)
            self.assertNotIn("late", first)
            made = deployment("late", "10m")
            made["spec"]["replicas"] = 1
            self.kubectl("create", "-f", "-", text=json.dumps(made))
            while self.next_look(looking).get("late", {}).get("readyReplicas") != 1:
                pass
            looking.send_signal(signal.SIGINT)
            self.assertEqual(looking.wait(timeout=20), 130)
        finally:
            looking.kill()
            looking.wait()
            looking.stdout.close()
            self.kubectl("delete", "deployment", "late", "-n", "shop")

    def next_look(self, looking):
        text = ""
        for line in looking.stdout:
            text += line
            if line == "}\n":
                return {one["name"]: one for one in json.loads(text)["workloads"]}
        self.fail("it ended: " + text)
        return None

    def test_a_server_that_is_not_there_or_is_none(self):
        for name, cluster, said in self.wrong_clusters():
            for scope in ((), ("-n", "shop")):
                with self.subTest(name, scope=scope):
                    done = self.recommend(f"--kubeconfig={self.elsewhere(name, **cluster)}", *scope, status=2)
                    self.assertIn(said, done.stderr)
                    self.assertIn("a cluster that answers", done.stderr)
                    self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)


if __name__ == "__main__":
    case.main()
