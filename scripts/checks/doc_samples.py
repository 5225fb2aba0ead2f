#!/usr/bin/env python3
"""Every code block of docs/ that names a file (```cpp file=PATH) stands in that file as written, white space apart."""

import re

import source

_BLOCK = re.compile(r"^```\S+ file=(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main():
    root = source.root_from_arguments(__doc__)
    faults = []
    for page in source.files(root, ["docs"], (".md",)):
        text = (root / page).read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            where = f"{page}:{text.count(chr(10), 0, block.start()) + 1}"
            quoted = root / block[1]
            if not quoted.is_file():
                faults.append(f"{where}: there is no file {block[1]}")
            elif " ".join(block[2].split()) not in " ".join(quoted.read_text(encoding="utf-8").split()):
                faults.append(f"{where}: {block[1]} does not hold this code any more")
    source.report(faults)


if __name__ == "__main__":
    main()
