"""The client of src/kubernetes against a real API server: what is listed, what is watched, and as whom."""

import collections
import json
import pathlib
import queue
import subprocess
import sys
import threading
import time

import case
from outage import Outage

REFLECT = sys.argv.pop(1) if len(sys.argv) > 1 else None
MANY = 1100  # more than two pages, for a server without watch-lists; paging itself is in unit/reflector_test.cpp


class Reflected:
    """What a reflector tells."""

    def __init__(self, kubeconfig, path, selector=""):
        self.program = subprocess.Popen([REFLECT, kubeconfig, path, selector], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        self.told = []
        threading.Thread(target=lambda: [self.lines.put(line.rstrip("\n")) for line in self.program.stdout], daemon=True).start()

    def until(self, wanted, seconds=60):
        """All that is told up to a line that begins so."""
        end = time.monotonic() + seconds
        before = len(self.told)
        while not (self.told[before:] and self.told[-1].startswith(wanted)):
            try:
                self.told.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"no '{wanted}' in {seconds} s, but {self.told[before:][-20:]}") from None
        return self.told[before:]

    def close(self):
        self.program.stdin.close()
        ended = self.program.wait(timeout=30)
        self.program.stdout.close()
        said = self.program.stderr.read()
        self.program.stderr.close()
        if ended:
            raise AssertionError(f"reflect ended with status {ended}: {said}")


class Bed(case.Case):
    def setUp(self):
        self.kubeconfig = self.bed("kubeconfig").stdout.strip()
        self.assertTrue(pathlib.Path(self.kubeconfig).is_file(), self.kubeconfig)

    def reflected(self, *arguments, kubeconfig=None):
        one = Reflected(kubeconfig or self.kubeconfig, *arguments)
        self.addCleanup(one.close)
        return one


class Client(Bed):
    def other_user(self, name, user):
        """The bed's kubeconfig with something else in its user."""
        config = json.loads(self.kubectl("config", "view", "--raw", "-o", "json"))
        config["users"][0]["user"].update(user)
        other = self.folder / name
        other.write_text(json.dumps(config))
        return str(other)

    def config_map(self, name, **labels):
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "default", "labels": labels},
                "data": {"braces": '}]{"items":[{'}}

    def test_lists_and_watches(self):
        self.kubectl("create", "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": [
            self.config_map("one", of="watched"), self.config_map("two", of="watched"), self.config_map("other", of="none")]}))
        seen = self.reflected("/api/v1/namespaces/default/configmaps", "labelSelector=of%3Dwatched")
        self.assertEqual(sorted(seen.until("listed")), ["listed", "listing", "observed one", "observed two"])
        self.kubectl("create", "-f", "-", text=json.dumps(self.config_map("three", of="watched")))
        self.assertEqual(seen.until("observed"), ["observed three"])
        self.kubectl("label", "configmap", "one", "n=1")
        self.assertEqual(seen.until("observed"), ["observed one"])
        self.kubectl("delete", "configmap", "two")
        self.assertEqual(seen.until("removed"), ["removed two"])
        self.kubectl("label", "configmap", "three", "of=other", "--overwrite")
        self.assertEqual(seen.until("removed"), ["removed three"])

    def test_many_objects_are_each_told_once(self):
        self.kubectl("create", "namespace", "many")
        self.kubectl("create", "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": [
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"c{i}", "namespace": "many"}} for i in range(MANY)]}))
        told = self.reflected("/api/v1/namespaces/many/configmaps").until("listed")
        names = collections.Counter(line.split()[1] for line in told if line.startswith("observed c"))
        self.assertEqual(len(names), MANY)
        self.assertEqual(set(names.values()), {1})

    def test_what_is_not_permitted_is_told_and_tried_again(self):
        told = self.reflected("/api/v1/configmaps", kubeconfig=self.other_user("nobody", {"as": "nobody-in-particular"})).until("failed")
        self.assertIn("403", told[-1])
        self.assertIn("nobody-in-particular", told[-1])

    def test_an_identity_that_is_none(self):
        told = self.reflected("/api/v1/configmaps", kubeconfig=self.other_user("unknown", {"token": "made-up"})).until("failed")
        self.assertIn("401", told[-1])

    def test_a_kind_that_is_not_there(self):
        self.assertIn("404", self.reflected("/apis/example.org/v1/things").until("failed")[-1])


class Faults(Outage, Bed):
    FRESH = 15  # s after the API server is ready again

    def test_an_api_server_that_is_killed_and_an_etcd_that_forgets(self):
        self.kubectl("create", "configmap", "before")
        seen = self.reflected("/api/v1/namespaces/default/configmaps", "fieldSelector=metadata.name%21%3Dkube-root-ca.crt")
        self.assertIn("observed before", seen.until("listed"))
        for name in ("one", "two"):
            self.kubectl("create", "configmap", f"unseen-{name}", "-n", "kube-system")
            command = self.killed("kube-apiserver")
            self.compact()
            self.start("kube-apiserver", command)
            self.eventually(120, self.ready, "ok")
            self.kubectl("create", "configmap", name)
            seen.until(f"observed {name}", self.FRESH)
        self.assertIn("observed before", seen.told[seen.told.index("listed") + 1:], "it was listed anew")
        self.assertNotIn("removed before", seen.told)


if __name__ == "__main__":
    case.main()
