"""bench/policies: tables and pictures from canned figures, loads, and what has been run is not run again."""

import dataclasses
import gzip
import io
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "bench" / "policies"))
sys.dont_write_bytecode = True

import cells  # noqa: E402
import experiments  # noqa: E402
import figures  # noqa: E402
import fronts  # noqa: E402
import loads  # noqa: E402
import others_curves  # noqa: E402
import paper001  # noqa: E402
import policies_page  # noqa: E402


def canned(name):
    return json.loads((HERE / "data" / name).read_text())


BEST = experiments.Best({"hpa": "hpa(cpu=60)", "queueing": "queueing(queueing=pooled,percentile=95)", "kpa": "kpa(target=1)"},
                        {"hpa": "hpa(cpu=70)", "queueing": "queueing(queueing=pooled,percentile=95)", "kpa": "kpa(target=1)"})


# As the canned comparison has it, so that it adds nothing.
LEARNED = {"policies": [p for p in canned("rules.json")["policies"] if p["policy"] == "q-learning(target=95ms)"]}


def outcome(curve="rossi"):
    case = experiments.Case(loads.CURVES[curve], "pooled", 60, 0.1, 2)
    return policies_page.Outcome(case, 0.067, BEST, canned("rules.json"), canned("kpa.json"), LEARNED)


class Tables(unittest.TestCase):
    def test_a_row_has_means_intervals_and_the_cost_to_the_bound(self):
        table = outcome().table()
        self.assertIn("| queueing(queueing=pooled,percentile=95), tuned on the past and on the test | 1.00 [0.00, 7.35] | 1.00 [0.00, 2.27] | 17.0 | "
                      "1.150 [0.515, 1.785] | 60 | yes | -15.0 [-16.0, -14.0] | - |", table)
        self.assertIn("| hpa(cpu=60), tuned on the past | ", table)
        self.assertIn("| hpa(cpu=70), tuned on the test | ", table)
        self.assertIn("| clairvoyant, B1c; planned 0.80 %, at most 2.0 % above the least | 1.00 [1.00, 1.00] | 0.80 [0.80, 0.80] | "
                      "15.0 | 1.000 [1.000, 1.000] |", table)
        self.assertIn("| B0 | ", table)
        self.assertIn("| kpa(target=1), tuned on the past and on the test | ", table)

    def test_a_rule_keeps_the_limit_where_the_end_of_its_interval_does(self):
        told = outcome()
        self.assertEqual(told.over("queueing(queueing=pooled,percentile=95)"), 1.0)
        self.assertFalse(told.keeps("queueing(queueing=pooled,percentile=95)"))

    def test_no_rule_may_win_by_a_value_that_was_not_tuned_on_the_past(self):
        told = outcome()
        names = list(told.families().values())
        self.assertEqual(list(told.families())[-2:], ["q-learning, not tuned", "model-based, not tuned"])
        self.assertEqual(names, ["hpa(cpu=60)", "queueing(queueing=pooled,percentile=95)", "kpa(target=1)",
                                 "q-learning(target=95ms)", "model-based(target=95ms)"])
        self.assertIn("| rossi, pooled, 60 s | 10 | 0.067 | 1.15 | none keeps 1 %; fewest: hpa(cpu=60): 1.35 at 0.2 % | "
                      "hpa(cpu=60): 1.35 at 0.2 % | hpa(cpu=70): 1.25 at 1.0 % | 1.0 % |", policies_page.overview([told]))

    def test_learners_stand_as_they_come_and_as_they_were_tuned(self):
        tuned = [dict(LEARNED["policies"][0], policy=f"q-learning(target={ms}ms)") for ms in (70, 60)]
        best = experiments.Best({**BEST.past, "q-learning": tuned[0]["policy"]}, {**BEST.test, "q-learning": tuned[1]["policy"]})
        told = policies_page.Outcome(outcome().case, 0.067, best, canned("rules.json"), canned("kpa.json"), {"policies": tuned})
        self.assertEqual((told.families()["q-learning"], told.on_test()["q-learning"]), (tuned[0]["policy"], tuned[1]["policy"]))
        table = told.table()
        for row in ("q-learning(target=95ms)", "q-learning(target=70ms), tuned on the past", "q-learning(target=60ms), tuned on the test"):
            self.assertIn(f"| {row} | ", table)

    def test_what_is_beaten_in_everything_is_not_on_the_front(self):
        front = outcome().front()
        self.assertIn("hpa(cpu=60)", front)
        self.assertNotIn("clairvoyant", front)
        self.assertNotIn("hpa(cpu=70)", front)

    def test_what_each_rule_reaches_by_class_of_roughness(self):
        rough = outcome()
        rough.roughness = 0.4
        table = policies_page.reached([outcome(), rough])
        self.assertIn("| all | 2 | hpa | 0 | 0 | - | 0.25 [0.25, 0.25] | 1.35 [1.35, 1.35] |", table)
        self.assertIn("| up to 0.10 | 1 | ", table)
        self.assertIn("| above 0.35 | 1 | ", table)

    def test_stress_cases_stand_apart(self):
        block = policies_page.block([outcome(), outcome("nasa")], "command", "machine")
        claims, stress = block.split("## Stress cases")
        self.assertIn("### rossi", claims)
        self.assertNotIn("### nasa", claims)
        self.assertIn("### nasa", stress)
        self.assertIn("played 10 times as fast", claims)

    def test_text_around_the_figures_stays(self):
        page = "a\n<!-- figures: made by bench/policies/run -->\nold\n<!-- end of figures -->\nb\n"
        self.assertEqual(figures.replaced(page, "figures", "new"), page.replace("old", "new"))
        with self.assertRaises(SystemExit):
            figures.replaced("no marks", "figures", "new")

    def test_shares_stay_between_0_and_100(self):
        self.assertEqual(figures.percent([1.0, 3.0]), "2.0 [0.0, 14.7]")
        self.assertEqual(figures.percent([96.0, 98.0]), "97.0 [84.3, 100.0]")
        self.assertEqual(figures.percent([1.0]), "1.0")
        self.assertEqual(figures.percent([1.0, None]), "-")

    def test_differences_are_taken_seed_by_seed(self):
        self.assertEqual(figures.difference([1.0, 5.0], [2.0, 6.0]), "-1.0 [-1.0, -1.0]")
        self.assertEqual(figures.difference([1.0, None], [2.0, 6.0]), "-")

    def test_a_figure_that_is_missing_is_a_dash(self):
        self.assertEqual(figures.text([1.0, None]), "-")
        self.assertEqual(figures.text([1.0]), "1.0")


class Tuning(unittest.TestCase):
    @staticmethod
    def search(name, best, tried, keeps=True):
        return {"best": f"p({name}={best})", "keeps": keeps, "trials": [{"policy": f"p({name}={value})"} for value in tried]}

    def test_the_best_of_each_search_and_what_is_to_be_told_of_it(self):
        cpu = [40, 49, 58, 52, 55]
        target = ["0.4", "0.405556", "0.411111", "1.6"]
        told = {"hpa": {"past": self.search("cpu", 49, cpu), "test": self.search("cpu", 40, cpu)},
                "kpa": {"past": self.search("target", "0.405556", target, keeps=False), "test": self.search("target", "0.411111", target)}}
        best = experiments.Best.of(told)
        self.assertEqual(best.past, {"hpa": "p(cpu=49)", "kpa": "p(target=0.405556)"})
        self.assertEqual(best.test, {"hpa": "p(cpu=40)", "kpa": "p(target=0.411111)"})
        self.assertEqual(best.remarks, {("past", "hpa"): [], ("test", "hpa"): ["at the end of its range"],
                                        ("past", "kpa"): ["keeps no limit", "at the end of its range"], ("test", "kpa"): []})

    def test_the_page_tells_it(self):
        told = outcome()
        told.best = dataclasses.replace(BEST, remarks={("past", "kpa"): ["keeps no limit", "at the end of its range"],
                                                       ("test", "hpa"): ["keeps no limit"]})
        table = told.table()
        self.assertIn("| kpa(target=1), tuned on the past (keeps no limit, at the end of its range) and on the test | ", table)
        self.assertIn("| hpa(cpu=70), tuned on the test (keeps no limit) | ", table)
        self.assertIn("| hpa(cpu=60), tuned on the past | ", table)


class Curves(unittest.TestCase):
    @staticmethod
    def policy(name, pod_hours, over):
        return {"policy": name, "runs": [{"podHours": hours, "violatedWindows": share} for hours, share in zip(pod_hours, over)]}

    def test_a_row_has_the_cost_to_the_bound_seed_by_seed_and_the_windows_over_with_their_spread(self):
        case = experiments.full()[1]
        told = [self.policy("hpa(cpu=60)", [20.0, 33.0], [0.0, 1.0]), self.policy("clairvoyant", [10.0, 15.0], [1.0, 1.0])]
        table = others_curves.rows([(case, {"threshold": "hpa(cpu=60)", "clairvoyant": "clairvoyant"}, told)], "podHours")
        self.assertEqual(table.splitlines()[0], "| load, start-up | threshold | clairvoyant |")
        self.assertEqual(table.splitlines()[2], "| rossi, 60 s | 2.10 [0.83, 3.37] at 0.50 [0.00, 6.85] % | 1.00 [1.00, 1.00] at 1.00 [1.00, 1.00] % |")

    def test_both_delays_and_routings_of_every_load(self):
        found = {(case.routing, case.delay) for case in others_curves.cases()}
        self.assertEqual(found, {(routing, delay) for routing in ("pooled", "random") for delay in (20, 60)})


class Pictures(unittest.TestCase):
    def test_an_svg_with_a_point_for_each_policy(self):
        told = outcome()
        points = {name: told.point(name) for name in told.policies}
        root = xml.etree.ElementTree.fromstring(fronts.picture([("a < b", points, {"hpa(cpu=60)"})] * 4))
        space = {"s": "http://www.w3.org/2000/svg"}
        self.assertEqual(len(root.findall("s:g/s:path/s:title", space)), 4 * len(points))
        self.assertEqual([text.text for text in root.findall("s:g/s:text", space)].count("60 % *"), 4)
        self.assertEqual([panel.get("transform") for panel in root.findall("s:g", space)], ["translate(0)", "translate(480)"] * 2)


class Loads(unittest.TestCase):
    def curve(self, **given):
        return loads.Curve(**{"name": "toy", "file": "toy.csv.gz", "column": "n", "interval": 60, "start": 0, "hours": 1,
                              "counts": True, "where": ("kind", ("x",)), **given})

    def test_rows_that_are_wanted_and_empty_cells(self):
        with tempfile.TemporaryDirectory() as directory:
            with gzip.open(pathlib.Path(directory) / "toy.csv.gz", "wt") as file:
                file.write("kind,n\n" + "x,5\ny,99\nx,\n" * 6)
            self.assertEqual(loads.read(directory, self.curve()), [5.0] * 12)
            with self.assertRaises(SystemExit) as told:
                loads.read(directory, self.curve(start=5))
            self.assertIn("12 values, none from hour 5", str(told.exception))

    def test_the_judged_part_has_no_say_in_the_scale(self):
        self.assertEqual(loads.scaled([1, 2, 4, 4, 4, 4, 8, 8, 8, 8], 100)[-1], 200)

    def test_a_note_says_how_far_counts_are_scaled(self):
        loads.check_note([60.0] * 10, self.curve(), 50)  # 1/s to 50/s
        loads.check_note([60.0] * 10, self.curve(note=loads.STRETCHED), 51)
        for peak, note in ((51, ""), (50, loads.STRETCHED)):
            with self.assertRaises(SystemExit) as told:
                loads.check_note([60.0] * 10, self.curve(note=note), peak)
            self.assertIn(f"toy: its counts are scaled {peak}.0-fold", str(told.exception))
        loads.check_note([0.001] * 10, self.curve(counts=False), 50)  # a level, not so many requests

    def test_roughness(self):
        self.assertEqual(loads.roughness([100.0] * 50, 60, 60, False), 0.0)
        swings = [100.0, 110.0] * 500  # +10 % and -9.09 %
        self.assertAlmostEqual(loads.roughness(swings, 60, 60, False), 0.0955, places=4)
        self.assertAlmostEqual(loads.roughness(swings, 60, 20, False), 0.0955 / 3 ** 0.5, places=4)
        self.assertLess(loads.roughness(swings, 60, 60, True), 0.0955)
        self.assertIsNone(loads.roughness([1.0] * 50, 60, 60, True))


class Cells(unittest.TestCase):
    def test_what_has_been_run_is_not_run_again(self):
        with tempfile.TemporaryDirectory() as directory:
            calls = pathlib.Path(directory) / "calls"
            program = pathlib.Path(directory) / "program"
            program.write_text('#!/bin/sh\necho "$@" >>' + f"{calls}\n"
                               'while [ "$1" != --json ]; do shift; done; echo {} >"$2"\n')
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            cell = cells.compare("scenario", "load", ("static", "kpa"), 2, 1.0, "toy")
            for _ in range(2):
                told = io.StringIO()
                runner = cells.Runner(program, pathlib.Path(directory) / "kept", 2, told)
                runner.expect([cell])
                self.assertEqual(runner.run(cell), {})
                self.assertIn("[1 of 1, about 0.0 minutes left] toy", told.getvalue())
            self.assertEqual(len(calls.read_text().splitlines()), 1)
            self.assertIn("--policies static,kpa --seeds 2 --threads 2", calls.read_text())
            program.write_text("#!/bin/sh\necho cannot >&2; exit 2\n")  # another version: run again
            with self.assertRaises(SystemExit) as failed:
                cells.Runner(program, pathlib.Path(directory) / "kept", 2, io.StringIO()).run(cell)
            self.assertIn("toy: evenkeel compare ended with status 2\ncannot", str(failed.exception))


class Matrix(unittest.TestCase):
    def test_every_curve_under_both_routings_and_delays(self):
        full = experiments.full()
        claims = [case for case in full if not case.stress]
        self.assertEqual(len(claims), 4 * len({case.curve.name for case in claims}))
        self.assertGreaterEqual(len(claims), 4 * 8)
        self.assertTrue(all(case in full for case in experiments.subset()))
        self.assertTrue(all(case.seeds >= 6 for case in full))
        self.assertTrue(all(case.stress or (1 - loads.TRAINING) * case.curve.hours >= 24 for case in full))


if __name__ == "__main__":
    unittest.main()
