"""Tables and pictures of docs/results/paper-001.md, each table between marks of its own: the words around them are written by hand."""
import figures
from observed import CONTROL, TARGET, share_over
from paper001 import BASE, COSTED, COSTS, LEARNERS, LITERAL, LONG, MINUTES, PAPER, RULES, SEEDS, SWEEP, THRESHOLDS, WEIGHTS
import paper001_pictures

HOUR = 3600 // CONTROL
WINDOW = 117             # decisions, as many as the paper's run has
SAID = {"hpa(cpu=60,loop=3m)": "9 % over", "hpa(cpu=70,loop=3m)": "21 % over, CPU 54 %", "hpa(cpu=80,loop=3m)": "\"rather high\"",
        "q-learning()": "over most of the time, changes 66 %", "model-based()": "14.4 % over, CPU 49 %"}


def told(policy):
    return policy.replace("Weight", "").replace("loop=3m", "loop=3 min").replace(",", ", ")


def intervals(seen):
    return [share_over(one.means) for one in seen]


def with_timeouts(seen):
    return [share_over(one.means_with_timeouts) for one in seen]


def later(seen):
    return [share_over(one.means[HOUR:]) for one in seen]


def of(seen, key):
    return [one.figures[key] for one in seen]


def pods(seen):
    return [one.pods for one in seen]


def changing(seen):
    return [one.changing for one in seen]


def experiment_table(seen, policies, said=False):
    """`seen`: of each policy its runs, seed by seed."""
    head = ["policy", "intervals over (the paper's measure), %", "the same, a time-out as 5 s, %", "the same, after the first hour, %",
            "windows over, %", "requests over, %", "mean, ms", "CPU, %", "pods", "decisions that change, %"] + ["the paper says"] * said
    rows = []
    for policy in policies:
        runs = seen[policy]
        rows.append([told(policy), figures.percent(intervals(runs)), figures.percent(with_timeouts(runs)), figures.percent(later(runs)),
                     figures.percent(of(runs, "violatedWindows")), figures.percent(of(runs, "violatedRequests")),
                     figures.text([1000 * mean for mean in of(runs, "responseMean")], 0), figures.percent(of(runs, "utilization"), 0),
                     figures.text(pods(runs), 2), figures.percent(changing(runs), 0)] + [SAID.get(policy, "")] * said)
    return figures.table(head, rows)


def variants(seen):
    """`seen`: title and runs of each policy."""
    head = ["what is other", "policy", "intervals over, %", "windows over, %", "mean, ms", "CPU, %", "pods", "decisions that change, %"]
    rows = [[title, told(policy), figures.percent(intervals(runs[policy])), figures.percent(of(runs[policy], "violatedWindows")),
             figures.text([1000 * mean for mean in of(runs[policy], "responseMean")], 0),
             figures.percent(of(runs[policy], "utilization"), 0), figures.text(pods(runs[policy]), 2), figures.percent(changing(runs[policy]), 0)]
            for title, runs in seen for policy in PAPER]
    return figures.table(head, rows)


def mean(numbers):
    return figures.mean_interval(numbers)[0]


def on_line(points, x):
    """Of the line through (pods, percent over) in order of pods, at `x` pods; None: beyond its ends."""
    points = sorted(points)
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x0 <= x <= x1:
            return y0 if x0 == x1 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return None


def to_thresholds(seen, policy, measure):
    """Points that it is over more often than thresholds of the same loop with as many pods, on the line between two: seed by seed."""
    rules = [list(zip(pods(seen[rule]), measure(seen[rule]), strict=True)) for rule in SWEEP["hpa, 3 min"]]
    lines = [on_line(points, x) for points, x in zip(zip(*rules, strict=True), pods(seen[policy]), strict=True)]
    return figures.difference(measure(seen[policy]), lines)


def windows(seen):
    return of(seen, "violatedWindows")


def weights(seen):
    head = ["policy", "weights: time, pods, changes", "intervals over, %", "windows over, %", "pods", "decisions that change, %",
            "intervals over, to thresholds (3 min) with as many pods", "windows over, to them"]
    rows = []
    for kind, policies in SWEEP.items():
        for i, policy in enumerate(policies):
            learns = kind in LEARNERS
            runs = seen[policy]
            rows.append([kind if learns else told(policy), ", ".join(f"{weight:.2f}" for weight in WEIGHTS[i]) if learns else "",
                         figures.percent(intervals(runs)), figures.percent(windows(runs)), figures.text(pods(runs), 2),
                         figures.percent(changing(runs), 0)]
                        + ([to_thresholds(seen, policy, intervals), to_thresholds(seen, policy, windows)] if learns else ["", ""]))
    return figures.table(head, rows)


def label(kind, i):
    return str(THRESHOLDS[i]) if kind == "hpa, 3 min" else ""


def front(seen):
    """For paper001_pictures.front."""
    return [(title, {kind: [(told(policy), label(kind, i), mean(pods(seen[policy])), mean(measure(seen[policy])))
                            for i, policy in enumerate(policies)] for kind, policies in SWEEP.items()})
            for title, measure in (("Control intervals over (the paper's measure), %", intervals), ("Windows over (ours), %", windows))]


def costs(seen):
    head = ["policy", "scaling out costs", "scaling in costs", "intervals over, %", "windows over, %", "pods", "decisions that change, %",
            "intervals over, to the first", "pods, to the first", "changes, to the first"]
    rows = []
    for learner, policies in COSTED.items():
        first = seen[policies[0]]
        for (out, into), policy in zip(COSTS, policies, strict=True):
            runs = seen[policy]
            rows.append([learner, "1" if out == "constant" else "inverse of the pods", str(into), figures.percent(intervals(runs)),
                         figures.percent(windows(runs)), figures.text(pods(runs), 2), figures.percent(changing(runs), 0)]
                        + (["", "", ""] if policy == policies[0] else
                           [figures.difference(intervals(runs), intervals(first)), figures.difference(pods(runs), pods(first), 2),
                            figures.difference(changing(runs), changing(first), 0)]))
    return figures.table(head, rows)


def parts(one):
    """Of a long run: (share of intervals over, pods) of each window."""
    out = []
    for begin in range(0, len(one.means) - WINDOW + 1, WINDOW):
        wanted = [sample.pods for sample in one.samples if begin < sample.time / CONTROL <= begin + WINDOW]
        out.append((share_over(one.means[begin:begin + WINDOW]), sum(wanted) / len(wanted)))
    return out


def learning(seen):
    """Of each policy ([share over], [pods]) by window, means of the seeds: for paper001_pictures.learning."""
    out = {}
    for policy in LONG:
        runs = list(zip(*(parts(one) for one in seen[policy]), strict=True))
        out[told(policy)] = ([mean([over for over, _ in window]) for window in runs], [mean([pod for _, pod in window]) for window in runs])
    return out


LAST = 3


def last(runs, which):
    """Of the last windows, a value a seed."""
    return [mean([window[which] for window in parts(one)[-LAST:]]) for one in runs]


def long(seen):
    curves = learning(seen)
    count = len(next(iter(curves.values()))[0])
    head = ["policy", *(str(i + 1) for i in range(count)), "windows over, all of the run, %", f"last {LAST}: intervals over, %", "pods", "intervals over, to the threshold at 60 % (3 min)", "pods, to it"]
    rows, first = [], seen[LONG[0]]
    for policy in LONG:
        over, pod = curves[told(policy)]
        runs = seen[policy]
        rows.append([told(policy), *(f"{a:.0f} / {b:.1f}" for a, b in zip(over, pod)), figures.percent(windows(runs)), figures.percent(last(runs, 0)),
                     figures.text(last(runs, 1), 2)]
                    + (["", ""] if policy == LONG[0] else
                       [figures.difference(last(runs, 0), last(first, 0)), figures.difference(last(runs, 1), last(first, 1), 2)]))
    return figures.table(head, rows)


def pictures(experiment, seen):
    """By file."""
    own, one = seen(experiment.own), {policy: runs[0].samples for policy, runs in seen(experiment.own).items()}
    step = experiment.own.step / 60
    load = [(i * step, rate) for i, rate in enumerate(experiment.own.rates) if i % max(1, round(1 / step)) == 0]
    told_of = "Response time, CPU and pods over time of "
    out = {"paper-001-fig2.svg": paper001_pictures.over_time(load, [(told(policy), one[policy]) for policy in SWEEP["hpa, 3 min"][2:5]],
                                                             MINUTES, told_of + "the thresholds at 60, 70 and 80 %"),
           "paper-001-fig3.svg": paper001_pictures.over_time([], [(f"{name}()", one[f"{name}()"]) for name in LEARNERS],
                                                             MINUTES, told_of + "Q-learning and the model-based learner")}
    if experiment.long:
        out["paper-001-fronts.svg"] = paper001_pictures.front(front(own), "Violations against pods of thresholds and learners")
        out["paper-001-learning.svg"] = paper001_pictures.learning(learning(seen(experiment.long)), "Violations and pods of longer runs")
    return out


def blocks(experiment, seen, command, machine):
    """By mark. `seen`: of a load each policy's runs."""
    own = seen(experiment.own)
    out = {"experiment": experiment_table(own, (*BASE, LITERAL, *RULES), said=True)}
    out.update({other.name: experiment_table(seen(other), BASE) for other in experiment.others})
    if experiment.long:
        everything = [one for load in experiment.loads() for runs in seen(load).values() for one in runs]
        hours = sum(one.seconds for one in everything) / 3600
        out.update({"weights": weights(own), "costs": costs(own), "long": long(seen(experiment.long)),
                    "variants": variants([("as in the example", own), *((load.name, seen(load)) for load in experiment.variants)]),
                    "made": f"`{command}`: {len(everything)} runs, {SEEDS} seeds, {hours:.2f} core-hours; {machine}."})
    return out
