"""The image and the chart: what the chart asks for, that a server takes it, and the agent in a pod of a real node.

Usage: chart_test.py EVENKEEL
"""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest
import urllib.parse

import case

EVENKEEL = sys.argv.pop()
PACKAGING = pathlib.Path(__file__).resolve().parents[2] / "packaging"
CHART = str(PACKAGING / "helm" / "evenkeel")
VERSION = "1.37.0"  # Helm, built from its module, does not know one
READS = {"get", "list", "watch"}


class WithHelm(case.Case):
    @classmethod
    def bring_up(cls):
        super().bring_up()
        if (done := cls.bed("helm", "version")).returncode:
            raise unittest.SkipTest(done.stderr.strip().splitlines()[-1])

    def helm(self, *arguments, status=0):
        done = self.bed("helm", *arguments, seconds=300)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done.stdout + done.stderr

    def rendered(self, *options):
        """The objects that the chart makes."""
        text = self.helm("template", "observer", CHART, "--kube-version", VERSION, *options)
        listed = self.kubectl("create", "--dry-run=client", "-o", "json", "-f", "-", text=text)
        decoder, objects = json.JSONDecoder(), []
        while listed := listed.lstrip():
            one, end = decoder.raw_decode(listed)
            objects += one["items"] if one["kind"] == "List" else [one]
            listed = listed[end:]
        return text, objects


class Chart(WithHelm):
    def test_it_asks_for_reading_alone_and_a_server_takes_it(self):
        self.helm("lint", "--strict", CHART)
        for options, role in (((), "ClusterRole"), (("--set", "namespace=default,policy=hpa(cpu=60),log.persistence.enabled=true"), "Role"),
                              (("--set", "scalable[0].group=argoproj.io,scalable[0].resource=rollouts,metrics.custom={pods/hits},metrics.external={queue}"),
                               "ClusterRole")):
            with self.subTest(options):
                text, objects = self.rendered(*options)
                rules = [rule for one in objects if one["kind"] == role for rule in one["rules"]]
                self.assertTrue(rules)
                for rule in rules:
                    self.assertLessEqual(set(rule["verbs"]), READS)
                    words = [*rule["resources"], *rule["apiGroups"]]
                    self.assertFalse([word for word in words if "*" in word or word in ("secrets", "nodes/proxy")], rule)
                self.kubectl("apply", "--server-side", "--dry-run=server", "-f", "-", text=text)
        self.assertIn("policyy", self.helm("template", "observer", CHART, "--kube-version", VERSION, "--set", "policyy=x", status=1))
        self.helm("template", "observer", CHART, "--kube-version", VERSION, "--set", "scalable[0].group=*,scalable[0].resource=x", status=1)
        self.helm("template", "observer", CHART, "--kube-version", VERSION, "--set", "metrics.external={*}", status=1)


class Image(WithHelm):
    options = ("--kubelet",)

    def test_the_agent_of_the_image_observes_from_a_pod(self):
        image = self.folder / "image.tar"
        program = self.folder / "evenkeel"
        shutil.copy(EVENKEEL, program)
        subprocess.run([PACKAGING / "image" / "build", "--program", program, "--reference", "localhost/evenkeel:test", "--out", image],
                       check=True, timeout=120, capture_output=True)
        done = self.bed("load", str(image))
        self.assertEqual(done.returncode, 0, done.stderr)
        _, objects = self.rendered("--namespace", "default", "--set", "image.repository=localhost/evenkeel,image.tag=test,image.pullPolicy=Never")
        server = urllib.parse.urlsplit(json.loads(self.kubectl("config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"])
        for one in objects:
            if one["kind"] == "StatefulSet":  # the bed has no Service network: its API server is on the host's loopback
                pod = one["spec"]["template"]["spec"]
                pod["hostNetwork"] = True
                pod["containers"][0]["env"] = [{"name": "KUBERNETES_SERVICE_HOST", "value": server.hostname},
                                               {"name": "KUBERNETES_SERVICE_PORT", "value": str(server.port)}]
            self.kubectl("apply", "-f", "-", text=json.dumps(one))
        try:
            self.kubectl("rollout", "status", "statefulset/observer-evenkeel", "--timeout=120s")
        except AssertionError:
            self.fail(self.kubectl("describe", "pod", "observer-evenkeel-0") + self.kubectl("logs", "observer-evenkeel-0"))
        advice = json.loads(self.kubectl("get", "--raw", "/api/v1/namespaces/default/pods/observer-evenkeel-0:9464/proxy/advice"))
        self.assertEqual([one["name"] for one in advice["workloads"]], ["observer-evenkeel"])
        self.assertEqual(advice["unseen"], [])
        self.assertNotEqual(self.bed("kubectl", "exec", "observer-evenkeel-0", "--", "/bin/sh").returncode, 0, "there is no shell")
        self.kubectl("delete", "pod", "observer-evenkeel-0", "--wait=true")


if __name__ == "__main__":
    case.main()
