"""What the checks share: the files they read, C++ without its comments, allow-lists, one way to report."""

import argparse
import pathlib
import re
import sys

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL,
)


def root_from_arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).parents[2])
    return parser.parse_args().root


def files(root, folders, suffixes=(".h", ".cpp")):
    """Paths relative to root, sorted; the checks' own fixtures are left out."""
    found = []
    for folder in folders:
        for path in (root / folder).rglob("*"):
            relative = path.relative_to(root)
            if path.suffix in suffixes and relative.parts[:2] != ("tests", "checks"):
                found.append(relative)
    return sorted(found)


def without_comments(text, strings=True):
    """The text with comments blanked (and string literals too where strings is False); lines stay in place."""

    def blank(match):
        token = match.group()
        if token[0] != "/" and strings:
            return token
        return re.sub(r"[^\n]", " ", token)

    return _TOKEN.sub(blank, text)


def includes(root, path):
    """(line, header) of each include with quotes or angle brackets."""
    text = without_comments((root / path).read_text(encoding="utf-8"))
    pattern = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
    return [(text.count("\n", 0, m.start()) + 1, m.group(1)) for m in pattern.finditer(text)]


def allow_list(root, name):
    """Lines `entry  # reason` of scripts/checks/allow/NAME; an entry without a reason is refused."""
    allowed = {}
    file = root / "scripts/checks/allow" / name
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else [], 1):
        entry, _, reason = line.partition("#")
        if entry.strip():
            if not reason.strip():
                sys.exit(f"scripts/checks/allow/{name}:{number}: {entry.strip()} has no reason (entry  # reason)")
            allowed[entry.strip()] = reason.strip()
    return allowed


def report(faults):
    """Prints each fault, and ends with status 1 where there is one."""
    faults = list(faults)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)
