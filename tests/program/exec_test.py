"""A policy of one's own: the example against built-in policies, and programs that misbehave."""

import json
import os
import select
import shutil
import stat
import subprocess
import unittest

import jsonschema  # Debian: python3-jsonschema; without it this test fails

from program import EVENKEEL, Case, SCENARIO

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
EXAMPLE = os.path.join(ROOT, "examples", "policies", "threshold.py")
SCHEMA = os.path.join(ROOT, "docs", "policy-protocol.schema.json")

# Passes on what goes in and out of the example, and keeps both.
RECORDER = """\
#!/usr/bin/env python3
import subprocess, sys
example = subprocess.Popen(["./mine.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
log = open("lines.txt", "a", encoding="utf-8")
for line in sys.stdin:
    example.stdin.write(line)
    example.stdin.flush()
    answer = example.stdout.readline()
    log.write(line + answer)
    log.flush()
    print(answer, end="", flush=True)
"""

# Well until 5 minutes; then it does as it is told.
MISBEHAVES = """\
#!/usr/bin/env python3
import json, signal, sys
for line in sys.stdin:
    message = json.loads(line)
    answer = {"version": 1, "type": message["type"]}
    if message["type"] == "declare":
        how = message["parameters"]["how"]
        answer |= {"mechanisms": ["scale"]}
    else:
        if message["snapshot"]["nowSeconds"] >= 300:
            exec(how)
        answer |= {"decision": {}}
    print(json.dumps(answer), flush=True)
"""


class Exec(Case):
    def setUp(self):
        super().setUp()
        shutil.copy(EXAMPLE, self.path("mine.py"))

    def program(self, name, text):
        self.write(name, text)
        os.chmod(self.path(name), stat.S_IRWXU)
        return name

    def test_compared_with_others_whatever_the_threads(self):
        for threads in ("1", "3"):
            table = self.ok("compare", "small.yaml", "--policies", "static,hpa(cpu=60),exec(./mine.py)", "--seeds", "3",
                            "--threads", threads, "--json", threads + ".json")
            self.assertIn("exec(./mine.py)", table)
        self.assertEqual(self.read("1.json"), self.read("3.json"))
        static, hpa, mine = json.loads(self.read("1.json"))["policies"]
        self.assertEqual(mine["policy"], "exec(./mine.py)")
        over = [p["summary"]["violatedWindows"]["median"] for p in (static, hpa, mine)]
        self.assertLess(over[2], over[0])
        pods = [p["summary"]["podHours"]["median"] for p in (static, hpa, mine)]
        self.assertAlmostEqual(pods[2], pods[1], delta=0.25 * pods[1])  # the same rule, but for details

    def test_parameters_and_arguments(self):
        for call in ("exec([python3, ./mine.py], parameters={target: 30}, timeout=30s)",
                     "exec(command='./mine.py', parameters={target: 30}, memory=256Mi)"):
            self.ok("run", "small.yaml", "--quiet", "--policy", call, "--json", "out.json")
            tight = json.loads(self.read("out.json"))["policies"][0]["runs"][0]["podHours"]
            self.ok("run", "small.yaml", "--quiet", "--policy", "exec(./mine.py)", "--json", "out.json")
            self.assertGreater(tight, json.loads(self.read("out.json"))["policies"][0]["runs"][0]["podHours"])

    def test_in_a_scenario_explained_and_replayed(self):
        self.write("mine.yaml", SCENARIO.replace("policies: [hpa(cpu=60)]", "policies: ['exec(./mine.py)']"))
        self.ok("validate", "mine.yaml")
        self.ok("run", "mine.yaml", "--quiet", "--out", "run.evk")
        self.assertIn("exec(./mine.py)", self.ok("explain", "run.evk"))
        self.assertIn("came out the same", self.ok("replay", "run.evk"))
        self.assertRegex(self.ok("replay", "run.evk", "--policy", "exec(./mine.py)"), r"^0 of \d+ decisions differ")
        self.assertRegex(self.ok("replay", "run.evk", "--policy", "exec(./mine.py, parameters={target: 30})"),
                         r"[1-9]\d* of \d+ decisions differ")

    def test_every_message_and_answer_follows_the_schema(self):
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        self.program("recorder.py", RECORDER)
        self.ok("run", "small.yaml", "--quiet", "--policy", "exec(./recorder.py)")
        lines = [json.loads(line) for line in self.read("lines.txt").splitlines()]
        self.assertGreater(len(lines), 60)
        self.assertEqual({line["type"] for line in lines}, {"declare", "plan"})
        validators = [jsonschema.Draft202012Validator({"$ref": "#/$defs/" + part, "$defs": schema["$defs"]})
                      for part in ("message", "answer")]
        for position, line in enumerate(lines):
            validators[position % 2].validate(line)
            self.assertFalse(validators[position % 2].is_valid({**line, "unheardOf": 1}))

    def test_misbehaving_the_fallback_decides_and_the_log_says_so(self):
        self.program("bad.py", MISBEHAVES)
        self.write("bad.yaml", SCENARIO.replace("policies: [hpa(cpu=60)]", "policies: [static]\n  fallback: hpa(cpu=60)"))
        for how, says in {"sys.exit(3)": "ended with status 3",
                          "signal.pause()": "gave no answer within 500ms",
                          "print(7)": "answered '7'",
                          "print(\"x\" * 3000000)": "does not end",
                          "answer[\"mood\"] = 1": "'mood' is unknown here"}.items():
            with self.subTest(how):
                if os.path.exists(self.path("run.evk")):
                    os.remove(self.path("run.evk"))
                call = f"exec(./bad.py, parameters={{how: '{how}'}}, timeout=500ms, restarts=3)"
                self.ok("run", "bad.yaml", "--quiet", "--policy", call, "--out", "run.evk")
                story = " ".join(self.ok("explain", "run.evk", "--at", "5m16s", "--component", "cart").split())
                self.assertIn(says, story)
                self.assertIn("fallback", story)
                self.assertIn("came out the same", self.ok("replay", "run.evk"))
                self.assertIn("Decisions that failed", self.ok("run", "bad.yaml", "--quiet", "--policy", call))
                table = " ".join(self.ok("compare", "bad.yaml", "--policies", f"static,{call}", "--seeds", "1",
                                         "--json", "out.json").split())
                self.assertIn("21 of 41 decisions failed: its fallback decided. The first: ", table)
                self.assertIn(says, table[table.index("The first: "):])
                failed = [p["runs"][0]["failedDecisions"] for p in json.loads(self.read("out.json"))["policies"]]
                self.assertEqual(failed, [0, 21])

    def test_without_a_fallback_nothing_decided(self):
        self.program("bad.py", MISBEHAVES)
        call = "exec(./bad.py, parameters={how: sys.exit(3)}, restarts=3)"
        table = " ".join(self.ok("compare", "small.yaml", "--policies", f"static,{call}", "--seeds", "1").split())
        self.assertRegex(table, r"21 of 41 decisions failed: there is no fallback, so nothing moved\. The first: \S.* "
                                r"ended with status 3")

    def test_a_hung_program_does_not_outlive_us(self):
        os.mkfifo(self.path("id"))
        self.program("hung.py", MISBEHAVES.replace("exec(how)", "open('id', 'w').write(str(os.getpid())); signal.pause()")
                     .replace("import json", "import json, os"))
        call = "exec(./hung.py, parameters={how: none}, timeout=10m)"
        evenkeel = subprocess.Popen([EVENKEEL, "compare", "small.yaml", "--policies", f"static,{call}", "--threads", "2"],
                                    cwd=self.folder.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(evenkeel.wait)
        self.addCleanup(evenkeel.kill)
        with open(self.path("id"), encoding="utf-8") as file:
            hung = os.pidfd_open(int(file.read()))
        self.addCleanup(os.close, hung)
        evenkeel.kill()
        self.assertTrue(select.select([hung], [], [], 30)[0], "it lives on")

    def test_what_cannot_be_run_is_refused_before_anything_runs(self):
        self.write("plain.py", "print(1)\n")
        self.program("garbage.sh", "#!/bin/sh\nread line\necho hello\n")
        self.program("strange", "#!/no/such/thing\n")
        for call, says in {"exec(./missing.py)": "./missing.py: there is no such file",
                           "exec('plain.py')": "for the file here write ./plain.py",
                           "exec(./plain.py)": "chmod +x it",
                           "exec(./strange)": "cannot be started",
                           "exec(./garbage.sh)": "answered 'hello'",
                           "exec": "'command' is missing",
                           "exec(plain.py)": "for a file here write ./plain.py",
                           "exec(./mine.py, memory=none)": "memory"}.items():
            with self.subTest(call):
                for command in (("run", "small.yaml", "--quiet", "--out", "x.evk", "--policy", call),
                                ("compare", "small.yaml", "--policies", f"static,{call}")):
                    self.refused(2, *command, says=says)
                self.write("bad.yaml", SCENARIO.replace("[hpa(cpu=60)]", json.dumps([call])))
                self.refused(2, "validate", "bad.yaml", says=says)
        self.assertFalse(os.path.exists(self.path("x.evk")))

    def test_it_is_no_fallback(self):
        self.write("bad.yaml", SCENARIO.replace("[hpa(cpu=60)]", "[static]\n  fallback: exec(./mine.py)"))
        for command in (("validate",), ("run", "--quiet")):
            told = self.refused(2, *command, "bad.yaml", says="takes its time, and so cannot be the fallback")
            self.assertRegex(told, r"bad\.yaml:\d+: spec\.fallback: exec\(\./mine\.py\)")
            self.assertIn("such as hpa(cpu=60)", told)

    def test_it_is_listed(self):
        self.assertIn("exec", self.ok("policies"))
        self.assertIn("timeout", self.ok("policies", "exec"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
