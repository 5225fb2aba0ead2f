"""A bed of its own for each class of tests; skipped, with the reason, where this machine lacks what a bed takes."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from bed.build import NO_BUILD  # noqa: E402
from bed.processes import Processes  # noqa: E402

CANNOT_BUILD = 77  # also ctest's status for a skipped test
UP = 240.0  # s
# Tests take what kubernetes.build built before them: where that ended early, they are skipped.
ENVIRONMENT = {**os.environ, NO_BUILD: "1"}


class Case(unittest.TestCase):
    options = ()  # of `testbed up`

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="evenkeel-testbed-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.state = cls.folder / "bed"
        cls.addClassCleanup(cls.bed, "down")
        cls.bring_up()

    @classmethod
    def bring_up(cls):
        done = cls.bed("up", *cls.options, seconds=UP)
        if done.returncode == CANNOT_BUILD:
            raise unittest.SkipTest(done.stderr.strip().splitlines()[-1])
        if done.returncode:
            raise AssertionError(done.stderr)

    @classmethod
    def command(cls, *arguments):
        return [sys.executable, str(HERE / "testbed"), f"--state={cls.state}", *arguments]

    @classmethod
    def bed(cls, *arguments, seconds=120.0, text=None):
        given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
        return subprocess.run(cls.command(*arguments), env=ENVIRONMENT, capture_output=True, text=True, timeout=seconds, check=False, **given)

    @classmethod
    def create(cls, *objects):
        for one in objects:
            done = cls.bed("kubectl", "create", "-f", "-", text=json.dumps(one))
            if done.returncode:
                raise AssertionError(done.stderr)

    def kubeconfig_of(self, account):
        """A file for that service account of the namespace shop, which is made."""
        self.kubectl("create", "serviceaccount", account, "-n", "shop")
        token = self.kubectl("create", "token", account, "-n", "shop").strip()
        config = json.loads(self.kubectl("config", "view", "--raw", "-o", "json"))
        config["users"] = [{"name": one["name"], "user": {"token": token}} for one in config["users"]]
        file = self.folder / account
        file.write_text(json.dumps(config))
        return file

    def kubectl(self, *arguments, text=None):
        done = self.bed("kubectl", *arguments, text=text)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def eventually(self, seconds, probe, expected):
        """probe() must come to equal `expected`."""
        until = time.monotonic() + seconds
        while (found := probe()) != expected and time.monotonic() < until:
            time.sleep(0.5)
        self.assertEqual(found, expected)

    @classmethod
    def marked(cls):
        """The processes of this bed, whether it lists them or not."""
        return [pid for pid, _ in Processes(cls.state).marked()]


def open_files(pid):
    found = []
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(os.readlink(entry))
        except OSError:
            continue
    return [path for path in found if path.startswith("/")]


def main():
    result = unittest.main(module="__main__", verbosity=2, exit=False).result
    if result.skipped and not result.testsRun:
        sys.exit(CANNOT_BUILD)
    sys.exit(not result.wasSuccessful())
