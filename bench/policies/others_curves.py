"""docs/results/others.md on real curves: what sizes pods, what goes by the clock, and what acts together, on the loads of policies.md.

Everything is made from the first 60 % of the time and judged on the rest, as there: margins by `evenkeel tune`, thresholds those of policies.md,
the schedule from the same half hours one day of the trace before.
"""
import math
import re

from cells import Cell, compare
import experiments
from figures import mean_interval, table, values
import loads
import others

STEP = 1800              # s of the trace's time that a rule of the schedule lasts
DAY = 86400              # s of it
BOUND = "clairvoyant"
SIZES = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: {name}}}
spec:
  duration: {duration}s
  warmUp: 10m
  routing: {routing}
  loads:
    - application: web
      trace: {{file: "{file}", values: perSecond, stretch: {stretch:.6g}}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: web}}
spec:
  permittedActions: [resize]
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 250ms}}]
  guardrails: {{profile: parity}}
  components:
    - name: server
      replicas: 3
      requests: {{cpu: {cpu}m, memory: 256Mi}}
      limits: {{cpu: {cpu}m, memory: 256Mi}}
      resourceBounds: {{minimum: {{cpu: 250m, memory: 64Mi}}, maximum: {{cpu: 4, memory: 2Gi}}}}
      baseMemory: 60Mi
      serving: {{memoryPerRequest: 2Mi, queueLimit: 60, timeout: 2s, serviceTime: {{kind: exponential, mean: 25ms}}}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: machine}}
spec: {{count: 4, allocatable: {{cpu: 32, memory: 128Gi}}}}
"""
PEAK = 100               # requests/s of the sizes, in the training part
PODS, SERVICE = 3, 0.025


def cases(routing, delay):
    """The loads on which claims rest, under one routing and one start-up delay."""
    return [case for case in experiments.full() if not case.stress and (case.routing, case.delay) == (routing, delay)]


def clock(seconds):
    return f"{int(seconds // 60 % 60)} {int(seconds // 3600)} * * *"


def yesterday(study, threshold):
    """A schedule for the judged part: as many pods as the half hour one day of the trace earlier needed at its peak."""
    case = study.case
    played, step = study.played, STEP * case.stretch
    first = loads.TRAINING * study.duration
    rules = []
    at = first
    while at < study.duration - 60:
        minute = int(at // 60) * 60
        begin = at - DAY * case.stretch
        rates = study.rates[max(0, int(begin / played)):max(1, math.ceil((begin + step) / played))]
        pods = max(1, math.ceil(max(rates) * experiments.SERVICE * 100 / threshold))
        rules.append(f"{{start: '{clock(minute)}', duration: {math.ceil(step / 60)}m, minReplicas: {min(pods, 60)}}}")
        at += step
    return f"[{', '.join(rules)}]"


class Scaled:
    """A curve with rules that count pods: by the clock, and two at once."""

    def __init__(self, study, best):
        threshold = float(re.search(r"cpu=([0-9.]+)", best.hpa)[1])
        self.names = {best.hpa: "threshold", best.queueing: "queueing", f"{best.hpa}+{best.queueing}": "both",
                      f"schedule(policy='{best.hpa}', rules={yesterday(study, threshold)})": "threshold in the schedule", BOUND: "clairvoyant"}
        self.study = study

    def cell(self):
        return self.study.judged(list(self.names))


class Sized:
    """A curve with rules that size pods."""

    def __init__(self, study):
        self.study = study
        case = study.case
        rates = [rate * PEAK / experiments.PEAK for rate in study.rates]
        file = study.file.with_name(f"{case.curve.name}-{PEAK}.csv")
        self.load = loads.write(file, rates, case.curve.interval)
        cpu = math.ceil(PEAK * SERVICE / PODS / 0.7 * 100) * 10
        self.text = SIZES.format(name=case.curve.name, duration=study.duration, routing=case.routing, file=file, stretch=case.stretch, cpu=cpu)
        self.seconds = sum(rates) * study.played / experiments.REQUESTS_PER_SECOND + 0.2

    def tuning(self):
        options = ("--policy", others.vpa(15), "--vary", "marginPercent=0..150", "--seeds", "1", "--judge-seeds", "0",
                   "--most-over", str(experiments.LIMIT))
        return Cell(self.text, self.load, "tune", options, 10 * loads.TRAINING * self.seconds, f"{self.study.case.title}, vpa tuned")

    def cell(self, tuned):
        policies = ["static", "vpa", others.vpa(15), tuned, BOUND]
        return compare(self.text, self.load, tuple(dict.fromkeys(policies)), self.study.case.seeds,
                       5 * self.study.case.seeds * self.seconds, f"{self.study.case.title}, sizes", ("--split",))


def reached(policies, name, cost):
    """Cost to that of the bound, at so many windows over."""
    by = {policy["policy"]: policy for policy in policies}
    share = mean_interval([mine / theirs for mine, theirs in zip(values(by[name], cost), values(by[BOUND], cost))])[0]
    return f"{share:.2f} at {mean_interval(values(by[name], 'violatedWindows'))[0]:.2f} %"


def rows(studies, outcome_of, cost):
    """A row for each curve: `outcome_of(study)` gives {policy: title} and the figures of its comparison."""
    head, lines = None, []
    for study in studies:
        names, policies = outcome_of(study)
        head = ["load", *names.values()]
        lines.append([study.case.curve.name, *(reached(policies, name, cost) for name in names)])
    return table(head, lines)


def blocks(runner, study_of, best_of):
    """The tables of the page by their marks. `best_of(study)`: what policies.md tuned on its past."""
    out = {}
    for routing in ("pooled", "random"):
        studies = [study_of(case) for case in cases(routing, 60)]

        def scaled(study):
            contenders = Scaled(study, best_of(study))
            return contenders.names, runner.run(contenders.cell())["policies"]

        def sized(study):
            contenders = Sized(study)
            tuned = runner.run(contenders.tuning())["past"]["best"]
            names = {"static": "fixed size", "vpa": "`vpa`", others.vpa(15): "short memory", tuned: "its margin tuned", BOUND: "clairvoyant"}
            return names, runner.run(contenders.cell(tuned))["policies"]

        out[f"curves scaled {routing}"] = rows(studies, scaled, "podHours")
        out[f"curves sized {routing}"] = rows(studies, sized, "coreHours")
    return out
