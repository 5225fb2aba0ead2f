"""Bounds by time of day and week, from outside."""

import json
import os
import shutil
import unittest

from program import SCENARIO, Case

EXAMPLE = os.path.join(os.path.dirname(__file__), "..", "..", "examples", "policies", "threshold.py")

RULES = "rules=[{start: '0 8 * * 1-5', duration: 2m, timezone: Europe/Rome, minReplicas: 5, maxReplicas: 7}]"


def scenario(call, extra=""):
    return SCENARIO.replace("policies: [hpa(cpu=60)]", f"policies:\n    - {json.dumps(call)}\n{extra}")


class Schedule(Case):
    def test_it_keeps_to_the_clock_of_its_zone(self):
        self.write("work.yaml", scenario(f"schedule({RULES})", "  start: 2026-07-15T07:58:00+02:00\n"))
        self.ok("validate", "work.yaml")
        self.ok("run", "work.yaml", "--quiet", "--out", "run.evk")
        told = self.ok("explain", "run.evk")
        self.assertRegex(told, r"00:02:00 +shop/cart +2 to 5 pods +schedule 0 8 \* \*")
        self.assertIn("1 changed something", told)  # nothing brings it back
        story = " ".join(self.ok("explain", "run.evk", "--at", "2m").split())
        self.assertIn("The schedule's rule '0 8 * * 1-5 Europe/Rome' is in force and made 5 pods of 2, its minimum.", story)
        self.assertIn("same", self.ok("replay", "run.evk"))
        self.ok("run", "small.yaml", "--quiet", "--policy", f"schedule({RULES})", "--out", "epoch.evk")
        self.assertIn("0 changed something", self.ok("explain", "epoch.evk"))  # at midnight

    def test_another_policy_decides_within_the_bounds(self):
        self.write("work.yaml", scenario(f"schedule(policy='hpa(cpu=60)', {RULES.replace('2m', '7m')})",
                                         "  start: 2026-07-15T08:00:00+02:00\n"))
        self.ok("run", "work.yaml", "--quiet", "--out", "run.evk")
        told = self.ok("explain", "run.evk")
        self.assertRegex(told, r"2 to 5 pods +schedule")
        self.assertRegex(told, r"5 to 7 pods +schedule")
        self.assertRegex(told, r"00:07:\d\d +shop/cart +7 to \d+ pods +CPU")

    def test_compare_reads_it(self):
        table = self.ok("compare", "small.yaml", "--policies", f"static,schedule(policy=static(replicas=9), {RULES})",
                        "--seeds", "1", "--json", "out.json")
        self.assertIn("schedule(", table)

    def test_a_program_of_ones_own_within(self):
        shutil.copy(EXAMPLE, self.path("mine.py"))
        self.ok("run", "small.yaml", "--quiet", "--policy", f"schedule(policy='exec(./mine.py)', {RULES})")
        self.write("bad.yaml", scenario("static", f"  fallback: {json.dumps(f'schedule(policy=exec(./mine.py), {RULES})')}\n"))
        self.refused(2, "validate", "bad.yaml", says="takes its time, and so cannot be the fallback")

    def test_faults_are_told_with_their_line(self):
        def rule(**changes):
            known = {"start": "'0 8 * * *'", "duration": "1h", "timezone": "Europe/Rome", "minReplicas": "5"} | changes
            return "rules=[{" + ", ".join(f"{key}: {value}" for key, value in known.items() if value) + "}]"

        for call, says in {
            f"schedule({rule(start='61 8 * * *')})": "rules[0].start: found '61' as the minute; write 0 to 59",
            f"schedule({rule(start='daily')})": "which has 1 field; write minute, hour, day of month",
            f"schedule({rule(start='0 0 30 feb *')})": "which no year has",
            f"schedule({rule(timezone='Europe/Roma')})": "unknown time zone 'Europe/Roma'; did you mean Europe/Rome?",
            f"schedule({rule(duration='8')})": "rules[0].duration: found '8'; write a duration with its unit",
            f"schedule({rule(duration='0s')})": "rules[0].duration: found '0s'",
            f"schedule({rule(duration=None)})": "'duration' is missing",
            f"schedule({rule(minReplicas=None)})": "found neither minReplicas nor maxReplicas",
            f"schedule({rule(minReplicas='many')})": "rules[0].minReplicas: found 'many'",
            f"schedule({rule(maxReplicas='2')})": "found a maximum below the minimum",
            f"schedule({rule(min='2')})": "unknown key 'min'",
            "schedule": "'rules' is missing",
            f"schedule(policy='hppa', {rule()})": "unknown policy 'hppa'; did you mean hpa?",
            f"schedule(policy='hpa(cpu=-1)', {rule()})": "policy: hpa(cpu=-1): cpu: found '-1'",
            f"schedule(policy='hpa(cpu=60', {rule()})": "found no closing ')' in 'hpa(cpu=60'",
            f"schedule(policy=exec(./none.py), {rule()})": "./none.py: there is no such file",
        }.items():
            with self.subTest(call):
                self.write("bad.yaml", scenario(call))
                for command in (("validate",), ("run", "--quiet")):
                    told = self.refused(2, *command, "bad.yaml", says=says)
                    self.assertIn("bad.yaml:10: spec.policies[0]: ", told)
                self.refused(2, "run", "small.yaml", "--quiet", "--policy", call, says=says)

    def test_where_wall_time_begins(self):
        for start, says in {"yesterday": "write a point in time such as", "2026-03-01": "write a point in time",
                            "1960-01-01T00:00:00Z": "write a time from 1970 to 2035",
                            "2040-01-01T00:00:00Z": "write a time from 1970 to 2035"}.items():
            self.write("bad.yaml", scenario("static", f"  start: {start}\n"))
            for command in (("validate",), ("run", "--quiet")):
                self.assertRegex(self.refused(2, *command, "bad.yaml", says=says), r"bad\.yaml:\d+: spec\.start: ")


if __name__ == "__main__":
    unittest.main(verbosity=2)
