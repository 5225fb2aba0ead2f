"""The experiment of paper 001 on its own load and on three others; weights of the learners changed one way and the other."""
import re

from cells import Cell
import figures
import loads

PEAK = 650
MINUTES = 350
SPEED = 10
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
        out.append((name, Cell(scenario, text, policies, seeds, False, False, seconds, f"paper 001, {name}")))
    return out


def table(result):
    head = ["policy", "windows over, %", "requests over, %", "mean, ms", "CPU, %", "pods", "decisions that change, %"]
    rows = []
    for policy in result["policies"]:
        shares = [100 * run["adaptations"] / run["decisions"] for run in policy["runs"]]
        hours = result["durationSeconds"] / 3600
        rows.append([policy["policy"].replace("Weight", "").replace(",", ", "),
                     figures.text(figures.values(policy, "violatedWindows")),
                     figures.text(figures.values(policy, "violatedRequests")),
                     figures.text([1000 * x for x in figures.values(policy, "responseMean")], 0),
                     figures.text(figures.values(policy, "utilization"), 0),
                     figures.text([x / hours for x in figures.values(policy, "podHours")], 2),
                     figures.text(shares, 0)])
    return figures.table(head, rows)


def block(results, command, machine):
    parts = [f"`{command}`, {machine}."]
    for name, result in results:
        parts.append(f"### {name}, {len(result['seeds'])} seeds\n\n{table(result)}")
    return "\n\n".join(parts)
