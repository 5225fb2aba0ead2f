#!/usr/bin/env python3
"""Heavy libraries stay out of headers, where every file that includes them would pay for them."""

import re

import source

_HEAVY = re.compile(
    r"^(nlohmann/|yaml-cpp/|spdlog/|date/|Eigen/|sqlite3\.h|CLI/|CLI11|boost/(asio|beast)|openssl/|curl/|grpc|google/protobuf)"
)


def main():
    root = source.root_from_arguments(__doc__)
    allowed = source.allow_list(root, "header_includes.txt")
    faults = []
    for path in source.files(root, ["src"], (".h",)):
        if "#pragma once" not in (root / path).read_text(encoding="utf-8"):
            faults.append(f"{path}: no #pragma once")
        for line, header in source.includes(root, path):
            if _HEAVY.match(header) and str(path) not in allowed:
                faults.append(f"{path}:{line}: {header} in a header: include it in the .cpp")
    source.report(faults)


if __name__ == "__main__":
    main()
