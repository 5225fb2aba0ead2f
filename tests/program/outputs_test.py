"""Where the program writes to: whole files or none, places that are full or forbidden."""

import json
import os
import resource
import subprocess
import unittest

from program import Case, EVENKEEL


class Outputs(Case):
    def left_over(self):
        return sorted(f for f in os.listdir(self.folder.name) if f != "small.yaml" and not f.endswith(".evk"))

    def test_full_device(self):
        for option in ("--report", "--json"):
            self.refused(3, "run", "small.yaml", "--quiet", option, "/dev/full", says="/dev/full")
        self.refused(3, "compare", "small.yaml", "--policies", "static", "--seeds", "1", "--json", "/dev/full", says="/dev/full")

    def test_full_standard_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.run_it("policies", stdout=full)
        self.assertEqual(done.returncode, 3)
        self.assertIn("standard output", done.stderr)

    def test_full_standard_output_of_a_long_answer(self):
        self.ok("run", "small.yaml", "--quiet", "--out", "run.evk")
        for command in (("explain", "run.evk"), ("run", "small.yaml"), ("replay", "run.evk", "--policy", "static")):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = self.run_it(*command, stdout=full)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("standard output", done.stderr)

    def test_pipes_as_outputs(self):
        os.mkfifo(self.path("pipe"))
        for option in ("--report", "--json"):
            self.refused(2, "run", "small.yaml", "--quiet", option, "pipe", says="nobody reads")
        done = self.run_it("run", "small.yaml", "--quiet", "--out", "pipe")
        self.assertEqual(done.returncode, 2)
        told = self.ok("run", "small.yaml", "--quiet", "--json", "/dev/stdout")
        self.assertIn('"version"', told)

    def test_a_name_is_a_name(self):
        self.ok("run", "small.yaml", "--quiet", "--duration", "1m", "--out", ":memory:")
        self.assertGreater(os.path.getsize(self.path(":memory:")), 1000)
        self.assertIn("came out the same", self.ok("replay", ":memory:"))

    def test_a_limit_on_the_size_of_files_is_a_full_disk(self):
        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        done = self.run_it("run", "small.yaml", "--duration", "20h", "--out", "run.evk", preexec_fn=limited)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("run.evk", done.stderr)
        self.assertIn("stopped at", done.stderr)
        self.assertIn("same", self.ok("replay", "run.evk"))

    @unittest.skipIf(os.geteuid() != 0, "needs root, to mount a small file system")
    def test_a_full_disk(self):
        os.mkdir(self.path("disk"))
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", self.path("disk")],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("may not mount here")
        try:
            done = self.run_it("run", "small.yaml", "--duration", "20h", "--out", "disk/run.evk")
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("disk/run.evk", done.stderr)
            self.assertIn("full", done.stderr)
            self.ok("explain", "disk/run.evk")
            self.assertIn("same", self.ok("replay", "disk/run.evk"))
            self.refused(3, "run", "small.yaml", "--quiet", "--report", "disk/page.html", says="disk/page.html")
        finally:
            subprocess.run(["umount", self.path("disk")], check=True)

    def test_bad_places_are_noticed_before_the_run(self):
        os.mkdir(self.path("folder"))
        for option in ("--report", "--json", "--out"):
            for place in ("folder", "nowhere/file"):
                done = self.run_it("run", "small.yaml", option, place)
                self.assertIn(done.returncode, (2, 3), done.stderr)
                self.assertIn(place, done.stderr)
                self.assertNotIn("of 00:10:00", done.stdout)  # no progress was made
        self.assertEqual(self.left_over(), ["folder"])

    def test_a_failed_run_leaves_no_half_file(self):
        self.refused(2, "run", "small.yaml", "--policy", "nothing", "--report", "page.html", says="nothing")
        self.assertEqual(self.left_over(), [])

    def test_logs_are_never_overwritten(self):
        self.ok("run", "small.yaml", "--quiet", "--duration", "1m", "--out", "run.evk")
        before = os.stat(self.path("run.evk"))
        done = self.run_it("run", "small.yaml", "--quiet", "--duration", "1m", "--out", "run.evk")
        self.assertIn(done.returncode, (2, 3))
        self.assertIn("run.evk", done.stderr)
        self.assertEqual(os.stat(self.path("run.evk")).st_mtime_ns, before.st_mtime_ns)

    def test_default_logs_are_numbered(self):
        for n in (1, 2):
            self.assertIn(f"evenkeel-small-{n}.evk", self.ok("run", "small.yaml", "--quiet", "--duration", "1m"))

    def test_report_and_json(self):
        self.ok("run", "small.yaml", "--quiet", "--report", "page.html", "--json", "run.json")
        page = self.read("page.html")
        self.assertTrue(page.startswith("<!doctype html>") and page.endswith("</html>\n"))
        self.assertNotIn("http:", page)
        self.assertEqual(json.loads(self.read("run.json"))["version"], 1)
        self.assertEqual([f for f in self.left_over() if f not in ("page.html", "run.json")], [])

    def test_a_pipe_that_nobody_reads_ends_quietly(self):
        done = subprocess.run(f"'{EVENKEEL}' policies hpa | true", shell=True, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.stderr, "")

    def test_a_reader_that_goes_away_ends_a_run_in_good_order(self):
        for command in ("run small.yaml --duration 2000h --out run.evk", "policies"):
            script = f"'{EVENKEEL}' {command} | true; echo ${{PIPESTATUS[0]}}"
            done = subprocess.run(["bash", "-c", script], cwd=self.folder.name, capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.stderr, "")
            self.assertIn(int(done.stdout), (141, 0) if command == "policies" else (141,))
        self.assertIn("interrupted", self.ok("explain", "run.evk"))


class OneFileForTwo(Case):
    """What is read or written under two names would destroy one of them."""

    def test_of_a_run(self):
        self.refused(2, "run", "small.yaml", "--quiet", "--out", "a", "--json", "a", says="--json: 'a' is the file of --out")
        self.refused(2, "run", "small.yaml", "--quiet", "--out", "a", "--report", "./a", says="--out")
        self.refused(2, "run", "small.yaml", "--quiet", "--json", "b", "--report", "b", says="--report")
        self.assertFalse(os.path.exists(self.path("a")))

    def test_the_scenario_stays(self):
        before = self.read("small.yaml")
        os.symlink("small.yaml", self.path("link.yaml"))
        self.refused(2, "run", "small.yaml", "--quiet", "--json", "link.yaml", says="SCENARIO")
        self.refused(2, "compare", "small.yaml", "--policies", "static", "--json", "small.yaml", says="SCENARIO")
        self.assertEqual(self.read("small.yaml"), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
