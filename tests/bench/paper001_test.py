"""bench/policies, paper 001: the observer, its measure on the control intervals, what is run, tables and pictures."""

import functools
import io
import json
import pathlib
import stat
import subprocess
import sys
import tempfile
import types
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "bench" / "policies"))
sys.dont_write_bytecode = True

import cells  # noqa: E402
import loads  # noqa: E402
import observed  # noqa: E402
import paper001  # noqa: E402
import paper001_page  # noqa: E402
import paper001_pictures  # noqa: E402
import plots  # noqa: E402

# Samples that observer.py noted on examples/step.yaml under hpa(cpu=60, loop=3m), seed 1.
REAL = [observed.sample(line) for line in (HERE / "data" / "samples.txt").read_text().splitlines()]


def told(messages):
    """What the observer writes, and answers."""
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory) / "samples"
        messages = [{"type": "declare", "parameters": {"out": str(out)}}, *messages]
        answers = subprocess.run([sys.executable, str(observed.OBSERVER)], capture_output=True, text=True, check=True,
                                 input="".join(json.dumps(message) + "\n" for message in messages)).stdout
        return out.read_text(), [json.loads(answer) for answer in answers.splitlines()]


def plan(state, component, pods):
    def series(pairs):
        return [{"timeSeconds": time, "value": value} for time, value in pairs]
    return {"type": "plan", "state": state, "snapshot": {"components": [
        {"replicas": 3, "metrics": [series(pairs) for pairs in component], "pods": [{"metrics": [None] * 3 + [series(pod)]} for pod in pods]}]}}


class Observer(unittest.TestCase):
    def test_each_sample_once_under_its_own_time(self):
        first = plan(None, [[(15, 4.0), (30, 8.0)], [(15, 1.0), (30, 0.0)], [(30, 0.25)]], [[(30, 0.5)], [(30, 0.7)]])
        second = plan(30, [[(30, 8.0), (45, 9.0)], [(30, 0.0), (45, 9.0)], [(30, 0.25)]], [])
        text, answers = told([first, second])
        self.assertEqual(text, "15 4 1 - - 3\n30 8 0 0.25 0.6 3\n45 9 9 - - 3\n")
        self.assertEqual([answer.get("state") for answer in answers], [None, 30, 45])

    def test_it_never_acts_and_is_asked_as_often_as_is_counted(self):
        _, (declared, planned) = told([plan(None, [[(15, 1.0)], [], []], [])])
        self.assertEqual(declared["periodSeconds"], observed.PERIOD)
        self.assertNotIn("actions", planned["decision"])


class Measure(unittest.TestCase):
    def test_intervals_end_with_the_sample_of_their_end(self):
        means = observed.interval_means(REAL)
        self.assertEqual([f"{mean:.6f}" for mean in means], ["0.019309", "0.020418", "0.137283"])  # by awk
        self.assertEqual(len([one for one in REAL if 360 < one.time <= 540]), 12)
        self.assertAlmostEqual(observed.share_over(means), 100 / 3)

    def test_an_interval_that_is_not_over_does_not_count(self):
        self.assertEqual(REAL[-1].time, 645)
        self.assertEqual(len(observed.interval_means(REAL)), 3)

    def test_failed_requests_are_left_out_or_have_taken_their_time_out(self):
        self.assertEqual(f"{observed.interval_means(REAL, timeout=5.0)[2]:.6f}", "0.205540")
        lines = ["90 4 1 0.1 0.5 1", "180 6 3 0.5 0.5 1", "270 2 2 - 0.5 1", "360 1 1 - 0.5 1", "450 0 0 - - 1", "540 0 0 - - 1"]
        samples = [observed.sample(line) for line in lines]
        means = observed.interval_means(samples)
        self.assertAlmostEqual(means[0], (3 * 0.1 + 3 * 0.5) / 6)
        self.assertEqual(means[1:], [float("inf"), None])
        self.assertEqual(observed.share_over(means), 100)  # of the two that have requests
        self.assertEqual(observed.interval_means(samples, timeout=5.0)[1:], [5.0, None])
        self.assertIsNone(observed.share_over([None]))
        self.assertEqual(observed.interval_means([]), [])


SCENARIO = "spec:\n  policies: ['static']\n"
PROGRAM = """#!/bin/sh
[ "$1" = run ] || exit 9
scenario=$2
while [ $# -gt 0 ]; do case $1 in --json) json=$2;; --out) : >"$2";; --seed) seed=$2;; esac; shift; done
[ "$seed" = 3 ] && { echo cannot >&2; exit 2; }
echo "$seed" >>CALLS
samples=$(sed -n "s/.*{out: \\(.*\\)})'.*/\\1/p" "$scenario")
printf '180 1 0 0.09 0.5 2\\n360 1 0 0.08 0.5 2\\n' >"$samples"
echo '{"durationSeconds": 21000, "policies": [{"runs": [{"decisions": 468, "adaptations": 39, "podHours": 14}]}]}' >"$json"
"""


class Runs(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.program = self.directory / "program"  # stands for evenkeel: writes what the observer would
        self.program.write_text(PROGRAM.replace("CALLS", str(self.directory / "calls")))
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def runner(self):
        self.said = io.StringIO()
        return cells.Runner(self.program, self.directory / "kept", 2, self.said)

    def runs(self, *seeds):
        return [observed.Run(SCENARIO, "load", "hpa(cpu=60,loop=3m)", seed, 1.0, f"toy, seed {seed}") for seed in seeds]

    def test_every_run_is_counted_and_none_made_twice(self):
        for _ in range(2):
            runner = self.runner()
            runner.expect(self.runs(1, 2))
            observed.play_all(runner, self.runs(1, 2))
            self.assertIn("[2 of 2, about 0.0 minutes left] toy, seed", self.said.getvalue())
        self.assertEqual(sorted((self.directory / "calls").read_text().split()), ["1", "2"])
        self.assertFalse(list((self.directory / "kept").glob("*.evk")))

    def test_what_a_run_has_shown(self):
        runner = self.runner()
        observed.play_all(runner, self.runs(1))
        seen = observed.seen(runner, self.runs(1)[0])
        self.assertEqual(observed.share_over(seen.means), 50.0)  # 80 ms is not over 80 ms
        self.assertEqual(seen.decisions, 117)
        self.assertAlmostEqual(seen.changing, 100 / 3)
        self.assertAlmostEqual(seen.pods, 2.4)
        self.assertGreater(seen.seconds, 0)

    def test_a_run_that_fails_ends_all_and_is_not_kept(self):
        runner = self.runner()
        with self.assertRaises(SystemExit) as failed:
            observed.play_all(runner, self.runs(3))
        self.assertIn("toy, seed 3: evenkeel run ended with status 2\ncannot", str(failed.exception))
        self.assertFalse(runner.path(self.runs(3)[0]).exists())

    def test_a_scenario_without_policies_is_refused(self):
        with self.assertRaises(SystemExit) as failed:
            observed.play(self.runner(), observed.Run("spec: {}\n", "", "static", 1, 1.0, "toy"))
        self.assertIn("toy: the scenario has no line of policies", str(failed.exception))


@functools.cache
def experiment(subset=False):
    example = (ROOT / "examples" / "rossi.yaml").read_text()
    read, loads.read = loads.read, lambda _, curve: [2.0 if i % 7 else 6.0 for i in range(round(curve.hours * 3600 / curve.interval))]
    try:
        with tempfile.TemporaryDirectory() as directory:
            return paper001.Experiment("", pathlib.Path(directory), example, subset)
    finally:
        loads.read = read


@functools.cache
def toy(shift):
    """A run that is another for another `shift`."""
    figures = {"durationSeconds": 21000, "cpuSeconds": 3.0, "policies": [{"runs": [
        {"decisions": 468, "adaptations": 30 + shift, "podHours": 14.0 + shift, "violatedWindows": 1.0 * shift, "violatedRequests": 2.0,
         "responseMean": 0.064, "utilization": 52.0}]}]}
    samples = [observed.Sample(15.0 * i, 10.0, 0.0, 0.07 + 0.01 * (((i - 1) // 12 + shift) % 3), 0.3, 2.0 + i // 40 % 3)
               for i in range(1, 1409)]
    return observed.Seen(figures, samples)


def toys(plan):
    return lambda load: {policy: [toy((len(policy) + seed) % 7) for seed in (1, 2)] for policy in plan.policies(load)}


class Experiment(unittest.TestCase):
    def test_the_paper_is_played_on_four_loads_with_six_seeds(self):
        plan = experiment()
        self.assertGreaterEqual(len(paper001.STARTS), 4)
        self.assertEqual([load.name for load in plan.loads()], [*paper001.STARTS, "rossi",
                                                                *(title for title, _, _ in paper001.VARIANTS)])
        for load in plan.loads():
            self.assertTrue(600 <= max(load.rates) <= 700)
            for policy in ("hpa(cpu=60,loop=3m)", "q-learning()", "model-based()"):
                self.assertEqual([run.seed for run in load.runs([policy])], [1, 2, 3, 4, 5, 6])
        self.assertIn("values: perSecond, stretch: 0.1", plan.own.scenario)
        self.assertIn("duration: 3511m", plan.long.scenario)
        self.assertNotIn("EVENKEEL_DATA}", plan.own.scenario)
        texts = [load.scenario for load in plan.variants]
        for told in ("stretch: 0.05}", "readinessDelay: 60s"):
            self.assertEqual(sum(told in text for text in texts), 1, told)
        runs = plan.runs()
        self.assertEqual(len(runs), len(set(runs)))
        self.assertLess(sum(run.seconds for run in runs), 1.5 * 3600)

    def test_the_subset_is_a_part_of_it(self):
        whole, part = experiment(), experiment(subset=True)
        names = [(load.minutes, load.name, policy) for load in whole.loads() for policy in whole.policies(load)]
        for load in part.loads():
            self.assertLessEqual({(load.minutes, load.name, policy) for policy in part.policies(load)}, set(names))
        self.assertLess(sum(run.seconds for run in part.runs()) / 2, 4 * 60)

    def test_weights_sum_to_1_and_there_are_at_least_eight_of_each_learner(self):
        self.assertGreaterEqual(len(set(paper001.WEIGHTS)), 8)
        for weights in paper001.WEIGHTS:
            self.assertAlmostEqual(sum(weights), 1)
        self.assertEqual(paper001.weighted("q-learning", (0.9, 0.09, 0.01)), "q-learning()")
        self.assertEqual(paper001.costed("model-based", "inverse", 0), "model-based(scaleOutCost=inverse,scaleInCost=0)")


class Page(unittest.TestCase):
    def test_a_row_has_both_measures_with_and_without_time_outs(self):
        table = paper001_page.experiment_table({"q-learning()": [toy(1), toy(2)]},
                                               ("q-learning()",), said=True)
        self.assertIn("| q-learning() | 33.3 [33.3, 33.3] | 33.3 [33.3, 33.3] | ", table)
        self.assertIn("| over most of the time, changes 66 % |", table)

    def test_every_mark_of_the_page_is_made_and_of_the_subset_some(self):
        page = (ROOT / "docs" / "results" / "paper-001.md").read_text()
        for subset, least in ((False, 9), (True, 2)):
            plan = experiment(subset)
            blocks = paper001_page.blocks(plan, toys(plan), "command", "machine")
            self.assertGreaterEqual(len(blocks), least)
            for mark in blocks:
                self.assertEqual(page.count(f"<!-- {mark}: made by bench/policies/run -->"), 1, mark)
            for name, picture in paper001_page.pictures(plan, toys(plan)).items():
                xml.etree.ElementTree.fromstring(picture)
                self.assertTrue(f"]({name})" in page, name)
        self.assertEqual(page.count(": made by bench/policies/run -->"), len(paper001_page.blocks(experiment(), toys(experiment()), "", "")))

    def test_learners_are_set_beside_thresholds_with_as_many_pods(self):
        self.assertEqual(paper001_page.on_line([(4, 10), (2, 20), (3, 16)], 3.5), 13)
        self.assertEqual(paper001_page.on_line([(4, 10), (2, 20)], 2), 20)
        self.assertIsNone(paper001_page.on_line([(4, 10), (2, 20)], 1.9))

        def runs(*told):
            return [types.SimpleNamespace(figures={"violatedWindows": over}, pods=pods) for over, pods in told]
        seen = {rule: runs((over, pods), (over + 1, pods)) for rule, over, pods in zip(paper001.SLOW, (0, 2, 4, 8, 16, 32), (6, 5, 4, 3, 2, 1))}
        seen |= {"learner": runs((9, 3.5), (9, 3.5)), "few": runs((9, 3.5), (50, 0.5))}
        self.assertEqual(paper001_page.to_thresholds(seen, "learner", paper001_page.windows), "+2.5 [-3.9, +8.9]")
        self.assertEqual(paper001_page.to_thresholds(seen, "few", paper001_page.windows), "-")

    def test_a_long_run_is_told_by_windows_of_117_intervals(self):
        samples = [observed.Sample(15.0 * i, 10.0, 0.0, 0.1 if i <= 117 * 12 else 0.01, 0.3, 1.0 if i <= 117 * 12 else 3.0)
                   for i in range(1, 2 * 117 * 12 + 1)]
        one = types.SimpleNamespace(samples=samples, means=observed.interval_means(samples))
        self.assertEqual(paper001_page.parts(one), [(100.0, 1.0), (0.0, 3.0)])


class Pictures(unittest.TestCase):
    def test_places(self):
        self.assertEqual(plots.Axis(0, 10, ()).at(5, 100, 200), 150)
        self.assertEqual(plots.Axis(0, 10, ()).at(11, 100, 200), 200)
        self.assertAlmostEqual(plots.Axis(0.01, 1, (), plots.log).at(0.1, 0, 10), 5)
        self.assertAlmostEqual(plots.Axis(0, 100, (), plots.root).at(25, 0, 10), 5)

    def test_a_curve_has_a_value_a_minute_and_pods_stand_until_they_change(self):
        curve = paper001_pictures.minutes(REAL, lambda one: one.mean)
        self.assertEqual(len(curve), 11)
        self.assertAlmostEqual(curve[0][1], (0.0188354 + 0.0183888 + 0.019906 + 0.0201017) / 4)
        self.assertEqual(paper001_pictures.changes(REAL), [(0.25, 2.0), (9.0, 4.0), (10.75, 4.0)])

    def test_words_are_escaped(self):
        panel = plots.Panel(20, 50, "a < b & c", plots.Axis(0, 1, ()), plots.Axis(0, 1, ()))
        panel.point(0.5, 0.5, "#000", "disc", "x < y")
        told = xml.etree.ElementTree.fromstring(plots.picture(100, [panel, plots.legend(90, [("d > e", "#000", "line")])], 'all "of" it'))
        self.assertEqual(told.attrib["aria-label"], 'all "of" it')


if __name__ == "__main__":
    unittest.main()
