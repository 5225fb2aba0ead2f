"""bench/policies: what others.py compares, how it searches, single runs that are kept, and bench/policies/run's list of parts."""
import io
import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "policies"))
sys.dont_write_bytecode = True
import cells  # noqa: E402
import figures  # noqa: E402
import others  # noqa: E402
import reaction  # noqa: E402
import runs  # noqa: E402

# Stands for evenkeel where a run is a process.
PROGRAM = """#!/bin/sh
case "$*" in *faulty*) echo cannot >&2; exit 1;; esac
while [ "$1" != --json ]; do shift; done
echo '{"policies": [{"runs": [{"violatedRequests": 0.5}]}]}' >"$2"
"""


def played(run):
    """The more CPU, the larger a margin and the lower a threshold, the fewer windows over and the dearer."""
    cpu, memory = (int(re.search(pattern, run.scenario)[1]) for pattern in ("requests: {cpu: ([0-9]+)", "memory: ([0-9]+)Mi"))
    margin, threshold = (int((re.search(rf"\b(?:{name})=([0-9]+)", run.policy) or [0, 0])[1]) for name in ("margin|marginPercent", "cpu"))
    room = (cpu - 1130 if run.policy == "static" else margin - threshold + 40)
    return {"violatedWindows": 100.0 if memory < 100 else max(0.0, 1.0 - room), "violatedRequests": 0.5, "responseP95": 0.2,
            "failedRequests": 0, "podHours": 1000 + room, "coreHours": 1000 + room, "money": memory / 28, "adaptations": 3, "cpuSeconds": 6}


class Canned:
    """As cells.Runner, of runs that cost nothing."""

    def __init__(self):
        self.expected = 0

    def expect(self, members):
        self.expected += len(members)

    def run(self, cell):
        return {"policies": [{"runs": [played(others.sized(1000, 128).run(1))] * 6, "planned": {"violatedWindows": 0.99}}]}


class Program(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.program = self.directory / "program"
        self.program.write_text(PROGRAM)
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def runner(self):
        self.said = io.StringIO()
        return cells.Runner(self.program, self.directory / "kept", 8, self.said)


class Search(unittest.TestCase):
    def test_seven_values_over_a_range(self):
        self.assertEqual(others.grid(40, 100, 1), [40, 50, 60, 70, 80, 90, 100])
        self.assertEqual(others.grid(64, 256, 4), [64, 96, 128, 160, 192, 224, 256])
        self.assertEqual(others.grid(3, 5, 1), [3, 4, 5])

    def test_the_cheapest_that_keeps_the_limit_is_found(self):
        def tried(values, fluid):
            self.assertFalse(fluid)
            return [(0.9 if value <= 71 else 1.1, -value) for value in values]
        self.assertEqual(others.searched(tried, 40, 95, 1, False), 71)

    def test_the_fluid_says_where_to_look_not_what_is_found(self):
        for limit in (41, 50, 58, 64, 68, 70, 75, 93, 95):  # where the fluid says 68
            told = []

            def tried(values, fluid):
                told.append(fluid)
                return [(max(0.0, 1.0 + value - (68 if fluid else limit)), -value) for value in values]
            self.assertEqual(others.searched(tried, 40, 95, 1, True), limit)
            self.assertEqual(told[:2], [True, False])
            self.assertNotIn(True, told[1:])

    def test_where_none_keeps_it_the_one_with_the_fewest_over(self):
        self.assertEqual(others.searched(lambda values, _: [(1 + abs(value - 50), value) for value in values], 40, 95, 1, False), 50)


class Tables(unittest.TestCase):
    def setUp(self):
        self.made = []
        for name, stand_in in (("play_all", lambda _, made: self.made.extend(made)), ("figures", lambda _, run: played(run))):
            patch = unittest.mock.patch.object(runs, name, stand_in)
            patch.start()
            self.addCleanup(patch.stop)

    def test_a_row_for_each_contender_with_its_call_written_out(self):
        members = others.sizes(others.Player(Canned()).search)
        names = [member.name for member in members if isinstance(member, others.Contender)]
        self.assertIn("`static`, 1130m CPU and 100Mi, searched", names)
        self.assertIn("`vpa` from 600m CPU and 128Mi", names)
        self.assertIn("`vpa` from 1500m CPU and 512Mi", names)
        self.assertFalse([name for name in names if "…" in name])
        self.assertTrue(any(others.SHORT in name and name.endswith("searched") for name in names))
        bound = members[-1]
        self.assertEqual((bound.command, bound.policies), ("compare", ("clairvoyant",)))
        self.assertIn("minimum: {cpu: 400m", bound.scenario)

    def test_tables_stand_in_the_page(self):
        runner = Canned()
        tables = others.blocks(runner)
        self.assertEqual(runner.expected, len(self.made) + 2)  # and two bounds
        self.assertEqual({run.seed for run in self.made}, {*others.SEEDS, *others.SEARCH_SEEDS["vertical"]})
        self.assertFalse({*others.SEEDS} & {*others.SEARCH_SEEDS["vertical"], *others.SEARCH_SEEDS["day"]})
        page = (ROOT / "docs" / "results" / "others.md").read_text()
        for mark, table in tables.items():
            self.assertRegex(table, r"^[0-9]+ runs, [0-9.]+ minutes of one core, the search included\.\n")
            self.assertIn(table, figures.replaced(page, mark, table))
            self.assertIn("| `clairvoyant`; planned 0.99 % of windows over | ", table)
        for call in ("hpa(cpu=40)", "queueing(queueing=pooled, margin=0)", others.scheduled("hpa(cpu=40)"),
                     others.scheduled("queueing(queueing=pooled, margin=0)"), "hpa(cpu=50),queueing(queueing=pooled, margin=10)"):
            self.assertIn(f"| `{call}`, searched | ", tables["day"])


class Runs(Program):
    def run_of(self, policy, **given):
        return runs.Run(others.vertical(1000, 128), policy, 1, 1.0, "toy, seed 1", **given)

    def test_a_run_is_kept_with_its_cpu_time(self):
        runner, one = self.runner(), self.run_of("static")
        runner.expect([one])
        runs.play_all(runner, [one])
        told = runs.figures(runner, one)
        self.assertEqual(told["violatedRequests"], 0.5)
        self.assertGreater(told["cpuSeconds"], 0)
        self.assertIn("[1 of 1, about 0.0 minutes left] toy, seed 1", self.said.getvalue())
        self.assertEqual([path.suffix for path in runner.directory.iterdir()], [".json"])

    def test_what_runs_another_way_is_another_run(self):
        ways = [self.run_of("static"), self.run_of("static", fluid=True), self.run_of("static", watcher=reaction.WATCHER)]
        self.assertEqual(len({self.runner().path(one) for one in ways}), 3)

    def test_one_that_fails_ends_all_and_is_not_kept(self):
        runner, one = self.runner(), self.run_of("faulty")
        with self.assertRaises(SystemExit) as failed:
            runs.play_all(runner, [one])
        self.assertIn("toy, seed 1: evenkeel run ended with status 1\ncannot", str(failed.exception))
        self.assertFalse(runner.path(one).exists())


class Command(unittest.TestCase):
    def told(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if name != "EVENKEEL_DATA"}
        return subprocess.run([sys.executable, ROOT / "bench" / "policies" / "run", *arguments], capture_output=True, text=True, env=environment)

    def test_without_a_part_it_lists_what_there_is_and_who_makes_the_rest(self):
        told = self.told()
        self.assertEqual(told.returncode, 2)  # no data
        for name in ("policies", "paper-001", "others", "reaction"):
            self.assertIn(f"docs/results/{name}.md", told.stderr)
        for elsewhere in ("docs/fluid.md", "docs/results/speed.md", "bench/simulation/fluid_loop", "bench/agent/run", "bench_fluid_speed"):
            self.assertIn(elsewhere, told.stderr)
        self.assertIn("no data sets", told.stderr)

    def test_parts_without_data(self):
        self.assertIn("480 cells and runs", self.told("--only", "reaction", "--dry", "--program", __file__).stderr)
        self.assertIn("--only others has neither --subset nor --fluid", self.told("--only", "others", "--subset").stderr)
        self.assertIn("no data sets", self.told("--only", "policies").stderr)


if __name__ == "__main__":
    unittest.main()
