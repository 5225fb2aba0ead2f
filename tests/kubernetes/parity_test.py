"""One situation of each family: the real HorizontalPodAutoscalers scale, and an observer says the same counts (bench/kubernetes/parity --quick).

Usage: parity_test.py EVENKEEL
"""

import pathlib
import subprocess
import sys

import case

EVENKEEL = sys.argv.pop()
PARITY = case.HERE.parents[1] / "bench" / "kubernetes" / "parity"


class Parity(case.Case):
    options = ("--version", "1.37", "--kwok", "16")

    def test_settled_counts_are_the_same_and_the_log_replays(self):
        done = subprocess.run([sys.executable, str(PARITY), "--quick", f"--state={self.state}", f"--kept={self.folder}", f"--program={pathlib.Path(EVENKEEL)}"],
                              capture_output=True, text=True, timeout=500, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    case.main()
