"""What bench/kubernetes/parity plays, and when it calls two counts the same."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "kubernetes"))
sys.dont_write_bytecode = True
import outcomes  # noqa: E402
import playing  # noqa: E402
import situations  # noqa: E402


def looked(desired=5, recommended=5, later=None, replicas=5, active="True", settled=True):
    return {"settled": settled, "hpa": {"desired": desired, "replicas": replicas, "active": active, "cpu": None},
            "parity": {"recommended": recommended, "later": later}}


def row(recommended=5, again=None, proposed=5, **more):
    made = looked(recommended=recommended, **more) | {"moves": [{"from": 3, "to": 5, "proposed": proposed, "byHand": False}]}
    return made | ({"again": looked(recommended=again)} if again else {})


def results(*rows, replay=0):
    return [{"rows": rows, "observers": {"parity": {"replayStatus": replay, "status": 0}}}]


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Pods:
    def befall(self, step):
        pass


class Situations(unittest.TestCase):
    def test_a_seed_says_it_all(self):
        self.assertEqual(situations.situations(3, 40), situations.situations(3, 40))
        self.assertNotEqual(situations.situations(3, 40), situations.situations(4, 40))

    def test_every_family_is_among_them(self):
        made = situations.situations(1, 210)
        self.assertEqual({one.family for one in made}, {family.__name__ for family in situations.FAMILIES})
        self.assertGreaterEqual(len(made), 200)

    def test_the_quick_ones_are_of_each_family_but_that_with_the_long_window(self):
        made = situations.quick(1)
        self.assertEqual({one.family for one in made}, {family.__name__ for family in situations.FAMILIES} - {"default_behavior"})
        self.assertLessEqual(max(one.window() for one in made), 15)

    def test_it_is_held_beyond_the_longest_window_and_period(self):
        one = situations.situations(1, 1)[0]
        one.behavior = {"scaleUp": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 45}]}, "scaleDown": {"stabilizationWindowSeconds": 15}}
        self.assertEqual(one.window(), 45)
        one.behavior = {}
        self.assertEqual(one.window(), situations.DEFAULT_WINDOW)


class Holding(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        one = situations.situations(1, 1)[0]
        one.behavior = {"scaleDown": {"stabilizationWindowSeconds": 30}}
        one.steps = one.steps[:2]
        self.one = playing.Playing(None, "space", one, Pods(), self.clock)
        self.one.next()

    def test_a_minute_beyond_the_last_change(self):
        self.clock.now = 50
        self.one.moved(7, {"recommendedReplicas": 7, "replicas": self.one.count})
        self.clock.now = 139
        self.assertFalse(self.one.is_over())
        self.clock.now = 140
        self.assertTrue(self.one.is_over())
        self.assertEqual(self.one.moves[0] | {"from": 0}, {"after": 50, "from": 0, "to": 7, "proposed": 7, "byHand": False})

    def test_one_that_differs_is_asked_once_more(self):
        self.clock.now = 90
        scaler = {"status": {"desiredReplicas": 3, "conditions": [{"type": "ScalingActive", "status": "True", "reason": "ValidMetricFound"}]}}
        deployment = {"spec": {"replicas": 3}, "status": {}}
        agent = type("Agent", (), {"advice": {"s000": {"recommendedReplicas": 4, "laterReplicas": None, "reason": "", "guardrail": ""}}})
        self.assertFalse(self.one.conclude(scaler, deployment, {"parity": agent}))
        self.assertFalse(self.one.is_over())
        self.clock.now = 150
        self.assertTrue(self.one.is_over())
        self.assertTrue(self.one.conclude(scaler, deployment, {"parity": agent}))
        self.assertTrue(outcomes.stays(self.one.rows[0]))
        self.assertEqual(len(self.one.rows), 1)


class Outcomes(unittest.TestCase):
    def test_what_two_counts_are_to_each_other(self):
        self.assertEqual(outcomes.outcome_of(looked()), "same")
        self.assertEqual(outcomes.outcome_of(looked(recommended=4)), "different")
        self.assertEqual(outcomes.outcome_of(looked(later=1)), "waits")
        self.assertEqual(outcomes.outcome_of(looked(replicas=4)), "unsettled")
        self.assertEqual(outcomes.outcome_of(looked(settled=False)), "unsettled")
        self.assertEqual(outcomes.outcome_of(looked(recommended=None)), "different")
        self.assertEqual(outcomes.outcome_of(looked(recommended=None, active="False")), "both hold")
        self.assertEqual(outcomes.outcome_of(looked(desired=0, recommended=None, active="False")), "both hold")

    def test_when_they_agree(self):
        self.assertTrue(outcomes.agree(results(row(), row(recommended=None, active="False"), row(recommended=4, again=5))))
        self.assertFalse(outcomes.agree(results(row(), row(recommended=4, again=4))))
        self.assertFalse(outcomes.agree(results(row(), replay=1)))
        self.assertFalse(outcomes.agree(results(row(settled=False))))

    def test_what_says_the_count_that_is_there_shows_nothing_of_its_own(self):
        self.assertTrue(outcomes.foresees(results(row())))
        self.assertFalse(outcomes.foresees(results(row(proposed=3))))
        self.assertFalse(outcomes.reads(results(row())))

    def test_most_readings_are_the_autoscalers(self):
        def read(theirs, ours):
            one = row()
            one["hpa"]["cpu"], one["parity"]["cpu"] = theirs, ours
            return one

        self.assertTrue(outcomes.reads(results(read(50, 51), read(50, 49), read(50, 90))))
        self.assertFalse(outcomes.reads(results(read(50, 51), read(50, 90))))


if __name__ == "__main__":
    unittest.main()
