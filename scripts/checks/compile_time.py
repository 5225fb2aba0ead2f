#!/usr/bin/env python3
"""A source file may cost 15 s of processor time to compile; more needs a line in allow/compile_time.txt.

Ninja's log gives the suspects (wall time, which a busy machine stretches and ccache hides); each is
compiled once more without ccache, and the processor time of that decides.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import subprocess

import source

_BUDGET_S = 15.0


def suspects(ninja_log, budget_s):
    """Objects whose latest build took longer than the budget by the clock."""
    latest = {}
    for line in ninja_log.splitlines():
        fields = line.split("\t")
        if len(fields) >= 4 and fields[3].endswith(".o"):
            latest[fields[3]] = (int(fields[1]) - int(fields[0])) / 1000
    return [output for output, seconds in latest.items() if seconds > budget_s]


def processor_seconds(command, directory):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(shlex.split(command), cwd=directory, check=True, env={**os.environ, "CCACHE_DISABLE": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[2])
    parser.add_argument("--build", default="build/release", help="build folder, relative to root")
    parser.add_argument("--budget", type=float, default=_BUDGET_S)
    arguments = parser.parse_args()
    build = arguments.root / arguments.build
    if not (build / ".ninja_log").exists():
        print(f"{arguments.build} is not built: nothing to measure")
        return
    allowed = source.allow_list(arguments.root, "compile_time.txt")
    commands = json.loads((build / "compile_commands.json").read_text())
    slow = suspects((build / ".ninja_log").read_text(), arguments.budget)
    faults = []
    for entry in commands:
        directory = arguments.root / entry["directory"]
        name = os.path.relpath(directory / entry["file"], arguments.root)
        if name in allowed or not any(f"-o {output} " in entry["command"] for output in slow):
            continue
        seconds = processor_seconds(entry["command"], directory)
        if seconds > arguments.budget:
            faults.append(f"{name}: {seconds:.0f} s to compile; the budget is {arguments.budget:g} s")
    source.report(faults)


if __name__ == "__main__":
    main()
