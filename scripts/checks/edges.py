#!/usr/bin/env python3
"""A module includes its own headers and those of the modules that src/CMakeLists.txt names after USES.

After ONLY stand the headers that it may include of a module it uses (the policy contract for `agent`).
The map in ARCHITECTURE.md must say the same.
"""

import re

import source

_KEYWORDS = ("USES", "ONLY", "LINKS")


def declared_modules(text):
    """{module: {"USES": [...], "ONLY": [...]}} in the order of declaration."""
    modules = {}
    text = re.sub(r"#[^\n]*", "", text)
    for words in re.findall(r"\bevenkeel_module\(([^)]*)\)", text):
        name, *rest = words.split()
        lists = {keyword: [] for keyword in _KEYWORDS}
        keyword = None
        for word in rest:
            if word in _KEYWORDS:
                keyword = word
            else:
                lists[keyword].append(word)
        modules[name] = lists
    return modules


def module_of(path, modules):
    """The longest declared module that is a folder above path (inside src/)."""
    parts = path.split("/")[:-1]
    for length in range(len(parts), 0, -1):
        if "/".join(parts[:length]) in modules:
            return "/".join(parts[:length])
    return None


def include_faults(root, modules):
    for path in source.files(root, ["src"]):
        inner = str(path.relative_to("src"))
        if inner.startswith("program/"):
            continue  # where everything is wired together
        module = module_of(inner, modules)
        if module is None:
            yield f"{path}: no evenkeel_module() in src/CMakeLists.txt has this folder"
            continue
        uses, only = modules[module]["USES"], modules[module]["ONLY"]
        for line, header in source.includes(root, path):
            used = module_of(header, modules)
            if header.startswith("program/"):
                yield f"{path}:{line}: {module} includes {header}: program is nobody's dependency"
            if used in (None, module):
                continue
            if used not in uses:
                allowed = " ".join(uses) or "nothing but itself"
                yield f"{path}:{line}: {module} includes {header}; it may use: {allowed}"
            contract = [name for name in only if module_of(name, modules) == used]
            if contract and header not in contract:
                yield f"{path}:{line}: {module} includes {header}; of {used} it may include: {' '.join(contract)}"


def order_faults(modules):
    """Modules are declared after those they use, so that there is no cycle."""
    seen = set()
    for module, lists in modules.items():
        for used in lists["USES"]:
            if used not in seen:
                yield f"src/CMakeLists.txt: {module} uses {used}, which is not declared before it"
        seen.add(module)


def map_faults(root, modules):
    """Rows `| `module` | used, used | ...` of ARCHITECTURE.md; base need not be named."""
    file = root / "ARCHITECTURE.md"
    if not file.exists():
        return
    rows = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| `([a-z/]+)` \|([^|]*)\|", line)
        if row:
            rows[row.group(1)] = set(re.findall(r"[a-z/]+", row.group(2))) - {"base"}
    for module, lists in modules.items():
        uses = set(lists["USES"]) - {"base"}
        if rows.get(module) != uses:
            yield f"ARCHITECTURE.md: the map should say that {module} may use: {', '.join(sorted(uses)) or '(nothing)'}"


def main():
    root = source.root_from_arguments(__doc__)
    modules = declared_modules((root / "src/CMakeLists.txt").read_text(encoding="utf-8"))
    source.report([*order_faults(modules), *include_faults(root, modules), *map_faults(root, modules)])


if __name__ == "__main__":
    main()
