#!/usr/bin/env python3
"""Nothing in the repository names a machine's folders or a package registry."""

import re
import subprocess

import source

_TEXT = (".h", ".cpp", ".cmake", ".txt", ".md", ".yaml", ".yml", ".json", ".py", ".sh", ".html", ".css", ".js", ".csv", "")
_RULES = [
    (re.compile(r"(?<![\w.\-}$)/])/(home|root|Users|work|workspace|mnt|tmp/\w+)/[\w.\-]+"), "a folder of some machine"),
    (re.compile(r"\.\./shared\b"), "a folder outside the repository"),
    (
        re.compile(
            r"\b(registry|proxy|mirror|artifactory|nexus)\.[a-z0-9\-]+\.[a-z]+|\b(pypi\.org|npmjs\.(org|com)|docker\.io|quay\.io|ghcr\.io|gcr\.io)\b"
        ),
        "a registry",
    ),
]
_OWN = ("tests/checks/", "scripts/checks/hygiene.py")


def tracked_files(root):
    """Those that git knows or would take; all of them where root is no git work tree (the fixtures)."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."],
        capture_output=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    if listed.returncode != 0:
        names = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    return sorted(set(names))


def main():
    root = source.root_from_arguments(__doc__)
    allowed = source.allow_list(root, "hygiene.txt")
    faults = []
    for name in tracked_files(root):
        path = root / name
        if name.startswith(_OWN) or name in allowed or path.suffix not in _TEXT or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for pattern, why in _RULES:
                match = pattern.search(line)
                if match:
                    faults.append(f"{name}:{number}: {match.group()}: {why}")
    source.report(faults)


if __name__ == "__main__":
    main()
