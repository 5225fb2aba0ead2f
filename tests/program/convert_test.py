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

    def test_errors_are_told_apart_and_the_last_line_says_that_nothing_was_written(self):
        self.write("old.yaml", APP.replace("depends_on", "dependsOn").replace("cores: 4", "cores: lots"))
        told = self.refused(2, "convert", "old.yaml", "-o", "new.yaml", says="old.yaml").splitlines()
        self.assertIn(": warning: ", told[0])
        self.assertTrue(told[1].startswith("old.yaml:20: MLSysOpsNode.hardware.cpu.cores: error: found 'lots'; "), told)
        self.assertEqual(told[2], "evenkeel: old.yaml: nothing was written: found 1 error, on line 20; "
                                  "mend what is marked 'error' above")
        self.assertEqual(len(told), 3)
        self.assertFalse(os.path.exists(self.path("new.yaml")))

    def test_strict_to_mlsysops_says_why_nothing_was_written(self):
        told = self.refused(2, "convert", "small.yaml", "--to", "mlsysops", "--strict", says="with --strict")
        self.assertIn("evenkeel: small.yaml: nothing was written: ", told.splitlines()[-1])
        self.assertNotIn("error: ", told)

    def test_places_that_cannot_be_written(self):
        self.write("old.yaml", APP)
        os.mkdir(self.path("folder"))
        for place, says in (("folder", "is a folder"), ("none/x.yaml", "No such file or directory"),
                            ("/dev/full", "No space left on device"), ("old.yaml", "is the file of FILE as well"),
                            ("./folder/../old.yaml", "is the file of FILE as well"), ("", "names no file")):
            told = self.refused(3 if "o such" in says or "space" in says else 2, "convert", "old.yaml", "-o", place, says=says)
            self.assertNotIn("MLSysOps", told)
        self.assertEqual(self.read("old.yaml"), APP)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.run_it("convert", "old.yaml", stdout=full)
        self.assertEqual((done.returncode, done.stderr),
                         (3, "evenkeel: standard output: cannot be written: No space left on device\n"))

    def test_a_link_stays_a_link(self):
        self.write("old.yaml", APP)
        os.mkdir(self.path("there"))
        self.write("there/out.yaml", "before\n")
        os.symlink("there/out.yaml", self.path("link"))
        os.symlink("link", self.path("second"))
        os.symlink("there/new.yaml", self.path("dangling"))
        os.symlink("circle", self.path("circle"))
        native = self.ok("convert", "old.yaml")
        for link, target in (("second", "there/out.yaml"), ("dangling", "there/new.yaml")):
            self.ok("convert", "old.yaml", "-o", link)
            self.assertTrue(os.path.islink(self.path(link)))
            self.assertEqual(self.read(target), native)
        self.assertTrue(os.path.islink(self.path("link")))
        self.refused(3, "convert", "old.yaml", "-o", "circle", says="circle: cannot be written: ")
        self.assertEqual(sorted(os.listdir(self.path("there"))), ["new.yaml", "out.yaml"])

    def test_a_pipe_is_refused_and_not_waited_for(self):
        os.mkfifo(self.path("pipe"))
        self.refused(2, "convert", "pipe", "--to", "mlsysops", says="pipe")

    def test_native_documents_are_not_converted_twice(self):
        self.refused(2, "convert", "small.yaml", says="native")
        self.refused(2, "convert", "small.yaml", "--to", "g4", says="--to")


if __name__ == "__main__":
    unittest.main()
