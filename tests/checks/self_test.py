"""Shows that a check can fail: runs it on a copy of the faulty tree tests/checks/CHECK and compares what it says.

Usage: self_test.py CHECK. CHECK.expected holds the whole output, CHECK.arguments further arguments if any.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

check = sys.argv[1]
faulty = pathlib.Path(__file__).parent / check
script = pathlib.Path(__file__).parents[2] / "scripts/checks" / f"{check}.py"
further = faulty.with_suffix(".arguments")
arguments = further.read_text().split() if further.exists() else []
with tempfile.TemporaryDirectory() as scratch:
    tree = shutil.copytree(faulty, pathlib.Path(scratch) / check)
    run = subprocess.run([sys.executable, script, "--root", tree, *arguments], capture_output=True, text=True)
expected = faulty.with_suffix(".expected").read_text()
if run.returncode != 1 or run.stdout != expected:
    sys.exit(f"status {run.returncode} (expected 1); said:\n{run.stdout}{run.stderr}expected:\n{expected}")
