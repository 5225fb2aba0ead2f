"""Builds what the other tests start, so that their time is their own; its output is the build's."""

import subprocess
import sys

import case

OF = ("build", "--kwok", "1")


def main():
    last = ""
    with subprocess.Popen([sys.executable, str(case.HERE / "testbed"), *OF], stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            print(line, end="", flush=True)
            last = line.strip()
    if process.returncode == case.CANNOT_BUILD:
        print(f"build ... skipped {last!r}")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
