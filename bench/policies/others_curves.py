"""docs/results/others.md on real curves: what sizes pods, what goes by the clock, and what acts together, on the loads of policies.md.

Judged on the last 40 % of the time, as there; tuned on the first 60 %, and on the judged part: margins by `evenkeel tune`, thresholds those of
policies.md, the schedule from the same half hours one day of the trace before.
"""
import math
import re

from cells import Cell, compare
import experiments
from figures import percent, ratios, table, text, values
import loads
import others

STEP = 1800              # s of the trace's time that a rule of the schedule lasts
DAY = 86400              # s of it
BOUND = "clairvoyant"
ROUTINGS = ("pooled", "random")
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
      startup: {{imageSize: 0, readinessDelay: {delay}s}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: machine}}
spec: {{count: 4, allocatable: {{cpu: 32, memory: 128Gi}}}}
"""
PEAK = 100               # requests/s of the sizes, in the training part
PODS, SERVICE = 3, 0.025


def cases():
    """The loads on which claims rest, under both routings and start-up delays."""
    return [case for case in experiments.full() if not case.stress]


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
        self.study = study
        self.contenders = {part: self.of(getattr(best, part)) for part in experiments.PARTS}  # {title: policy}

    def of(self, tuned):
        threshold, queueing = tuned["hpa"], tuned["queueing"]
        used = float(re.search(r"cpu=([0-9.]+)", threshold)[1])
        return {"threshold": threshold, "queueing": queueing, "both": f"{threshold}+{queueing}",
                "threshold in the schedule": f"schedule(policy='{threshold}', rules={yesterday(self.study, used)})", BOUND: BOUND}

    def cell(self):
        return self.study.judged([policy for some in self.contenders.values() for policy in some.values()])


class Sized:
    """A curve with rules that size pods."""

    def __init__(self, study):
        self.study = study
        case = study.case
        rates = [rate * PEAK / experiments.PEAK for rate in study.rates]
        file = study.file.with_name(f"{case.curve.name}-{PEAK}.csv")
        self.load = loads.write(file, rates, case.curve.interval)
        cpu = math.ceil(PEAK * SERVICE / PODS / 0.7 * 100) * 10
        self.text = SIZES.format(name=case.curve.name, duration=study.duration, routing=case.routing, file=file, stretch=case.stretch, cpu=cpu,
                                 delay=case.delay)
        self.seconds = sum(rates) * study.played / experiments.REQUESTS_PER_SECOND + 0.2

    def tuning(self):
        options = experiments.tuning_options(others.vpa(15), "marginPercent=0..150")
        return Cell(self.text, self.load, "tune", options, (10 * loads.TRAINING + 14) * self.seconds, f"{self.study.case.title}, vpa tuned")

    def contend(self, tuned):
        """`tuned`: the JSON of the search."""
        (past, test) = (tuned[part]["best"] for part in experiments.PARTS)
        self.contenders = {"fixed size": "static", "`vpa`": "vpa", "short memory": others.vpa(15), "margin tuned on the past": past,
                           "on the test": test, BOUND: BOUND}

    def cell(self):
        policies = tuple(dict.fromkeys(self.contenders.values()))
        return compare(self.text, self.load, policies, self.study.case.seeds, len(policies) * self.study.case.seeds * self.seconds,
                       f"{self.study.case.title}, sizes", ("--split",))


def reached(policies, call, cost):
    """Cost to that of the bound, at so many windows over."""
    by = {policy["policy"]: policy for policy in policies}
    return f"{text(ratios(by[call], by[BOUND], cost), 2)} at {percent(values(by[call], 'violatedWindows'), 2)} %"


def rows(outcomes, cost):
    """A row for each (case, {title: policy}, figures of the comparison)."""
    head = ["load, start-up", *outcomes[0][1]]
    return table(head, [[f"{case.curve.name}, {case.delay} s", *(reached(policies, call, cost) for call in contenders.values())]
                        for case, contenders, policies in outcomes])


def expected(studies):
    """All cells but what policies.md tunes: where a tuned value is not known yet, with one that takes as long."""
    found = []
    for study in studies:
        sized = Sized(study)
        sized.contend({part: {"best": f"vpa({part})"} for part in experiments.PARTS})
        found += [Scaled(study, experiments.UNKNOWN).cell(), sized.tuning(), sized.cell()]
    return found


def blocks(runner, studies, best_of):
    """The tables of the page by their marks. `best_of(study)`: what policies.md tuned for it."""
    out = {}
    for routing in ROUTINGS:
        members = [study for study in studies if study.case.routing == routing]
        scaled = [Scaled(study, best_of(study)) for study in members]
        told = [runner.run(one.cell())["policies"] for one in scaled]
        for part in experiments.PARTS:
            out[f"curves scaled {routing} {part}"] = rows(
                [(one.study.case, one.contenders[part], policies) for one, policies in zip(scaled, told)], "podHours")
        sized = [Sized(study) for study in members]
        for one in sized:
            one.contend(runner.run(one.tuning()))
        out[f"curves sized {routing}"] = rows([(one.study.case, one.contenders, runner.run(one.cell())["policies"]) for one in sized], "coreHours")
    return out
