"""A bed's control plane works, is one however often it is asked for, tells what ended, and leaves nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import case

DEPLOYMENT = {
    "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"replicas": 3, "selector": {"matchLabels": {"app": "web"}},
             "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}}}}
SERVERS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"]


class ControlPlane(case.Case):
    @classmethod
    def bring_up(cls):
        """Twice at once; where the first cannot build, so cannot the second."""
        other = subprocess.Popen(cls.command("up"), env=case.ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            super().bring_up()
        finally:
            _, cls.other_said = other.communicate(timeout=case.UP)
            cls.other_ended = other.returncode

    def test_controllers_make_pods(self):
        self.kubectl("create", "namespace", "shop")
        self.kubectl("create", "-f", "-", text=json.dumps(DEPLOYMENT))
        self.eventually(60, lambda: len(self.kubectl("get", "pods", "-n", "shop", "-l", "app=web", "-o", "name").split()), 3)
        self.eventually(60, lambda: self.kubectl("get", "serviceaccount", "default", "-n", "shop", "-o", "name").strip(),
                        "serviceaccount/default")

    def test_two_at_once_make_one(self):
        self.assertEqual(self.other_ended, 0, self.other_said)
        self.assertEqual(len(self.marked()), len(SERVERS))

    def test_up_again_says_so(self):
        done = self.bed("up")
        self.assertEqual(done.returncode, 0)
        self.assertIn("is up already", done.stderr)
        self.assertIn(f"export KUBECONFIG={self.state}", done.stdout)
        other = self.bed("up", "--version", "1.37")
        self.assertNotEqual(other.returncode, 0)
        self.assertIn("up already", other.stderr)

    def test_status_names_all(self):
        done = self.bed("status")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([line.split()[0] for line in done.stdout.splitlines()[2:]], SERVERS)

    def test_it_writes_nowhere_else(self):
        for pid in self.marked():
            for path in case.open_files(pid):
                self.assertTrue(path.startswith((str(self.state), "/dev/", "/proc/", "/sys/")), path)


class Ends(case.Case):
    def test_what_ended_is_told_and_down_leaves_nothing(self):
        self.assertEqual(self.bed("up").returncode, 0)
        lines = self.bed("status").stdout.splitlines()
        (scheduler,) = [line.split() for line in lines if line.startswith("kube-scheduler")]
        os.kill(int(scheduler[3]), signal.SIGKILL)
        done = self.bed("status")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "kube-scheduler +HAS ENDED")
        self.assertIn("kube-scheduler ended while the bed was up", done.stderr)
        again = self.bed("up")
        self.assertEqual(again.returncode, 1)
        self.assertIn(f"read {self.state}/kube-scheduler.log", again.stderr)
        done = self.bed("down")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", "testbed: stopped\n"))
        self.assertEqual(self.marked(), [])
        self.assertFalse(self.state.exists())
        self.assertIn("nothing is up", self.bed("down").stderr)
        self.assertIn("no bed is up", self.bed("status").stderr)

    def test_an_up_that_was_killed_is_cleared_up_after(self):
        self.assertEqual(self.bed("down").returncode, 0)
        first = subprocess.Popen(self.command("up"), env=case.ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.eventually(60, lambda: (self.state / "kube-apiserver.log").exists(), True)
        first.kill()
        first.wait()
        self.assertIn("no bed is up", self.bed("status").stderr)
        done = self.bed("up")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(self.marked()), len(SERVERS))

    def test_foreign_directories_are_left_alone(self):
        foreign = self.folder / "foreign"
        foreign.mkdir()
        (foreign / "kept").touch()
        for command in ("up", "down"):
            done = subprocess.run([*self.command()[:-1], f"--state={foreign}", command], capture_output=True, text=True, timeout=60,
                                  check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("files that are not a bed's", done.stderr)
        self.assertTrue((foreign / "kept").exists())


class Lacking(unittest.TestCase):
    """What a machine lacks is told in the last line, with the status of a skipped test, and nothing is started."""

    def up(self, **environment):
        with tempfile.TemporaryDirectory() as folder:
            kept = {**os.environ, "XDG_CACHE_HOME": folder, "GOMODCACHE": f"{folder}/modules", **environment}
            done = subprocess.run([sys.executable, case.HERE / "testbed", f"--state={folder}/bed", "up"], env=kept,
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertFalse(os.path.exists(f"{folder}/bed"))
        self.assertEqual(done.returncode, case.CANNOT_BUILD)
        return done.stderr

    def test_go(self):
        self.assertEqual(self.up(PATH="/nowhere"),
                         "testbed: there is no Go in the PATH; 1.26.4 or newer builds the test bed\n")

    @unittest.skipUnless(shutil.which("go"), "there is no Go in the PATH")
    def test_modules(self):
        self.assertIn("testbed: cannot fetch the Go modules of etcd: ", self.up(GOPROXY="off").splitlines()[-1])


if __name__ == "__main__":
    case.main()
