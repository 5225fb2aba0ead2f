#!/usr/bin/env python3
"""A source file may cost 15 s of processor time to compile; more needs a line in allow/compile_time.txt.

Seconds of a machine that compiles the reference below in 3.5 s: a core that is shared takes twice as long.

Ninja's log gives the suspects (wall time, which a busy machine stretches and ccache hides); each is
compiled once more without ccache, beside the reference, and the processor time of that decides. It is kept in the build folder
until the object is built anew. So many are measured in one go as three minutes permit, the slowest first: on
a busy machine everything is suspect.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import subprocess
import tempfile
import time

import source

_BUDGET_S = 15.0
_MOST_MEASURING_S = 180.0
_REFERENCE = "#include <regex>\nbool same(const char* a) { return std::regex_match(a, std::regex(a)); }\n"
_REFERENCE_S = 3.5


def suspects(ninja_log, budget_s):
    """{object: its line of the log} of those whose latest build took longer than the budget by the clock."""
    latest = {}
    for line in ninja_log.splitlines():
        fields = line.split("\t")
        if len(fields) >= 4 and fields[3].endswith(".o"):
            latest[fields[3]] = line
    return {name: line for name, line in latest.items() if wall_seconds(line) > budget_s}


def wall_seconds(line):
    start, end = line.split("\t")[:2]
    return (int(end) - int(start)) / 1000


def seconds_to_compile(command, directory):
    words = shlex.split(command)
    with tempfile.TemporaryDirectory() as scratch:
        for option in ("-o", "-MF"):  # leave what the build made alone
            if option in words:
                words[words.index(option) + 1] = f"{scratch}/{option}"
        reference = [words[0], "-std=c++20", "-x", "c++", "-c", "-", "-o", f"{scratch}/reference"]
        took = processor_seconds_of(words, cwd=directory)
        return took * _REFERENCE_S / processor_seconds_of(reference, input=_REFERENCE, text=True)


def processor_seconds_of(words, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, env={**os.environ, "CCACHE_DISABLE": "1"}, **options)
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
    record = build / "compile_time.json"
    measured = json.loads(record.read_text()) if record.exists() else {}
    candidates = []
    for entry in commands:
        directory = arguments.root / entry["directory"]
        name = os.path.relpath(directory / entry["file"], arguments.root)
        line = next((line for output, line in slow.items() if f"-o {output} " in entry["command"]), None)
        if line is not None and name not in allowed:
            candidates.append((line, name, entry, directory))
    candidates.sort(key=lambda candidate: (candidate[0] not in measured, -wall_seconds(candidate[0])))
    faults = []
    until = time.monotonic() + _MOST_MEASURING_S
    for line, name, entry, directory in candidates:
        if line not in measured:
            if time.monotonic() > until:
                break
            measured[line] = seconds_to_compile(entry["command"], directory)
            record.write_text(json.dumps(measured))
        if measured[line] > arguments.budget:
            faults.append(f"{name}: {measured[line]:.0f} s to compile; the budget is {arguments.budget:g} s")
    source.report(faults)


if __name__ == "__main__":
    main()
