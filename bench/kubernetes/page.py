"""The tables of docs/results/kubernetes.md, from what has been played."""
import collections
import json
import re
import statistics
import subprocess

from outcomes import OUTCOMES, counted, cpu_pairs, different, has_moved, moves_of, per_decision, rows_of, stays, told
from tables import ranked, replace, table



def overview(version, results):
    rows = rows_of(results)
    differing = different(rows)
    counts = counted(rows)
    return [version, sum(len(one["situations"]) for one in results), len(rows), sum(map(has_moved, rows)), counts["same"], counts["waits"], counts["both hold"],
            sum(not stays(row) for row in differing), sum(map(stays, differing)), counts["unsettled"]]


def by_family(results):
    families = collections.defaultdict(list)
    for row in rows_of(results):
        families[row["family"]].append(row)
    for name, rows in sorted(families.items()):
        counts = counted(rows)
        times = [row["settledAfter"] for row in rows if row["moves"]]
        yield [name.replace("_", " "), len(rows), sum(map(has_moved, rows)), *(counts[one] for one in OUTCOMES),
               f"{statistics.median(times):.0f}" if times else "-", f"{ranked(times, 0.95):.0f}" if times else "-"]


def guardrails(files):
    """How many decisions each guardrail changed, of the observers that have them all."""
    counts = collections.Counter()
    for file in files:
        log = file.with_name(f"{file.stem}-standard.evk")
        text = subprocess.run([str(file.with_name("evenkeel")), "explain", str(log)], capture_output=True, text=True, timeout=300, check=True).stdout
        for row in re.split(r"\n(?=\d\d:)", text)[1:]:  # their cells are wrapped
            many = re.search(r"(\d+) decisions held", row)
            for name in set(re.findall(r"([a-z-]+)\s+guardrail", row)):
                counts[name] += int(many[1]) if many else 1
    return counts


def observers(version, results):
    for number, result in enumerate(results, 1):
        for name, one in result["observers"].items():
            yield [version, number, name, f"{one['firstPass']:.1f}", f"{one['evenkeel_decisions_total']:.0f}", f"{per_decision(one):.0f}",
                   f"{100 * one['process_cpu_seconds_total'] / result['seconds']:.2f}", f"{one['process_resident_memory_bytes'] / 1e6:.1f}",
                   f"{one['logBytes'] / 1e6:.2f}", one["replay"]]


def version_block(version, results, held):
    rows = rows_of(results)
    moves, before, other = moves_of(rows)
    pairs = cpu_pairs(rows)
    parts = [f"### {version}", table(["family", "steps", "to another count", *OUTCOMES, "settled after, s: median", "p95"], by_family(results)),
             f"Of the autoscalers' {len(moves)} moves {len(before)} had been proposed before they were made, {len(other)} of these with another count. "
             f"Where CPU is all that an autoscaler looks at, what both read lay within a point in {sum(abs(a - b) <= 1 for a, b in pairs)} of {len(pairs)} "
             f"settled steps, within five in {sum(abs(a - b) <= 5 for a, b in pairs)}."]
    if lines := [f"- {number}/{told(row, 'parity')}" for number, result in enumerate(results, 1) for row in different(result["rows"])]:
        parts.append("Different at the first look (wave/situation.step):\n\n" + "\n".join(lines))
    counts = counted(rows, "standard")
    changed = ", ".join(f"{count} by {name}" for name, count in held.most_common()) or "none"
    parts.append(f"With all guardrails: {', '.join(f'{counts[name]} {name}' for name in OUTCOMES)}. Decisions that a guardrail changed, on the way: {changed}.")
    return "\n\n".join(parts)


def write(kept, versions, page):
    played, held = {}, {}
    for version in versions:
        files = sorted(kept.glob(f"{version}-seed-*/wave-*.json"))
        if files:
            played[version] = [json.loads(file.read_text()) for file in files]
            held[version] = guardrails(files)
    blocks = [table(["control plane", "situations", "steps", "to another count", "same", "waits", "both hold", "same a minute later", "different", "unsettled"],
                    [overview(version, results) for version, results in played.items()]),
              *(version_block(version, results, held[version]) for version, results in played.items()), "### The observers",
              table(["control plane", "wave", "guardrails", "first pass, s", "decisions", "µs of CPU a decision", "% of a core", "MB", "MB of log", "replay"],
                    [row for version, results in played.items() for row in observers(version, results)])]
    replace(page, "parity", "\n\n".join(blocks))
    return 0
