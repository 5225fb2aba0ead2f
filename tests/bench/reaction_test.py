"""What bench/policies/reaction.py makes of a load step."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "policies"))
sys.dont_write_bytecode = True
import reaction  # noqa: E402


class Reaction(unittest.TestCase):
    # Ready pods by when they were asked for: two from the start, one before the step at 10.5 s, then those that answer it.
    PODS = [(9.0, [0, 0]), (10.0, [0, 0]), (11.0, [0, 0, 5]), (31.0, [0, 0, 5, 10.5]), (45.0, [0, 0, 5, 10.5, 20, 20])]

    def test_the_first_pod_was_asked_for_after_the_step(self):
        told = reaction.reaction(self.PODS, 10.5, 6)
        self.assertEqual(told, reaction.Reaction(first=20.5, before=True, enough=34.5, last=6))
        late = [(9.0, [0]), (11.0, [0]), (40.0, [0, 12.0])]
        self.assertEqual(reaction.reaction(late, 10.5, 3), reaction.Reaction(first=29.5, before=False, enough=None, last=2))

    def test_pods_that_were_on_their_way_are_no_answer(self):
        self.assertEqual(reaction.reaction(self.PODS[:3], 10.5, 3), reaction.Reaction(first=None, before=True, enough=0.5, last=3))

    def test_one_in_the_place_of_another_is_none_more(self):
        self.assertIsNone(reaction.reaction([(9.0, [0, 0]), (40.0, [0, 12.0])], 10.5, 2).first)

    def test_enough_may_be_there(self):
        self.assertEqual(reaction.reaction(self.PODS, 10.5, 2).enough, 0)

    def test_what_is_judged_is_ten_minutes_from_the_step_on(self):
        for number, run in zip(reaction.NUMBERS, reaction.row("hpa(cpu=80)", 15, 50, 150)):
            step = reaction.step_of(number)
            self.assertTrue(600 <= step <= 660)
            self.assertIn(f"duration: {step + 600:.3f}s\n  warmUp: {step:.3f}s\n", run.scenario)
            self.assertIn(f"at: {step:.3f}s}}", run.scenario)
            self.assertEqual(run.seed, number)
        self.assertGreaterEqual(len(reaction.NUMBERS), 20)

    def test_sample_and_loop_are_changed_one_by_one(self):
        for policy in ("hpa(cpu=65{})", "queueing(queueing=pooled{})"):
            for loop in ("", ", loop=5s"):
                for scrape in (15, 2):
                    self.assertIn((policy.format(loop), scrape), reaction.RULES)

    def test_enough_pods_keep_the_target_and_one_fewer_does_not(self):
        for rate in (1, 30, 100, 150):
            self.assertLessEqual(reaction.slow(rate, reaction.enough(rate)), 0.05)
            self.assertGreater(reaction.slow(rate, reaction.enough(rate) - 1), 0.05)
        # M/M/1: exp(-(20 - 8) 0.25); M/M/2 at a load of one has the limit of the general formula.
        self.assertAlmostEqual(reaction.slow(8, 1), 0.0497871, 6)
        self.assertAlmostEqual(reaction.slow(20, 2), 0.0067379 * (1 + 5 / 3), 6)

    def test_a_step_that_is_never_answered_is_counted_by_itself(self):
        self.assertEqual(reaction.cell([10, 20, 30]), ["20", "30", "0"])
        self.assertEqual(reaction.cell([10] * 19 + [None]), ["10", "10", "1"])
        self.assertEqual(reaction.cell([None, None]), ["-", "-", "2"])

    def test_the_watcher_tells_when_ready_pods_were_asked_for(self):
        pods = [{"ready": True, "startedSeconds": 0.0}, {"ready": False, "startedSeconds": None}, {"ready": True, "startedSeconds": 12.05}]
        with tempfile.TemporaryDirectory() as directory:
            out = pathlib.Path(directory) / "seen"
            messages = [{"type": "declare", "parameters": {"out": str(out)}},
                        {"type": "plan", "snapshot": {"nowSeconds": 33.0, "components": [{"pods": pods}]}}]
            subprocess.run([sys.executable, str(reaction.WATCHER)], capture_output=True, text=True, check=True,
                           input="".join(json.dumps(message) + "\n" for message in messages))
            self.assertEqual(reaction.seen(out.read_text()), [(33.0, [-0.05, 12.0])])


if __name__ == "__main__":
    unittest.main()
