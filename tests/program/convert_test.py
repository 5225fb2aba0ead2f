"""evenkeel convert: what it writes is valid, what it says goes to standard error, bad files end with status 2."""

import os
import unittest

from program import Case

APP = """\
apiVersion: mlsysops.eu/v1
kind: MLSysOpsApp
metadata: {name: watch}
components:
  - metadata: {name: camera}
    node_placement: {continuum_layer: [far_edge], scaling: {scaling_mode: auto, instances: 2}}
    containers:
      - image: camera:1
        platform_requirements: {cpu: {requests: 500m}, memory: {requests: 128Mi}}
  - metadata: {name: detector}
    depends_on: [camera]
    containers: [{image: "detector:1"}]
component_interactions:
  - {component_name1: camera, type: egress, component_name2: detector}
---
MLSysOpsNode:
  name: pi-1
  continuum_layer: far_edge
  environment: {os: ubuntu}
  hardware: {cpu: {architecture: arm64, cores: 4}, memory: 8}
"""


class Convert(Case):
    def test_what_it_writes_is_valid(self):
        self.write("old.yaml", APP)
        done = self.run_it("convert", "old.yaml", "--strict", "-o", "new.yaml")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.ok("validate", "new.yaml"), "new.yaml: valid\n")
        self.assertEqual(self.ok("convert", "old.yaml"), self.read("new.yaml"))

    def test_warnings_and_strict(self):
        self.write("old.yaml", APP.replace("cores: 4", 'cores: "4"').replace("depends_on", "dependsOn"))
        done = self.run_it("convert", "old.yaml")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(
            done.stderr,
            "old.yaml:11: components[1].dependsOn: warning: found the key 'dependsOn'; read as 'depends_on'\n"
            "old.yaml:20: MLSysOpsNode.hardware.cpu.cores: warning: found the string '4'; read as a number\n",
        )
        self.refused(2, "convert", "old.yaml", "--strict", "-o", "new.yaml", says="2 things")
        self.assertFalse(os.path.exists(self.path("new.yaml")))

    def test_to_mlsysops_and_back(self):
        self.write("old.yaml", APP)
        self.ok("convert", "old.yaml", "-o", "native.yaml")
        self.ok("convert", "native.yaml", "--to", "mlsysops", "--strict", "-o", "again.yaml")
        self.assertTrue(self.read("again.yaml").startswith("MLSysOpsApp:\n"))
        self.assertEqual(self.ok("convert", "again.yaml", "--strict"), self.read("native.yaml"))

    def test_bad_files(self):
        self.write("empty", "")
        self.write("other.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n")
        self.write("deep.yaml", "MLSysOpsApp: " + "[" * 10000)
        self.write("bomb.yaml", "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}]\n"
                                                          for p, c in zip("abcdefgh", "bcdefghi")))
        with open(self.path("noise"), "wb") as file:
            file.write(bytes(range(256)) * 64)
        os.mkdir(self.path("folder"))
        for name in ("nothing.yaml", "empty", "other.yaml", "deep.yaml", "bomb.yaml", "noise", "folder", "/dev/zero"):
            for to in ("native", "mlsysops"):
                told = self.refused(2, "convert", name, "--to", to, says=name)
                self.assertNotIn("\x1b", told)

    def test_native_documents_are_not_converted_twice(self):
        self.refused(2, "convert", "small.yaml", says="native")
        self.refused(2, "convert", "small.yaml", "--to", "g4", says="--to")


if __name__ == "__main__":
    unittest.main()
