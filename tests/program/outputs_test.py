"""Where the program writes to: whole files or none, places that are full or forbidden."""

import json
import os
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
    unittest.main()
