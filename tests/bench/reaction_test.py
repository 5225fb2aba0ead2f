"""What bench/policies/reaction.py makes of a load step."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "policies"))
sys.dont_write_bytecode = True
import reaction  # noqa: E402


class Reaction(unittest.TestCase):
    PODS = [(0.0, 2), (9.0, 3), (10.0, 3), (31.0, 4), (45.0, 6)]

    def test_time_until_so_many_are_ready(self):
        self.assertEqual(reaction.reached(self.PODS, 10.5, 4), 20.5)
        self.assertEqual(reaction.reached(self.PODS, 10.5, 5), 34.5)
        self.assertEqual(reaction.reached(self.PODS, 10.5, 3), 0)
        self.assertIsNone(reaction.reached(self.PODS, 10.5, 7))

    def test_enough_pods_keep_the_target_and_one_fewer_does_not(self):
        for rate in (1, 30, 100, 150):
            self.assertLessEqual(reaction.slow(rate, reaction.enough(rate)), 0.05)
            self.assertGreater(reaction.slow(rate, reaction.enough(rate) - 1), 0.05)
        # M/M/1: exp(-(20 - 8) 0.25); M/M/2 at a load of one has the limit of the general formula.
        self.assertAlmostEqual(reaction.slow(8, 1), 0.0497871, 6)
        self.assertAlmostEqual(reaction.slow(20, 2), 0.0067379 * (1 + 5 / 3), 6)

    def test_a_step_that_is_never_answered_counts(self):
        self.assertEqual(reaction.cell([10, 20, 30]), "20 | 30")
        self.assertEqual(reaction.cell([10] * 19 + [None]), "10 | 10")
        self.assertEqual(reaction.cell([10] * 18 + [None, None]), "10 | never")


if __name__ == "__main__":
    unittest.main()
