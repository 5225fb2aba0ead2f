"""Builds what the other tests start, so that their time is their own; its output is the build's."""

import subprocess
import sys
import threading
import time

import case

LIMIT = 1500.0  # s for all; a build that takes longer goes on in the next run, from what was compiled
ALL = (("--kwok", "1"), ("--kubelet",), ("--helm",), ("--version", "1.37"))


def build(options, seconds):
    last = ""
    with subprocess.Popen([sys.executable, str(case.HERE / "testbed"), "build", *options], stderr=subprocess.PIPE, text=True) as process:
        timer = threading.Timer(seconds, process.terminate)
        timer.start()
        for line in process.stderr:
            print(line, end="", flush=True)
            last = line.strip()
        process.wait()
        if not timer.is_alive():
            process.returncode, last = case.CANNOT_BUILD, f"not built within {LIMIT:.0f} s in all; the next run goes on from there"
        timer.cancel()
    if process.returncode == case.CANNOT_BUILD:
        print(f"build {' '.join(options)} ... skipped {last!r}")
    return process.returncode


if __name__ == "__main__":
    # Where only some of it can be built, the tests of the rest say themselves that they are skipped.
    begun = time.monotonic()
    ended = [build(options, max(1.0, LIMIT - (time.monotonic() - begun))) for options in ALL]
    failed = [status for status in ended if status not in (0, case.CANNOT_BUILD)]
    sys.exit(failed[0] if failed else min(ended))
