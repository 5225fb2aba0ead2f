"""docs/results/reaction.md: how soon each rule answers a load that steps up.

Each step is a run of its own, with its own seed, at a random moment of the control period. Reaction time is from the step to
the first additional ready pod that was asked for after it, and to enough ready pods: as many as keep the target at the new load
for good (M/M/c). What came of requests is judged from the step on.
"""
import collections
import dataclasses
import math
import pathlib
import random
import statistics

import figures
import runs

WATCHER = pathlib.Path(__file__).resolve().parent / "pods_seen.py"

NUMBERS = range(1, 25)   # of the runs of a row: seeds, and what the moment of the step is drawn with
SETTLED = 600            # s before the step, at least
PHASE = 60               # s within which it comes
SEEN = 600               # s after it
ORDER = 0.050            # s from asking for a pod to its start, in the simulated world
SERVICE = 0.050          # s, exponential
TARGET = 0.250           # s, of the p95
RUN_SECONDS = 0.8        # of one core, measured
STEPS = ((100, 150), (50, 150))  # requests/s before and after
RULES = (                # and s between two samples
    ("hpa(cpu=80)", 15),
    ("hpa(cpu=65)", 15),
    ("hpa(cpu=65, loop=5s)", 15),
    ("hpa(cpu=65)", 2),
    ("hpa(cpu=65, loop=5s)", 2),
    ("queueing(queueing=pooled)", 15),
    ("queueing(queueing=pooled, loop=5s)", 15),
    ("queueing(queueing=pooled)", 2),
    ("queueing(queueing=pooled, loop=5s)", 2),
    ("kpa(target=1)", 2),
)
SCENARIO = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: reaction}}
spec:
  duration: {duration}s
  warmUp: {judged}s
  telemetry: {{scrapeInterval: {scrape}s}}
  loads:
    - application: service
      step: {{before: {before}, after: {after}, at: {judged}s}}
  policies: [static]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: service}}
spec:
  permittedActions: [scale]
  guardrails: {{profile: parity}}
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 250ms}}]
  components:
    - name: web
      replicas: {replicas}
      requests: {{cpu: 1, memory: 128Mi}}
      scaling: {{minReplicas: 1, maxReplicas: 60}}
      serving: {{discipline: fcfs, workers: 1, serviceTime: {{kind: exponential, mean: 50ms}}}}
      startup: {{imageSize: 0, readinessDelay: 20s}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: node}}
spec: {{count: 4, allocatable: {{cpu: 32, memory: 64Gi}}}}
"""


def slow(rate, pods):
    """P(response > TARGET) of M/M/c, first come, first served."""
    offered, served = rate * SERVICE, 1 / SERVICE
    if offered >= pods:
        return 1.0
    blocked = 1.0
    for n in range(1, pods + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1 - offered / pods * (1 - blocked))
    left = pods - 1 - offered
    late = (served * TARGET if abs(left) < 1e-9 else (1 - math.exp(-served * TARGET * left)) / left)
    return math.exp(-served * TARGET) * (1 + waits * late)


def enough(rate):
    return next(pods for pods in range(1, 1000) if slow(rate, pods) <= 0.05)


def step_of(number):
    """When the load steps up (s) in the run of that number."""
    return round(SETTLED + random.Random(number).uniform(0, PHASE), 3)


def row(rule, scrape, before, after):
    """The runs of one row of the table; each ends when what is judged does, and is judged from its step on."""
    out = []
    for number in NUMBERS:
        step = step_of(number)
        scenario = SCENARIO.format(duration=f"{step + SEEN:.3f}", judged=f"{step:.3f}", scrape=scrape, before=before, after=after,
                                   replicas=enough(before))
        out.append(runs.Run(scenario, rule, number, RUN_SECONDS, f"{rule}, a sample every {scrape} s, {before} to {after}/s, {number}",
                            WATCHER))
    return out


def rows():
    return [(rule, scrape, steps, row(rule, scrape, *steps)) for steps in STEPS for rule, scrape in RULES]


@dataclasses.dataclass(frozen=True)
class Reaction:
    first: float | None   # s from the step to the first additional ready pod that was asked for after it; None: there was none
    before: bool          # pods that were asked for before the step became ready after it
    enough: float | None  # s from the step until so many are ready, 0: they were there; None: never
    last: int             # ready pods at the end


def seen(text):
    """Lines of pods_seen.py: (time, when each ready pod was asked for)."""
    lines = [[float(number) for number in line.split()] for line in text.splitlines()]
    return [(line[0], [start - ORDER for start in line[1:]]) for line in lines]


def reaction(samples, step, wanted):
    there = [asked for time, asked in samples if time < step][-1]
    after = [(time - step, asked) for time, asked in samples if time >= step]
    first = next((time for time, asked in after if len(asked) > len(there) and max(asked) >= step), None)
    before = any(collections.Counter(one for one in asked if one < step) - collections.Counter(there) for _, asked in after)
    reached = 0.0 if len(there) >= wanted else next((time for time, asked in after if len(asked) >= wanted), None)
    return Reaction(first, before, reached, len(after[-1][1]))


def cell(values):
    """Median and 95th percentile (the value of that rank) of the runs that have one, and how many have none."""
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return ["-", "-", str(len(values))]
    return [f"{statistics.median(ordered):.0f}", f"{ordered[math.ceil(0.95 * len(ordered)) - 1]:.0f}", str(len(values) - len(ordered))]


HEAD = ("rule", "sample every, s", "load, requests/s", "first pod, s: median", "p95", "runs without", "runs with pods on their way",
        "enough pods, s: median", "p95", "runs without", "pods after 10 min", "requests over, %")


def line(rule, scrape, steps, kept):
    told = [reaction(seen(one["seen"]), step_of(number), enough(steps[1])) for number, one in zip(NUMBERS, kept, strict=True)]
    last = [one.last for one in told]
    return [f"`{rule}`", str(scrape), f"{steps[0]} to {steps[1]}", *cell([one.first for one in told]),
            str(sum(one.before for one in told)), *cell([one.enough for one in told]),
            f"{statistics.median(last):.0f} [{min(last)}, {max(last)}]",
            f"{statistics.median(one['violatedRequests'] for one in kept):.1f}"]


def expected():
    return [run for *_, made in rows() for run in made]


def blocks(runner):
    """The tables of the page by their marks, made where they have not been."""
    runs.play_all(runner, expected())
    lines, used = [], 0.0
    for rule, scrape, steps, made in rows():
        kept = [runs.figures(runner, run) for run in made]
        used += sum(one["cpuSeconds"] for one in kept)
        lines.append(line(rule, scrape, steps, kept))
    return {"reaction": f"{len(expected())} runs, {used / 60:.0f} minutes of one core.\n\n" + figures.table(HEAD, lines)}
