"""Shows that a check can fail: runs it on the faulty tree tests/checks/CHECK and compares what it says.

Usage: self_test.py CHECK. CHECK.expected holds the whole output, CHECK.arguments further arguments if any.
"""

import pathlib
import subprocess
import sys

check = sys.argv[1]
tree = pathlib.Path(__file__).parent / check
script = pathlib.Path(__file__).parents[2] / "scripts/checks" / f"{check}.py"
arguments = tree.with_suffix(".arguments")
run = subprocess.run(
    [sys.executable, str(script), "--root", str(tree), *(arguments.read_text().split() if arguments.exists() else [])],
    capture_output=True,
    text=True,
)
expected = tree.with_suffix(".expected").read_text()
if run.returncode == 1 and run.stdout == expected:
    sys.exit(0)
print(f"status {run.returncode} (expected 1); said:\n{run.stdout}{run.stderr}expected:\n{expected}")
sys.exit(1)
