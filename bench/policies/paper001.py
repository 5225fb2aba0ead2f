"""The experiment of paper 001 on its own load and on three others; weights of the learners changed one way and the other."""
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys

from cells import compare
import figures
import loads

PEAK = 650
MINUTES = 350
SPEED = 10
TARGET = 0.080           # s, mean of a control interval
OBSERVER = pathlib.Path(__file__).resolve().parent / "interval_means.py"
LOADS = (("rossi", 0), ("worldcup", 24 * 46 + 2.5), ("google2019", 24 * 7), ("azure-v2", 24 * 7))
BASE = ("hpa(cpu=60,loop=3m)", "hpa(cpu=70,loop=3m)", "hpa(cpu=80,loop=3m)", "hpa(cpu=60)", "hpa(cpu=70)", "hpa(cpu=80)",
        "q-learning()", "model-based()", "model-based(model=literal)")
WEIGHTS = ((0.98, 0.01, 0.01), (0.60, 0.39, 0.01), (0.50, 0.09, 0.41))  # beside 0.90, 0.09, 0.01
SWEEP = tuple(f"{name}(performanceWeight={a},resourcesWeight={b},adaptationWeight={c})"
              for name in ("q-learning", "model-based") for a, b, c in WEIGHTS)


def cells(data, directory, example, seeds):
    """(name of the load, cell) in order."""
    out = []
    for name, start in LOADS:
        curve = loads.CURVES[name]
        hours = MINUTES * SPEED / 60
        stretch = loads.Curve(curve.name, curve.file, curve.column, curve.interval, start, hours, curve.counts, curve.where)
        rates = loads.scaled(loads.read(data, stretch), PEAK, training=1.0)
        file = directory / "loads" / f"paper-001-{name}.csv"
        text = loads.write(file, rates, curve.interval)
        trace = f'trace: {{file: "{file}", values: perSecond, stretch: {1 / SPEED}}}\n'
        scenario, changed = re.subn(r"trace:\n(?: {8,}.*\n)+", trace, example)
        if changed != 1:
            raise SystemExit("examples/rossi.yaml has no trace to replace")
        policies = BASE + SWEEP if name == "rossi" else BASE
        seconds = len(policies) * seeds * sum(rates) / len(rates) * MINUTES * 60 / 2.3e6
        out.append((name, compare(scenario, text, policies, seeds, seconds, f"paper 001, {name}")))
    return out


def share_over(runner, cell, policy, seed):
    """The paper's own measure: percent of control intervals of 3 minutes whose mean response time is over its 80 ms.

    An observer beside the policy notes the means (interval_means.py); it never acts.
    """
    key = json.dumps([cell.scenario, cell.load, policy, seed, OBSERVER.read_text(), runner.version])
    kept = runner.directory / (hashlib.sha256(key.encode()).hexdigest()[:24] + ".means")
    if not kept.exists():
        fresh, scenario = kept.with_suffix(".fresh"), kept.with_suffix(".yaml")
        fresh.unlink(missing_ok=True)
        both = f"  policies: ['{policy}', 'exec({OBSERVER}, parameters={{out: {fresh}}})']"
        text, changed = re.subn(r"(?m)^  policies: .*$", lambda _: both, cell.scenario)
        if changed != 1:
            raise SystemExit("examples/rossi.yaml has no policies to replace")
        scenario.write_text(text)
        log = kept.with_suffix(".evk")
        log.unlink(missing_ok=True)
        ended = subprocess.run([str(runner.program), "run", str(scenario), "--seed", str(seed), "--out", str(log), "--quiet"],
                               capture_output=True, text=True)
        if ended.returncode:
            raise SystemExit(f"{cell.title}, {policy}: evenkeel run ended with status {ended.returncode}\n{ended.stderr}")
        log.unlink()
        fresh.rename(kept)
    means = [float(line.split()[1]) for line in kept.read_text().splitlines()]
    return 100 * sum(mean > TARGET for mean in means) / len(means)


def shares_over(runner, cell, seeds):
    """Of each policy of the cell, a share for each seed."""
    with concurrent.futures.ThreadPoolExecutor(runner.threads) as pool:
        waiting = {policy: [pool.submit(share_over, runner, cell, policy, seed) for seed in range(1, seeds + 1)]
                   for policy in cell.policies}
        told = {policy: [share.result() for share in shares] for policy, shares in waiting.items()}
    print(f"{cell.title}: means of control intervals, {seeds} seeds", file=sys.stderr, flush=True)
    return told


def table(result, shares=None):
    """`shares`: the paper's measure of each policy, seed by seed."""
    head = ["policy", "intervals over (the paper's measure), %", "windows over, %", "requests over, %", "mean, ms", "CPU, %", "pods", "decisions that change, %"]
    rows = []
    for policy in result["policies"]:
        changing = [100 * run["adaptations"] / run["decisions"] for run in policy["runs"]]
        hours = result["durationSeconds"] / 3600
        rows.append([policy["policy"].replace("Weight", "").replace(",", ", "),
                     figures.text((shares or {}).get(policy["policy"], [None])),
                     figures.text(figures.values(policy, "violatedWindows")),
                     figures.text(figures.values(policy, "violatedRequests")),
                     figures.text([1000 * x for x in figures.values(policy, "responseMean")], 0),
                     figures.text(figures.values(policy, "utilization"), 0),
                     figures.text([x / hours for x in figures.values(policy, "podHours")], 2),
                     figures.text(changing, 0)])
    return figures.table(head, rows)


def block(results, command, machine):
    """`results`: name of the load, figures, the paper's measure."""
    parts = [f"`{command}`, {machine}."]
    for name, result, shares in results:
        observed = len(next(iter(shares.values())))
        parts.append(f"### {name}\n\n{len(result['seeds'])} seeds, intervals over {observed}.\n\n{table(result, shares)}")
    return "\n\n".join(parts)
