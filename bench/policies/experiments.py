"""The matrix "all rules": which curves, routings, delays and policies, and the scenario of each."""
import dataclasses
import re

from cells import Cell, compare
import loads

PEAK = 160               # requests/s in the training part
SERVICE = 0.050          # s, exponential
HOURS = 24               # that a long trace is played in
# Of CPU: a queue of its own before each pod keeps the target up to 40 %, a common one nearly to the brim. The first
# is the tool's default; all draw the line that other rules are seen against.
THRESHOLDS = {"pooled": (80, 50, 65), "random": (80, 25, 45)}
USED = {"pooled": 0.7, "random": 0.35}  # of the pods that a run starts with
# Mean response time (ms) that goes with a p95 of 250 ms: of M/M/1, of M/M/8.
MEAN = {"pooled": 95, "random": 83}
LEARNERS = ("q-learning", "model-based")
LEARNT = {"pooled": "target=55ms..150ms", "random": "target=55ms..120ms"}  # what their target is tuned over
LIMIT = 1.0              # percent of windows that a tuned rule may violate in training
TUNING_SEEDS = 1         # of some 860 windows each
REQUESTS_PER_SECOND = 2.0e6  # that one core plays; measured, pessimistic
BOUNDS = ("clairvoyant", "clairvoyant(bound=B1)", "clairvoyant(bound=B0)")


@dataclasses.dataclass(frozen=True)
class Case:
    curve: loads.Curve
    routing: str
    delay: int           # s until a pod is ready
    stretch: float       # 0.25: played four times as fast
    seeds: int
    fluid: bool = False

    @property
    def queueing(self):
        return f"queueing(queueing={'pooled' if self.routing == 'pooled' else 'split'}, percentile=95)"

    @property
    def learners(self):
        return {name: f"{name}(target={MEAN[self.routing]}ms)" for name in LEARNERS}

    @property
    def title(self):
        return f"{self.curve.name}, {self.routing}, {self.delay} s"

    @property
    def stress(self):
        """Why no claim rests on it; empty: it is none."""
        blocks = int((1 - loads.TRAINING) * self.curve.hours / 4)
        return self.curve.note or (f"{blocks} blocks of 4 h are judged" if blocks < 6 else "")


def full(fluid=False):
    """Every curve under both routings and delays; stress cases, on which no claim rests, under one of each."""
    out = []
    for curve in loads.CURVES.values():
        cases = [Case(curve, routing, delay, min(1.0, HOURS / curve.hours), 6, fluid)
                 for routing in ("pooled", "random") for delay in (20, 60)]
        out += [cases[1], cases[2]] if cases[0].stress else cases
    return out


def subset(fluid=False):
    """Cells of the full matrix that take two cores a quarter of an hour."""
    chosen = {("rossi", "pooled", 60), ("smd-2-8", "random", 20), ("smd-1-6", "pooled", 60)}
    return [case for case in full(fluid) if (case.curve.name, case.routing, case.delay) in chosen]


def scenario(case, load, duration, replicas, scrape):
    return f"""apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: service}}
spec:
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 250ms}}]
  permittedActions: [scale]
  guardrails: {{profile: parity}}
  components:
    - name: web
      replicas: {replicas}
      requests: {{cpu: 1, memory: 128Mi}}
      scaling: {{minReplicas: 1, maxReplicas: 60}}
      serving: {{discipline: fcfs, workers: 1, serviceTime: {{kind: exponential, mean: 50ms}}}}
      startup: {{imageSize: 0, readinessDelay: {case.delay}s}}
  requestTypes: [{{name: request, entry: web}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: node}}
spec: {{layer: cloud, count: 4, allocatable: {{cpu: 32, memory: 64Gi}}}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: {case.curve.name}}}
spec:
  duration: {duration}s
  warmUp: 10m
  routing: {case.routing}
  telemetry: {{scrapeInterval: {scrape}s}}
  loads:
    - application: service
      trace: {{file: "{load}", values: perSecond, stretch: {case.stretch:.6g}}}
  policies: ["hpa(cpu=60)"]
"""


class Study:
    """One case: its load as a file, and its cells."""

    def __init__(self, case, data, directory):
        self.case = case
        curve = case.curve
        values = loads.read(data, curve)
        loads.check_note(values, curve, PEAK)
        self.rates = loads.scaled(values, PEAK)
        self.file = directory / "loads" / f"{curve.name}.csv"
        self.text = loads.write(self.file, self.rates, curve.interval)
        self.played = curve.interval * case.stretch
        self.duration = int(len(values) * self.played) // 60 * 60
        judged = values[round(loads.TRAINING * len(values)):]
        self.roughness = loads.roughness(judged, self.played, case.delay, curve.counts)
        self.replicas = max(1, round(self.rates[0] * SERVICE / USED[case.routing]) + 1)

    def text_and_seconds(self, runs, scrape):
        """The scenario, and what so many runs of it take, request by request."""
        case = self.case
        requests = sum(self.rates) * self.played
        return (scenario(case, self.file, self.duration, self.replicas, scrape),
                runs * (requests / REQUESTS_PER_SECOND * (0.1 if case.fluid else 1) + 0.2))

    def tuning(self, policy, vary, scrape=15):
        """A parameter on the training part, and once more on the rest: some 21 trials in the fluid, 8 request by request."""
        trials = TUNING_SEEDS * (8 + 21 * 0.1)
        text, seconds = self.text_and_seconds(loads.TRAINING * trials + trials + 4, scrape)
        return Cell(text, self.text, "tune", tuning_options(policy, vary), seconds, f"{self.case.title}, {policy} tuned")

    def tunings(self):
        """Every rule with one number that matters, tuned the same way."""
        pooled = self.case.routing == "pooled"
        cpu = "cpu=40..95" if pooled else "cpu=15..60"
        target = "target=0.4..1.6" if pooled else "target=0.1..1.2"
        return {"hpa": self.tuning("hpa(cpu=80)", cpu),
                "queueing": self.tuning(self.case.queueing, "margin=0..90"),
                "kpa": self.tuning("kpa(target=1)", target, scrape=2)}

    def learner_tunings(self):
        """Of each learner the response time it learns to keep: what is best by its costs need not be by the windows' limit."""
        return {name: self.tuning(call, LEARNT[self.case.routing]) for name, call in self.case.learners.items()}

    def judged(self, policies, scrape=15):
        policies = tuple(dict.fromkeys(policies))
        text, seconds = self.text_and_seconds(len(policies) * self.case.seeds, scrape)
        flags = ("--split",) + ("--fluid",) * self.case.fluid
        return compare(text, self.text, policies, self.case.seeds, seconds, self.case.title, flags)

    def rules(self, best):
        """All rules, the threshold tuned on the past first: differences are to the first."""
        (past, test) = (best.past, best.test)
        thresholds = [f"hpa(cpu={t})" for t in THRESHOLDS[self.case.routing]]
        return self.judged([past["hpa"], test["hpa"], *thresholds, self.case.queueing, past["queueing"], test["queueing"],
                            *self.case.learners.values(), *BOUNDS])

    def learned(self, best):
        """The learners as they were tuned: apart, so that the other rules are not played again."""
        return self.judged([best.past["hpa"], *(calls[name] for name in LEARNERS for calls in (best.past, best.test))])

    def knative(self, best):
        """With a sample every two seconds, which it needs, and the threshold on the same samples."""
        return self.judged([best.past["hpa"], best.past["kpa"], best.test["kpa"]], scrape=2)


VARIED = {"hpa": "cpu", "queueing": "margin", "kpa": "target", **{name: "target" for name in LEARNERS}}  # what is tuned of each rule
PARTS = ("past", "test")


def tuning_options(policy, vary):
    return ("--policy", policy, "--vary", vary, "--seeds", str(TUNING_SEEDS), "--judge-seeds", "1", "--most-over", str(LIMIT))


def remarks(search, name):
    """What is to be told of the best value of a search for the parameter of that name, from the JSON of `evenkeel tune`."""
    value = re.compile(rf"\b{name}=([0-9.]+)")
    tried = sorted({float(found[1]) for trial in search["trials"] if (found := value.search(trial["policy"]))})
    told = [] if search["keeps"] else ["keeps no limit"]
    if len(tried) > 1:
        step = min(b - a for a, b in zip(tried, tried[1:]))
        best = float(value.search(search["best"])[1])
        if min(best - tried[0], tried[-1] - best) <= 1.01 * step:  # values have six digits
            told.append("at the end of its range")
    return told


@dataclasses.dataclass(frozen=True)
class Best:
    """Calls with the values that tuning found on the past and on the test, by rule."""
    past: dict
    test: dict
    remarks: dict = dataclasses.field(default_factory=dict)  # of those values, by (part, rule)

    @staticmethod
    def of(told):
        """From the JSON of `evenkeel tune`, by rule."""
        calls = {part: {rule: searches[part]["best"] for rule, searches in told.items()} for part in PARTS}
        noted = {(part, rule): remarks(searches[part], VARIED[rule]) for rule, searches in told.items() for part in PARTS}
        return Best(calls["past"], calls["test"], noted)


# Stands for what has not been tuned yet.
UNKNOWN = Best(*({rule: f"{rule}({name}={number})" for rule, name in VARIED.items()} for number in (1, 2)))
