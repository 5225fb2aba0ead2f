"""The pictures of docs/results/paper-001.md: Figs 2 and 3 of the paper, learners' fronts, and what longer runs bring."""
import math

from observed import TARGET
from plots import COLOURS, LEFT, Axis, Panel, legend, picture, root, log

CORES = 0.7              # of a pod, in examples/rossi.yaml
REQUESTS = Axis(0, 700, (0, 200, 400, 600))
TIMES = Axis(0.005, 5, (0.01, 0.1, 1), log, lambda seconds: f"{seconds * 1000:g}")
CPU = Axis(0, 100, (0, 50, 100))
PODS = Axis(0, 10, (0, 5, 10))
ROW, GAP = 62, 30        # height of a row, and what lies between two


def minutes(samples, value):
    """(minute, mean of the samples of it that have one)."""
    told = {}
    for one in samples:
        if value(one) is not None:
            told.setdefault(math.ceil(one.time / 60), []).append(value(one))
    return [(minute, sum(values) / len(values)) for minute, values in sorted(told.items())]


def changes(samples):
    """(minute, pods wanted) where they change, and at the end."""
    out = []
    for one in samples:
        if not out or out[-1][1] != one.pods:
            out.append((one.time / 60, one.pods))
    return [*out, (samples[-1].time / 60, samples[-1].pods)]


def over_time(load, seen, length, told):
    """As Figs 2 and 3 of the paper: of each policy response time, utilisation and pods over time, below the load if there is one.

    `load`: (minute, requests/s), or nothing; `seen`: policy and samples of one run; `length`: minutes.
    """
    across = Axis(0, length, range(0, length + 1, 50))
    top, parts = 26, []
    if load:
        parts.append(Panel(top, ROW, "Load, requests/s", across, REQUESTS))
        parts[-1].curve(load, COLOURS[5])
        top += ROW + GAP + 26
    for policy, samples in seen:
        rows = (("mean response time, ms (log)", TIMES, minutes(samples, lambda one: one.mean), 0, TARGET),
                ("CPU, %", CPU, minutes(samples, lambda one: None if one.cpu is None else 100 * one.cpu / CORES), 2, None),
                ("pods", PODS, changes(samples), 3, None))
        for row, (what, up, curve, colour, limit) in enumerate(rows):
            last = row == len(rows) - 1
            parts.append(Panel(top, ROW, f"{policy}: {what}" if row == 0 else what[0].upper() + what[1:], across, up, limit, last))
            parts[-1].curve(curve, COLOURS[colour], steps=what == "pods")
            top += ROW + GAP + (26 if last else 0)
    return picture(top - GAP + 24, [*parts, [f'<text x="{LEFT}" y="{top - GAP + 14}">Across: minutes. Dashed: the target of 80 ms.</text>']],
                   told)


SHARES = Axis(0, 100, (0, 1, 5, 10, 20, 40, 60, 80, 100), root)
KINDS = (("hpa, 3 min", COLOURS[0], "disc"), ("hpa, 15 s", COLOURS[5], "square"), ("q-learning", COLOURS[1], "triangle"),
         ("model-based", COLOURS[3], "diamond"))


LINES = (0, 1, 3)        # of the colours: a threshold, then the learners, as above


def front(measures, told):
    """`measures`: (title, of each kind (name, label, pods, percent over) in order)."""
    pods = [x for _, kinds in measures for points in kinds.values() for _, _, x, _ in points]
    low, high = math.floor(min(pods)), math.ceil(max(pods))
    across = Axis(low, high, range(low, high + 1))
    top, height, parts = 26, 250, []
    for title, kinds in measures:
        panel = Panel(top, height, title, across, SHARES)
        for kind, colour, shape in KINDS:
            points = kinds.get(kind, [])
            if kind.startswith("hpa"):
                panel.curve([(x, y) for _, _, x, y in sorted(points, key=lambda point: point[2])], colour)
            for name, label, x, y in points:
                panel.point(x, y, colour, shape, f"{name}: {x:.2f} pods, {y:.1f} %", label)
        parts.append(panel)
        top += height + 52
    text = [f'<text x="{LEFT}" y="{top - 14}">Across: pods, mean. Up: percent over. Lower left is better.</text>']
    return picture(top + 32, [*parts, text, legend(top + 8, KINDS)], told)


def learning(windows, told):
    """`windows`: of each policy ([percent of intervals over], [pods]), a value for each window of the run."""
    count = max(len(over) for over, _ in windows.values())
    across = Axis(0.7, count + 0.3, range(1, count + 1))
    most = math.ceil(max(pod for _, pods in windows.values() for pod in pods))
    kinds = [(name, COLOURS[LINES[i]], "dashed" if name.startswith("hpa") else "line") for i, name in enumerate(windows)]
    parts, top = [], 26
    for title, index, up in (("Control intervals over (the paper's measure), %", 0, SHARES),
                             ("Pods", 1, Axis(0, most, range(0, most + 1, 2)))):
        panel = Panel(top, 190, title, across, up)
        for name, colour, line in kinds:
            panel.curve(list(enumerate(windows[name][index], 1)), colour, dashed=line == "dashed")
        parts.append(panel)
        top += 190 + 52
    text = [f'<text x="{LEFT}" y="{top - 14}">Across: windows of 117 decisions.</text>']
    return picture(top + 32, [*parts, text, legend(top + 8, kinds)], told)
