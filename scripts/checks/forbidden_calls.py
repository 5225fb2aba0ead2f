#!/usr/bin/env python3
"""Time, sleep, chance and threads come from base/ and io/ alone (a Timeline, a RandomStream, a worker); and no test drops the answer of a property."""

import re

import source

_EVERYWHERE = [
    (r"\bsleep_(for|until)\b|\b(u|nano)?sleep\s*\(", "a sleep: let the Timeline call you"),
    (r"\brandom_device\b|\bs?rand\s*\(", "chance without a seed: use RandomStream"),
    (r"^\s*rc::check\s*\(", "prints and returns false where it fails: EXPECT_TRUE it, or use RC_GTEST_PROP"),
]
_INSIDE = _EVERYWHERE + [
    (r"\b(system|steady|high_resolution|utc|file)_clock\s*::\s*now\b", "a clock: ask the Timeline"),
    (r"\b(clock_gettime|gettimeofday|localtime(_r)?)\s*\(|\b(std\s*::\s*)?\btime\s*\(\s*(nullptr|NULL|0|&)", "a clock: ask the Timeline"),
    (r"\bstd\s*::\s*\w+_distribution\b", "differs between libraries: use RandomStream"),
    (r"\b(mt19937(_64)?|default_random_engine|minstd_rand0?)\b", "another engine: use RandomStream"),
    (r"\bstd\s*::\s*j?thread\b|\bstd\s*::\s*async\b|\bpthread_create\b", "a thread: use base's worker or pool"),
    (r"\b(steady|system|deadline|high_resolution)_timer\b", "a timer: use the Timeline"),
]
_EXEMPT = ("src/base/", "src/io/")


def faults_in(root, path, rules):
    text = source.without_comments((root / path).read_text(encoding="utf-8"), strings=False)
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, why in rules:
            match = re.search(pattern, line)
            if match:
                yield f"{path}:{number}: {match.group().strip()}: {why}"


def main():
    root = source.root_from_arguments(__doc__)
    allowed = source.allow_list(root, "forbidden_calls.txt")
    faults = []
    for path in source.files(root, ["src", "bench", "tests"]):
        if str(path) in allowed or str(path).startswith(_EXEMPT):
            continue
        faults += faults_in(root, path, _INSIDE if path.parts[0] == "src" else _EVERYWHERE)
    source.report(faults)


if __name__ == "__main__":
    main()
