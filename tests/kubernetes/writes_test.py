"""What src/kubernetes writes, against a real API server: applied, merged, scaled, resized, evicted, told; and what is refused, and how."""

import json
import subprocess
import sys

import case
import recommend_objects as objects

WRITE = sys.argv.pop()
WEB = {"apiVersion": "apps/v1", "resource": "deployments", "space": "shop", "name": "web"}


class Writes(case.Case):
    options = ("--kwok", "1")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.create(objects.namespace("shop"), objects.deployment("web", "10m"), objects.budget("web", 4))
        cls.program = subprocess.Popen([WRITE, cls.bed("kubeconfig").stdout.strip()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.end)

    @classmethod
    def end(cls):
        cls.program.stdin.close()
        cls.program.wait(timeout=30)
        cls.program.stdout.close()

    def setUp(self):
        self.eventually(60, lambda: self.web()["status"].get("readyReplicas"), self.web()["spec"]["replicas"])

    def write(self, do, **told):
        self.program.stdin.write(json.dumps({"do": do, **told}) + "\n")
        self.program.stdin.flush()
        return json.loads(self.program.stdout.readline())

    def got(self, *what):
        return json.loads(self.kubectl("get", "-n", "shop", "-o", "json", *what))

    def web(self):
        return self.got("deployment", "web", "--show-managed-fields")

    def pod(self):
        return self.got("pods", "-l", "app=web")["items"][0]

    def test_scales_what_has_not_changed_since(self):
        read = self.got("deployment", "web")["metadata"]
        seen = {"uid": read["uid"], "resourceVersion": read["resourceVersion"]}
        self.assertEqual(self.write("scale", **WEB, **seen, replicas=5)["answer"]["spec"]["replicas"], 5)
        again = self.write("scale", **WEB, **seen, replicas=7)
        self.assertEqual((again["status"], again["mayBeDone"], again["conflicts"]), (409, False, []))
        self.assertIn("the object has been modified", again["error"])
        other = self.write("scale", **WEB, uid="00000000-0000-0000-0000-000000000000", replicas=7)
        self.assertEqual(other["status"], 409)
        self.assertIn("UID", other["error"])
        found = self.web()
        self.assertEqual(found["spec"]["replicas"], 5)
        self.assertIn(("evenkeel", "scale"), [(one["manager"], one.get("subresource")) for one in found["metadata"]["managedFields"]])

    def test_is_told_who_else_has_set_a_field(self):
        self.kubectl("apply", "--server-side", "--field-manager=gitops", "--force-conflicts", "-f", "-", text=json.dumps(self.wanted(4)))
        refused = self.write("apply", **WEB, body=self.wanted(6))
        self.assertEqual(refused["status"], 409)
        self.assertIn([".spec.replicas", "gitops"], refused["conflicts"])
        self.assertEqual(self.web()["spec"]["replicas"], 4)
        taken = self.write("apply", **WEB, body=self.wanted(6), force=True)
        self.assertEqual(taken["answer"]["spec"]["replicas"], 6)

    def wanted(self, replicas):
        return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"replicas": replicas}}

    def test_what_the_server_does_not_know_is_refused_and_not_dropped(self):
        odd = self.wanted(6)
        odd["spec"]["replica"] = 6
        refused = self.write("apply", **WEB, body=odd, force=True)
        self.assertIn("replica", refused["error"])
        self.assertIn(refused["status"], (400, 422, 500))

    def test_merges_and_takes_away_again(self):
        note = {"metadata": {"annotations": {"evenkeel.test/kept": "a"}}}
        uid = self.web()["metadata"]["uid"]
        self.assertEqual(self.write("merge", **WEB, uid=uid, body=note)["answer"]["metadata"]["annotations"]["evenkeel.test/kept"], "a")
        note["metadata"]["annotations"]["evenkeel.test/kept"] = None
        self.assertNotIn("evenkeel.test/kept", self.write("merge", **WEB, uid=uid, body=note)["answer"]["metadata"]["annotations"])

    def test_resizes_a_pod_in_place(self):
        pod = self.pod()["metadata"]
        unfit = self.write("resize", space="shop", name=pod["name"], uid=pod["uid"], container="c", cpu="650m")
        self.assertEqual(unfit["status"], 422)
        self.assertIn("node without support for resize", unfit["error"])
        # A node that can says what its containers have.
        statuses = self.pod()["status"]["containerStatuses"]
        statuses[0]["resources"] = {"requests": {"cpu": "500m"}}
        self.write("merge", apiVersion="v1", resource="pods", space="shop", name=pod["name"], sub="status", body={"status": {"containerStatuses": statuses}})
        sized = self.write("resize", space="shop", name=pod["name"], uid=pod["uid"], container="c", cpu="650m")
        self.assertIn("answer", sized)
        self.assertEqual(sized["answer"]["spec"]["containers"][0]["resources"]["requests"]["cpu"], "650m")
        self.assertEqual(self.got("pod", pod["name"])["metadata"]["uid"], pod["uid"])
        none = self.write("resize", space="shop", name=pod["name"], uid=pod["uid"], container="none", cpu="1")
        self.assertEqual((none["status"], none["mayBeDone"]), (422, False), none)

    def test_a_budget_refuses_an_eviction_and_holds_nothing_else_up(self):
        self.eventually(30, lambda: self.got("pdb", "web")["status"].get("expectedPods"), self.web()["spec"]["replicas"])
        self.write("merge", apiVersion="policy/v1", resource="poddisruptionbudgets", space="shop", name="web",
                   body={"spec": {"minAvailable": self.web()["spec"]["replicas"]}})
        self.eventually(30, lambda: self.got("pdb", "web")["status"]["disruptionsAllowed"], 0)
        pod = self.pod()["metadata"]
        refused = self.write("evict", space="shop", name=pod["name"], uid=pod["uid"])
        self.assertEqual((refused["status"], refused["budget"], refused["mayBeDone"]), (429, True, False), refused)
        self.write("merge", apiVersion="policy/v1", resource="poddisruptionbudgets", space="shop", name="web", body={"spec": {"minAvailable": 1}})
        self.eventually(30, lambda: self.got("pdb", "web")["status"]["disruptionsAllowed"] > 0, True)
        replaced = self.write("evict", space="shop", name=pod["name"], uid="00000000-0000-0000-0000-000000000000")
        self.assertEqual(replaced["status"], 409, replaced)
        self.assertIn("answer", self.write("evict", space="shop", name=pod["name"], uid=pod["uid"]))
        self.eventually(60, lambda: pod["name"] in [one["metadata"]["name"] for one in self.got("pods", "-l", "app=web")["items"]], False)

    def test_an_event_is_told_once_and_described(self):
        told = {"apiVersion": "apps/v1", "kind": "Deployment", "space": "shop", "name": "web", "uid": self.web()["metadata"]["uid"],
                "id": "evenkeel-77-0", "note": "from 4 to 5: CPU 90 %, target 60 %"}
        self.assertIn("answer", self.write("event", **told))
        self.assertEqual(self.write("event", **told)["status"], 409)
        described = self.kubectl("describe", "deployment", "web", "-n", "shop")
        self.assertRegex(described, r"Normal +Scaled .* evenkeel +from 4 to 5: CPU 90 %, target 60 %")

    def test_the_audit_log_has_the_id_of_the_decision(self):
        self.write("merge", **WEB, plan=4711, body={"metadata": {"annotations": {"evenkeel.test/audited": "yes"}}})

        def audited():
            found = [json.loads(line) for line in (self.state / "audit.log").read_text().splitlines() if '"evenkeel-4711-0"' in line]
            return {(one["verb"], one["objectRef"]["name"], one["userAgent"]) for one in found}
        self.eventually(30, audited, {("patch", "web", "evenkeel")})


if __name__ == "__main__":
    case.main()
