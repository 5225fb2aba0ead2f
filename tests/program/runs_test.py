"""Runs, comparisons, explanations and replays of a small scenario; interruption and kill."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

from program import Case, EVENKEEL


class Runs(Case):
    def test_run_explain_replay(self):
        told = self.ok("run", "small.yaml", "--out", "run.evk")
        self.assertIn("Windows over the target", told)
        self.assertIn("run.evk", told)
        overview = self.ok("explain", "run.evk")
        self.assertIn("hpa(cpu=60)", overview)
        first = re.search(r"^(\d\d:\d\d:\d\d) +(shop/cart) +(\d+ to \d+ pods?)", overview, re.M)
        self.assertIsNotNone(first, overview)
        story = self.ok("explain", "run.evk", "--at", first[1], "--component", "cart")
        self.assertIn(f"At {first[1]} shop/cart went from {first[3]}", story)
        for part in ("Seen", "Proposed", "Guarded", "Done"):
            self.assertIn(part, story)
        self.assertIn("of the request against a target of 60 %", " ".join(story.split()))
        self.assertIn("stayed at 2 pods", self.ok("explain", "run.evk", "--at", "1m"))
        self.assertIn("came out the same", self.ok("replay", "run.evk"))
        other = self.ok("replay", "run.evk", "--policy", "hpa(cpu=30)")
        self.assertRegex(other, r"\d+ of \d+ decisions differ")
        self.assertLess(len(other.splitlines()), 20)
        self.assertRegex(self.ok("replay", "run.evk", "--policy", "hpa(cpu=60)"), r"^0 of \d+ decisions differ\.\n$")
        self.refused(2, "explain", "run.evk", "--component", "kart", says="did you mean shop/cart")
        self.refused(2, "explain", "run.evk", "--component", "shop/kart", says="did you mean shop/cart")

    def test_a_component_names_who_decides_on_it(self):
        text = self.read("small.yaml")
        self.assertIn("name: cart\n", text)
        own = text.replace("name: cart\n", "name: cart\n      policies: ['hpa(cpu=33)']\n", 1)
        self.ok("run", self.write("own.yaml", own), "--quiet", "--out", "own.evk")
        overview = self.ok("explain", "own.evk")
        self.assertIn("target 33 %", overview)
        self.assertNotIn("target 60 %", overview)
        self.assertIn("came out the same", self.ok("replay", "own.evk"))
        self.assertRegex(self.ok("replay", "own.evk", "--policy", "hpa(cpu=60)"), r"[1-9]\d* of \d+ decisions differ")
        line = own[:own.index("hpa(cpu=33)")].count("\n") + 1
        self.refused(2, "validate", self.write("bad.yaml", own.replace("cpu=33", "cup=33")), says=f"bad.yaml:{line}")
        self.refused(2, "run", "bad.yaml", says="cup")

    def test_a_part_of_a_run_explained(self):
        self.ok("run", "small.yaml", "--quiet", "--policy", "hpa(cpu=60)", "--out", "run.evk")
        def told(*part):
            return [line.split()[:6] for line in self.ok("explain", "run.evk", *part).splitlines()
                    if line.startswith("00:") and "held" not in line]
        changes = told()
        self.assertGreater(len(changes), 1)
        self.assertEqual(told("--from", changes[1][0]), changes[1:])
        self.assertEqual(told("--to", changes[0][0]), changes[:1])
        whole = self.ok("explain", "run.evk").splitlines()[0]
        self.assertRegex(whole, r": \d+ decisions up to 00:10:00, %d changed something$" % len(changes))
        lines = self.ok("explain", "run.evk", "--from", changes[1][0]).splitlines()
        self.assertEqual(lines[0], whole)
        self.assertRegex(lines[1], r"^\d+ decisions from %s, %d changed something$" % (changes[1][0], len(changes) - 1))
        lines = self.ok("explain", "run.evk", "--from", "500h").splitlines()
        self.assertEqual(lines[:2], [whole, "The record ends at 00:10:00."])
        self.assertIn("Nothing was changed or held back from ", lines[-1])
        self.refused(2, "explain", "run.evk", "--from", "2m", "--to", "1m", says="before --from")
        self.refused(2, "explain", "run.evk", "--from", "soon", says="soon")

    def test_a_fluid_run_says_so(self):
        told = self.ok("run", "small.yaml", "--fluid", "--out", "run.evk")
        self.assertIn("estimate", told)
        self.assertIn("estimate", self.ok("explain", "run.evk"))

    def test_the_same_seed_gives_the_same_figures(self):
        for name in ("a.json", "b.json"):
            self.ok("run", "small.yaml", "--quiet", "--json", name)
        self.assertEqual(self.read("a.json"), self.read("b.json"))
        self.ok("run", "small.yaml", "--quiet", "--seed", "2", "--json", "c.json")
        self.assertNotEqual(self.read("a.json"), self.read("c.json"))

    def test_speed_holds_a_run_back_to_be_watched(self):
        begun = time.monotonic()
        self.ok("run", "small.yaml", "--quiet", "--duration", "1m", "--speed", "60")
        self.assertGreaterEqual(time.monotonic() - begun, 0.8)

    def test_comparisons_do_not_depend_on_threads(self):
        for threads in ("1", "3"):
            table = self.ok("compare", "small.yaml", "--policies", "static,hpa(cpu=60),hpa(cpu=80)", "--seeds", "3",
                            "--threads", threads, "--json", threads + ".json")
            self.assertIn("AGAINST static", table)
        self.assertEqual(self.read("1.json"), self.read("3.json"))
        result = json.loads(self.read("1.json"))
        self.assertEqual(result["seeds"], [1, 2, 3])
        violated = {p["policy"]: p["summary"]["violatedWindows"]["median"] for p in result["policies"]}
        self.assertGreater(violated["static"], violated["hpa(cpu=60)"])

    def test_split_judges_the_last_two_fifths(self):
        self.ok("compare", "small.yaml", "--policies", "static", "--seeds", "1", "--split", "--json", "s.json")
        self.assertEqual(json.loads(self.read("s.json"))["judgedFromSeconds"], 360)


class Searched(Case):
    """Parameters searched, the bound beside policies, the load as a fluid."""

    def test_tune_finds_prints_and_judges(self):
        for threads in ("1", "2"):
            out = self.ok("tune", "small.yaml", "--policy", "hpa(cpu=60)", "--vary", "cpu=30..95", "--seeds", "1",
                          "--judge-seeds", "1", "--threads", threads, "--json", threads + ".json")
            self.assertIn("Tuned on the past: hpa(cpu=", out)
            self.assertIn("best", out)
        self.assertEqual(self.read("1.json"), self.read("2.json"))
        judged = json.loads(self.read("1.json"))["judged"]
        self.assertEqual(judged["judgedFromSeconds"], 360)
        self.assertIn("hpa(cpu=60)", [policy["policy"] for policy in judged["policies"]])

    def test_policies_that_act_together_beside_one_alone(self):
        self.ok("compare", "small.yaml", "--policies", "static(replicas=9)+hpa(cpu=60),hpa(cpu=60)", "--seeds", "1", "--json", "t.json")
        together, alone = json.loads(self.read("t.json"))["policies"]
        self.assertEqual(together["policy"], "static(replicas=9)+hpa(cpu=60)")
        self.assertGreater(together["runs"][0]["podHours"], alone["runs"][0]["podHours"])

    def test_clairvoyant_beside_policies(self):
        self.ok("compare", "small.yaml", "--policies", "clairvoyant,clairvoyant(bound=B0),static", "--seeds", "1",
                "--json", "b.json")
        planned = [policy["planned"] for policy in json.loads(self.read("b.json"))["policies"]]
        self.assertLessEqual(planned[0]["boundPodHours"], planned[0]["podHours"] + 1e-9)
        self.assertIsNone(planned[2])

    def test_a_fluid_says_that_it_is_an_estimate(self):
        self.assertIn("estimate", self.ok("compare", "small.yaml", "--policies", "static", "--seeds", "1", "--fluid"))
        self.assertIn("estimate", self.ok("run", "small.yaml", "--quiet", "--fluid", "--out", "f.evk"))
        self.assertIn("same", self.ok("replay", "f.evk"))


class FirstDecision(Case):
    """What the program promises to who tries it: seconds of processor time, so that a busy machine does not count."""

    def test_of_the_demo(self):
        examples = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")
        demo = self.path("examples/demo.yaml")
        shutil.copytree(examples, os.path.dirname(demo))
        with open(demo, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("warmUp: 2m", text)
        self.write("examples/demo.yaml", text.replace("warmUp: 2m", "warmUp: 0s"))
        process = subprocess.Popen([EVENKEEL, "run", demo, "--quiet", "--duration", "1m", "--out", "demo.evk"],
                                   cwd=self.folder.name, stdout=subprocess.PIPE)
        process.stdout.read()
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertRegex(self.ok("explain", "demo.evk"), r"[1-9]\d* decisions")
        self.assertLess(used.ru_utime + used.ru_stime, 1, "seconds")
        self.assertLess(used.ru_maxrss, 50 * 1024, "KiB")


class Stops(Case):
    def start(self):
        process = subprocess.Popen([EVENKEEL, "run", "small.yaml", "--duration", "2000h", "--out", "run.evk"],
                                   cwd=self.folder.name, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        process.stdout.readline()  # the first line of progress: it is under way
        return process

    def test_interrupt_ends_cleanly(self):
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process = self.start()
            process.send_signal(kind)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 130, err)
            self.assertIn("interrupted at", err)
            self.assertIn("not run to its end", out)
            self.assertIn("interrupted", self.ok("explain", "run.evk"))
            os.unlink(self.path("run.evk"))

    def test_a_log_that_is_taken_away_is_told(self):
        for taken in ("deleted", "replaced"):
            process = self.start()
            os.unlink(self.path("run.evk"))
            if taken == "replaced":
                self.write("run.evk", "something else")
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 3, err)
            self.assertIn("was deleted, moved or replaced", err)
            self.assertNotIn("Log:", out)
            for name in os.listdir(self.folder.name):
                if name.startswith("run.evk"):
                    os.unlink(self.path(name))

    def test_kills_at_any_moment(self):
        chance = random.Random(8)
        for number in range(8):
            name = f"killed-{number}.evk"
            process = subprocess.Popen([EVENKEEL, "run", "small.yaml", "--duration", "2000h", "--quiet", "--out", name],
                                       cwd=self.folder.name)
            self.addCleanup(process.kill)
            while not os.path.exists(self.path(name + "-wal")):
                self.assertIsNone(process.poll())
            time.sleep(chance.uniform(0.02, 0.4))
            process.kill()
            process.wait(timeout=60)
            self.assertIn("does not say how it ended", self.ok("explain", name))
            self.assertIn("came out the same", self.ok("replay", name))

    def test_a_killed_run_leaves_a_readable_log(self):
        process = self.start()
        process.kill()
        process.communicate(timeout=60)
        self.assertIn("does not say how it ended", self.ok("explain", "run.evk"))
        self.assertIn("came out the same", self.ok("replay", "run.evk"))

    def test_truncated_log(self):
        self.ok("run", "small.yaml", "--quiet", "--out", "run.evk")
        size = os.path.getsize(self.path("run.evk"))
        for share in (0.9, 0.5, 0.1, 0.03):
            os.truncate(self.path("run.evk"), int(size * share))
            for command in ("explain", "replay"):
                done = self.run_it(command, "run.evk")
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn("run.evk", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
