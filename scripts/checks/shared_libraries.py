#!/usr/bin/env python3
"""The program loads no shared library beyond allow/shared_libraries.txt: it must fit an edge box."""

import argparse
import pathlib
import re
import subprocess

import source


def loaded_libraries(program):
    """Names as `libfmt`, without version, of everything that is loaded with the program."""
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    names = (line.split()[0].rsplit("/", 1)[-1] for line in listed.splitlines() if line.strip())
    return sorted({re.sub(r"\.so(\.[0-9.]+)?$|-[0-9.]+\.so.*$", "", name) for name in names})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[2])
    parser.add_argument("--program", default="build/release/evenkeel", help="relative to root")
    arguments = parser.parse_args()
    program = arguments.root / arguments.program
    if not program.exists():
        print(f"{arguments.program} is not built: nothing to look at")
        return
    allowed = source.allow_list(arguments.root, "shared_libraries.txt")
    source.report(
        f"{arguments.program} loads {name}; a new library is a decision: docs/decisions and allow/shared_libraries.txt"
        for name in loaded_libraries(program)
        if name not in allowed
    )


if __name__ == "__main__":
    main()
