"""Some workloads on simulated nodes: the agent decides on all of them in time, beside the real HPA controller (bench/kubernetes/scale --quick).

Usage: scale_test.py EVENKEEL
"""

import pathlib
import subprocess
import sys

import case

BENCH = case.HERE.parents[1] / "bench" / "kubernetes"
sys.path.append(str(BENCH))

from hpa_controller import bed_options  # noqa: E402

EVENKEEL = sys.argv.pop()


class Scale(case.Case):
    options = bed_options("1.37", 20)

    def test_all_are_decided_on_in_time_and_the_log_replays(self):
        done = subprocess.run([sys.executable, str(BENCH / "scale"), "--quick", f"--state={self.state}", f"--kept={self.folder}", f"--program={pathlib.Path(EVENKEEL)}"],
                              capture_output=True, text=True, timeout=800, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    case.main()
