"""The commands of docs/kubernetes.md for one's own machine, typed as they stand there: from nothing to advice, and nothing written.

Usage: newcomer_test.py EVENKEEL
"""

import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import case

EVENKEEL = sys.argv.pop()
ROOT = case.HERE.parents[1]
PROMISED_S = 120.0  # of a machine with nothing else to do; a busy one gets three times as long
READS = {"get", "list", "watch"}


def commands():
    page = (ROOT / "docs" / "kubernetes.md").read_text()
    section = page.partition("## Try it on your own machine\n")[2].partition("\n## ")[0]
    return re.findall(r"^    (.+)$", section, re.MULTILINE)


class Newcomer(unittest.TestCase):
    def setUp(self):
        # A checkout of its own: the bed of the page is one for the whole checkout, and may be up.
        self.checkout = pathlib.Path(tempfile.mkdtemp(prefix="evenkeel-testbed-"))
        self.addCleanup(shutil.rmtree, self.checkout, ignore_errors=True)
        shutil.copytree(ROOT / "tests" / "kubernetes", self.checkout / "tests" / "kubernetes")
        for name in ("examples", "packaging"):
            (self.checkout / name).symlink_to(ROOT / name)
        (self.checkout / "build" / "release").mkdir(parents=True)
        (self.checkout / "build" / "release" / "evenkeel").symlink_to(pathlib.Path(EVENKEEL).resolve())

    def typed(self, command, status=0):
        done = subprocess.run(["/bin/sh", "-c", command], cwd=self.checkout, env=case.ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=300, check=False)
        if done.returncode == case.CANNOT_BUILD:
            self.skipTest(done.stderr.strip().splitlines()[-1])
        self.assertEqual(done.returncode, status, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def asked(self):
        """How often our program asked for what, by verb, and of what kind what it wrote was."""
        lines = (self.checkout / "build" / "testbed" / "audit.log").read_text().splitlines()
        ours = [one for one in map(json.loads, lines) if one.get("userAgent") == "evenkeel"]
        return collections.Counter(one["verb"] if one["verb"] in READS else f"{one['verb']} {one['objectRef']['resource']}" for one in ours)

    def test_from_nothing_to_advice_and_the_cluster_is_left_alone(self):
        *typed, last = commands()
        self.assertTrue(typed[0].startswith("tests/kubernetes/testbed up "), typed)
        self.assertEqual(last, "tests/kubernetes/testbed down")
        self.addCleanup(subprocess.run, last, shell=True, cwd=self.checkout, capture_output=True, timeout=60, check=False)
        begun = time.monotonic()
        told = [self.typed(command) for command in typed][-1]
        took = time.monotonic() - begun
        print(f"   from nothing to advice in {took:.0f} s", file=sys.stderr)
        self.assertLess(took, 3 * PROMISED_S)
        last_table = told.rpartition("NAMESPACE")[2]
        self.assertRegex(last_table, r"shop +deployment/web .* 2 to 10 +hpa\(cpu=60\) .* CPU 90 %, target 60 %")
        self.assertRegex(last_table, r"shop +deployment/cart +6 +6 +6 +6, then \d \(-\d\) .* 2 to 10 +hpa\(cpu=60\) .* CPU 10 %, target 60 %")
        self.assertRegex(last_table, r"shop +deployment/reports +4 +4 +- +4, then \d \(-\d\) .* CPU 2 %, target 60 %")
        self.assertIn("Nothing was changed", last_table)

        asked = self.asked()
        self.assertEqual(set(asked), READS | {"create selfsubjectaccessreviews"}, asked)
        # What is told apart by name is ours alone: kubectl's writing is not in it, and is in the log.
        self.assertIn('"userAgent":"kubectl', (self.checkout / "build" / "testbed" / "audit.log").read_text())
        self.typed(last)
        self.assertFalse((self.checkout / "build" / "testbed").exists())


if __name__ == "__main__":
    case.main()
