"""Runs the program in a folder of its own. Used by the *_test.py beside it."""

import os
import subprocess
import sys
import tempfile
import unittest

EVENKEEL = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "evenkeel"

SCENARIO = """\
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: small}
spec:
  duration: 10m
  loads:
    - application: shop
      step: {before: 20, after: 120, at: 3m}
  policies: [hpa(cpu=60)]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  targets: [{name: fast, metric: responseTime, statistic: p95, value: 0.25, window: 1m}]
  permittedActions: [scale]
  components:
    - name: cart
      replicas: 2
      requests: {cpu: 500m, memory: 128Mi}
      scaling: {minReplicas: 1, maxReplicas: 20}
      serving:
        serviceTime: {kind: exponential, mean: 20ms}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: node}
spec: {count: 2, allocatable: {cpu: 16, memory: 32Gi}}
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("small.yaml", SCENARIO)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return name

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def run_it(self, *arguments, **options):
        options.setdefault("stdout", subprocess.PIPE)
        return subprocess.run([EVENKEEL, *arguments], cwd=self.folder.name, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, text=True, timeout=120, check=False, **options)

    def ok(self, *arguments):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return done.stdout

    def refused(self, code, *arguments, says):
        """Ends with `code` and says so, on one of the two streams, without a crash."""
        done = self.run_it(*arguments)
        told = done.stderr + done.stdout
        self.assertEqual(done.returncode, code, f"{arguments}: {told}")
        self.assertIn(says, told)
        self.assertNotIn("terminate called", told)
        return told
