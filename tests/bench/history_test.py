"""What bench/kubernetes/history reads off a VerticalPodAutoscaler, and how it sets sizes beside each other; its clusters made of curves."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench" / "kubernetes" / "history"), str(ROOT / "tests" / "history")]
sys.dont_write_bytecode = True
import curves  # noqa: E402
import ratios  # noqa: E402
import rules  # noqa: E402

MIB = 2**20
WEEK = 7 * 86400 // curves.STEP


class Recommended(unittest.TestCase):
    def test_quantities_are_read_as_kubernetes_writes_them(self):
        for text, amount in (("25m", 0.025), ("3", 3), ("262144k", 262144e3), ("1Gi", 2**30), ("500Mi", 500 * MIB), ("1.5", 1.5), ("2G", 2e9)):
            self.assertAlmostEqual(ratios.quantity(text), amount)
        with self.assertRaises(KeyError):
            ratios.quantity("1mM")

    def test_every_bound_of_every_container_is_read(self):
        one = {"containerName": "main", "target": {"cpu": "40m", "memory": "262144k"}, "lowerBound": {"cpu": "25m"}, "upperBound": {"cpu": "1"}}
        found = ratios.recommended({"status": {"recommendation": {"containerRecommendations": [one]}}})
        self.assertEqual(found, {("main", "target", "cpu"): 0.04, ("main", "target", "memory"): 262144e3, ("main", "lower", "cpu"): 0.025,
                                 ("main", "upper", "cpu"): 1})

    def test_one_that_has_none_yet_is_empty(self):
        for vertical in ({}, {"status": None}, {"status": {"conditions": []}}, {"status": {"recommendation": {}}}):
            self.assertEqual(ratios.recommended(vertical), {})


class Ratios(unittest.TestCase):
    def test_median_ends_and_shares(self):
        ours = [1.0] * 90 + [1.005] * 4 + [0.5] * 6
        self.assertEqual(ratios.spread(ours, [1.0] * 100), (1.0, 0.5, 1.0, [0.9, 0.94, 0.94]))
        self.assertEqual(ratios.cells(ours, [1.0] * 100), "1.000 | 0.500 to 1.000 | 90.0 % | 94.0 % | 94.0 %")
        self.assertEqual(ratios.cells(ours, [1.0] * 100, (0.001,)), "1.000 | 0.500 to 1.000 | 90.0 %")

    def test_what_others_size_at_nothing_is_left_out(self):
        self.assertEqual(ratios.spread([1.0, 3.0], [0, 3.0])[0], 1.0)


class Curves(unittest.TestCase):
    def fleet(self, interval, used=lambda moment: 600 * MIB):
        made = curves.Fleet([([0.01 * (moment % 50) for moment in range(WEEK)], [used(moment) for moment in range(WEEK)], [1, 4096 * MIB])], 1, 1, 7,
                            7 * 86400 * 100, interval)
        made.workloads[0].shift = 0
        made.workloads[0].pods = [("app-0-x-y", 1.0)]
        return made

    def counted(self, interval):
        lines = [line.split() for line in self.fleet(interval).usage(range(interval, 3000 + 1, interval)) if line.startswith("container_cpu")]
        return {int(second): float(total) for _, total, second in lines}

    def test_scraped_more_often_the_levels_of_the_steps_are_the_same(self):
        seldom, often = self.counted(curves.STEP), self.counted(60)
        self.assertEqual(len(often), 5 * len(seldom))
        for second, total in seldom.items():
            self.assertAlmostEqual(often[second], total, places=2)

    def test_the_day_under_way_counts_as_a_day_in_the_recommenders_rule(self):
        until = 7 * 86400 * 101
        last = until // curves.STEP % WEEK
        # More memory on the third day from the end: an eighth of the weight of days that end now, a sixteenth once another has begun.
        fleet = self.fleet(60, lambda moment: (900 if 2 * 288 < (last - moment) % WEEK < 3 * 288 else 600) * MIB)
        whole = rules.vpa_sizes(fleet, fleet.workloads[0], until)[1]
        begun = rules.recommender_sizes(fleet, fleet.workloads[0], until, 7 * 86400, curves.STEP)[1]
        self.assertGreater(whole, 900 * MIB)
        self.assertLess(begun, 900 * MIB)

    def test_a_day_that_begins_without_memory_counts_as_one_without_in_the_recommenders_rule(self):
        until = 7 * 86400 * 101
        last = until // curves.STEP % WEEK
        fleet = self.fleet(60, lambda moment: 0 if (last - moment) % 288 == 0 else 600 * MIB)
        self.assertFalse(fleet.workloads[0].always_uses_memory())
        self.assertGreater(rules.vpa_sizes(fleet, fleet.workloads[0], until)[1], 600 * MIB)
        self.assertEqual(rules.recommender_sizes(fleet, fleet.workloads[0], until, 7 * 86400, curves.STEP)[1], 250 * MIB)

    def test_the_recommender_goes_by_whole_milli_cores(self):
        fleet = self.fleet(60)
        fleet.workloads[0].cores = [0.0207] * WEEK  # 20 lie in the bucket below
        exact = rules.vpa_sizes(fleet, fleet.workloads[0], 7 * 86400 * 101)[0]
        self.assertLess(rules.recommender_sizes(fleet, fleet.workloads[0], 7 * 86400 * 101, 7 * 86400, curves.STEP)[0], 0.9 * exact)


if __name__ == "__main__":
    unittest.main()
