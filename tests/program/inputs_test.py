"""Wrong input of every kind: a clear message and status 2, never a crash."""

import os
import unittest

from program import SCENARIO, Case

FILE_COMMANDS = (("run",), ("validate",), ("conformance",), ("explain",), ("replay",), ("compare", "--policies", "static"))


class Files(Case):
    def test_missing(self):
        for command in FILE_COMMANDS:
            self.refused(2, *command, "nothing.yaml", says="nothing.yaml")

    def test_folder(self):
        os.mkdir(self.path("folder"))
        for command in FILE_COMMANDS:
            self.refused(2, *command, "folder", says="folder")

    def test_empty(self):
        self.write("empty", "")
        for command in FILE_COMMANDS:
            self.refused(2, *command, "empty", says="empty")

    def test_device(self):
        for command in FILE_COMMANDS:
            self.refused(2, *command, "/dev/zero", says="/dev/zero")

    def test_pipe(self):
        os.mkfifo(self.path("pipe"))
        for command in FILE_COMMANDS:
            self.refused(2, *command, "pipe", says="pipe")

    def test_truncated_trace(self):
        trace = "seconds,requests\n" + "".join(f"{60 * i},{1200 + 10 * i}\n" for i in range(10))
        self.write("load.yaml", SCENARIO.replace("step: {before: 20, after: 120, at: 3m}", "trace: {file: trace.csv}"))
        self.write("trace.csv", trace)
        self.ok("run", "load.yaml", "--quiet", "--duration", "5m")
        for end in (0, 10, len(trace) - 3):
            self.write("trace.csv", trace[:end])
            done = self.run_it("run", "load.yaml", "--quiet", "--duration", "5m")
            self.assertIn(done.returncode, (0, 2), done.stderr)  # a row that was cut in its number is a row
            if done.returncode == 2:
                self.assertIn("trace.csv", done.stderr)
        self.write("trace.csv", trace[: trace.rindex(",") + 1])
        self.refused(2, "run", "load.yaml", "--quiet", says="trace.csv")

    def test_the_largest_seed_and_the_shortest_scrape(self):
        self.write("seed.yaml", SCENARIO.replace("duration: 10m", "duration: 1m\n  seed: 9223372036854775807"))
        self.assertIn("seed 9223372036854775807", self.ok("run", "seed.yaml", "--quiet", "--out", "seed.evk"))
        self.assertIn("same", self.ok("replay", "seed.evk"))
        self.refused(2, "run", "small.yaml", "--seed", "18446744073709551615", says="9223372036854775807")
        self.write("seed.yaml", SCENARIO.replace("duration: 10m", "duration: 1m\n  seed: 18446744073709551615"))
        self.refused(2, "run", "seed.yaml", says="spec.seed")
        self.write("scrape.yaml", SCENARIO.replace("duration: 10m", "duration: 1m\n  telemetry: {scrapeInterval: 1ns}"))
        self.refused(2, "run", "scrape.yaml", says="100ms")

    def test_binary(self):
        with open(self.path("noise"), "wb") as file:
            file.write(bytes(range(256)) * 64)
        for command in FILE_COMMANDS:
            told = self.refused(2, *command, "noise", says="noise")
            self.assertNotIn("\x1b", told)

    def test_truncated_scenario(self):
        self.write("cut.yaml", SCENARIO[: len(SCENARIO) // 2])
        self.refused(2, "run", "cut.yaml", says="cut.yaml:")
        self.refused(2, "validate", "cut.yaml", says="cut.yaml:")

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_unreadable(self):
        os.chmod(self.path("small.yaml"), 0)
        self.refused(2, "run", "small.yaml", says="small.yaml")

    def test_all_faults_at_once_with_near_names(self):
        self.write("bad.yaml", SCENARIO.replace("duration: 10m", "duratoin: 10m").replace("replicas: 2", "replicas: many"))
        told = self.refused(2, "validate", "bad.yaml", says="duration")
        self.assertIn("replicas", told)
        self.assertFalse([f for f in os.listdir(self.folder.name) if f.endswith(".evk")])

    def test_valid_files_are_called_valid(self):
        self.assertEqual(self.ok("validate", "small.yaml"), "small.yaml: valid\n")

    def test_a_policy_that_may_not_act_is_a_warning(self):
        self.write("watched.yaml", SCENARIO.replace("permittedActions: [scale]", "permittedActions: [brownout]"))
        told = self.ok("validate", "watched.yaml")
        self.assertIn("warning: found hpa(cpu=60), which acts by scale, and shop does not permit that", told)

    def test_a_response_time_may_be_a_duration(self):
        self.write("span.yaml", SCENARIO.replace("value: 0.25", "value: 250ms"))
        told = self.ok("run", "span.yaml", "--quiet", "--json", "span.json")
        self.assertRegex(told, r"Target +p95 at most 250 ms")
        self.ok("run", "small.yaml", "--quiet", "--json", "number.json")
        self.assertEqual(self.read("span.json"), self.read("number.json"))
        self.write("span.yaml", SCENARIO.replace("metric: responseTime", "metric: requestRate").replace("value: 0.25", "value: 250ms"))
        self.refused(2, "validate", "span.yaml", says="found a duration where no time is measured")

    def test_unknown_policy_of_a_scenario(self):
        self.write("bad.yaml", SCENARIO.replace("hpa(cpu=60)", "hppa(cpu=60)"))
        for command in ("run", "validate"):
            self.refused(2, command, "bad.yaml", says="bad.yaml:")
            self.refused(2, command, "bad.yaml", says="hppa")

    def test_faulty_parameters_and_fallback_of_a_scenario(self):
        for wrong in ("hpa(cpus=60)", "hpa(cpu=-60)"):
            self.write("bad.yaml", SCENARIO.replace("hpa(cpu=60)", wrong))
            self.refused(2, "validate", "bad.yaml", says="spec.policies[0]")
        self.write("bad.yaml", SCENARIO.replace("hpa(cpu=60)", "'hpa(cpu=-60, lop=3m)'"))
        told = self.refused(2, "validate", "bad.yaml", says="did you mean 'loop'?")
        self.assertEqual([line[: len("bad.yaml:9: spec.policies[0]: hpa(")] for line in told.splitlines()],
                         ["bad.yaml:9: spec.policies[0]: hpa("] * 2)  # a fault, a line
        told = self.refused(2, "run", "small.yaml", "--policy", "hpa(cpu=-60, lop=3m)", says="did you mean 'loop'?")
        self.assertEqual([line[: len("evenkeel: hpa(")] for line in told.splitlines()], ["evenkeel: hpa("] * 2)
        self.write("bad.yaml", SCENARIO.replace("policies:", "fallback: nope\n  policies:"))
        self.refused(2, "validate", "bad.yaml", says="spec.fallback")


class Options(Case):
    def test_a_trace_that_cannot_be_played_is_told_by_validate_with_its_line(self):
        text = SCENARIO.replace("step: {before: 20, after: 120, at: 3m}", "trace: {file: trace.csv, column: n}")
        self.write("load.yaml", text)
        line = 1 + text[:text.index("trace: {file")].count("\n")
        for trace in ("", "minute,count\n0,5\n60,5\n", "minute,n\n0,5\n60,5\n", "kind: Node\n"):
            self.write("trace.csv", trace)
            self.refused(2, "run", "load.yaml", "--quiet", says=f"load.yaml:{line}: spec.loads[0].trace")
            out = self.run_it("validate", "load.yaml")
            self.assertEqual(out.returncode, 2)
            self.assertIn(f"load.yaml:{line}: spec.loads[0].trace", out.stdout)

    def test_no_command(self):
        self.refused(2, says="--help")

    def test_unknown_command_and_option(self):
        self.refused(2, "fly", says="fly")
        self.refused(2, "run", "small.yaml", "--fast", says="--fast")

    def test_values(self):
        for option, value in (("--seed", "x"), ("--seed", "-1"), ("--seed", "99999999999999999999999"),
                              ("--duration", "0s"), ("--duration", "-5m"), ("--duration", "soon"),
                              ("--duration", ""), ("--duration", "9e99h"),
                              ("--policy", "hpa(cpu="), ("--policy", "hpa(cpu=abc)"), ("--policy", "hpa(cpuu=60)"),
                              ("--policy", "nothing"), ("--policy", ""), ("--policy", ","),
                              ("--speed", "nan"), ("--speed", "inf"), ("--speed", "-1"), ("--speed", "0"), ("--speed", "1e99")):
            self.refused(2, "run", "small.yaml", option, value, says=value[:6])
        for option, value in (("--seeds", "0"), ("--seeds", "x"), ("--seeds", "1e9"), ("--threads", "0"), ("--threads", "-2")):
            self.refused(2, "compare", "small.yaml", "--policies", "static", option, value, says=option)
        for value in ("", ",", "static,,static", "static)"):
            self.refused(2, "compare", "small.yaml", "--policies", value, says="")
        for value in ("", "cpu", "cpu=", "cpu=9..3", "cpu=a..b", "cpuu=40..90", "=1..2", "loop=15s..x"):
            self.refused(2, "tune", "small.yaml", "--policy", "hpa(cpu=60)", "--vary", value, says=value[:4])
        self.refused(2, "tune", "small.yaml", "--policy", "hpa(cpu=60)", "--vary", "cpu=40..90", "--vary", "cpu=1..2",
                     says="twice")
        for most in ("nan", "-1", "101", "x"):
            self.refused(2, "tune", "small.yaml", "--policy", "hpa", "--vary", "cpu=40..90", "--most-over", most, says="0 to 100")
        self.refused(2, "tune", "small.yaml", "--policy", "hppa", "--vary", "cpu=40..90", says="hpa")
        for several in ("hpa(cpu=60)+hpa(cpu=70)", "hpa(cpu=60),hpa(cpu=70)"):
            self.refused(2, "tune", "small.yaml", "--policy", several, "--vary", "cpu=40..90",
                         says="tune takes one policy, such as hpa(cpu=60)")
        self.refused(2, "tune", "small.yaml", "--policy", "hpa", "--vary", "cpu=40..90", "--json", "small.yaml",
                     says="SCENARIO")
        for value in ("clairvoyant(bound=B9)", "clairvoyant(bond=B0)"):
            self.refused(2, "compare", "small.yaml", "--policies", value, says="B1c" if "B9" in value else "bound")
        self.refused(2, "run", "small.yaml", "--policy", "clairvoyant", says="compare")
        for value in ("", ","):
            self.refused(2, "replay", "x.evk", "--policy", value, says="--policy")
        for value in ("soon", "-5s", "00:99:00", "1:2", "99999999999999999999d 00:00:00"):
            self.refused(2, "explain", "x.evk", "--at", value, says=value[:6])

    def test_a_run_longer_than_any_may_be(self):
        self.refused(2, "run", "small.yaml", "--duration", "1000000h",
                     says="--duration: '1000000h' is out of range; write more than zero and at most 8784h")

    def test_unknown_policy_by_name(self):
        self.refused(2, "policies", "hppa", says="hpa")

    def test_control_characters_do_not_reach_the_terminal(self):
        told = self.refused(2, "policies", "a\x1b[2Jb", says="policy")
        self.assertNotIn("\x1b", told)


class Help(Case):
    def test_help_and_version(self):
        self.assertIn("Examples:", self.ok("--help"))
        self.assertRegex(self.ok("--version"), r"^evenkeel \d+\.\d+\.\d+\n$")
        for command in ("run", "compare", "tune", "explain", "replay", "validate", "convert", "fit", "conformance", "policies"):
            self.assertIn("Example", self.ok(command, "--help"))

    def test_help_fits_a_terminal(self):
        names = [line.split()[0] for line in self.ok("--help").split("Subcommands:")[1].split("Examples:")[0].splitlines() if line.strip()]
        self.assertIn("explain", names)
        for command in ((), *((name,) for name in names)):
            for line in self.ok(*command, "--help").splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_lists(self):
        self.assertIn("hpa", self.ok("policies"))
        self.assertIn("cpu", self.ok("policies", "hpa"))
        mechanisms = self.ok("mechanisms")
        for name in ("scale", "resize", "brownout", "deploy", "remove", "move"):
            self.assertIn(name, mechanisms)


class Conformance(Case):
    VECTOR = """{"no_behavior_limit": [{"name": "n", "current_replicas": 5, "desired_replicas": 7,
        "min_replicas": 3, "max_replicas": 8, "expected": {"replicas": %s}}]}"""

    def test_no_json(self):
        told = self.refused(2, "conformance", self.write("odd.json", "[1, 2"), says="odd.json")
        self.assertNotIn("passed", told)

    def test_a_wrong_expectation_is_a_failure_and_status_1(self):
        self.assertEqual(self.ok("conformance", self.write("right.json", self.VECTOR % 7)), "1 passed, 0 failed\n")
        ran = self.run_it("conformance", self.write("wrong.json", self.VECTOR % 6))
        self.assertEqual(ran.returncode, 1)
        self.assertEqual(ran.stdout.splitlines(),
                         ["wrong.json: no_behavior_limit: n: expected replicas 6; got replicas 7", "0 passed, 1 failed"])

    def test_what_cannot_be_understood_is_a_failure_and_status_2(self):
        self.write("right.json", self.VECTOR % 7)
        self.write("odd.json", self.VECTOR % '"7"')
        ran = self.run_it("conformance", "odd.json", "nowhere.json", "right.json")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("odd.json: no_behavior_limit: n: no_behavior_limit[0].expected.replicas: is a text", ran.stdout)
        self.assertEqual(ran.stdout.splitlines()[-1], "1 passed, 1 failed")
        self.assertIn("nowhere.json", ran.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
