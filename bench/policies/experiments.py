"""The matrix "all rules": which curves, routings, delays and policies, and the scenario of each."""
import dataclasses

from cells import Cell, compare
import loads

PEAK = 500               # requests/s in the training part
SERVICE = 0.050          # s, exponential
HOURS = 6                # that a long trace is played in
# A queue of its own before each pod keeps the target up to 40 % of its CPU, a common one nearly to the brim.
THRESHOLDS = {"pooled": (50, 60, 70, 80), "random": (25, 30, 35, 40)}
LIMIT = 1.0              # percent of windows that a tuned rule may violate in training
TUNING_SEEDS = 2
REQUESTS_PER_SECOND = 2.0e6  # that one core plays; measured, pessimistic
LEARNERS = ("q-learning(target=83ms)", "model-based(target=83ms)")
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
    def title(self):
        return f"{self.curve.name}, {self.routing}, {self.delay} s"

    @property
    def stress(self):
        """Why no claim rests on it; empty: it is none."""
        blocks = int((1 - loads.TRAINING) * self.curve.hours / 4)
        return self.curve.note or (f"{blocks} blocks of 4 h are judged" if blocks < 6 else "")


def full(fluid=False):
    return [Case(curve, routing, delay, min(1.0, HOURS / curve.hours), 6, fluid) for curve in loads.CURVES.values()
            for routing in ("pooled", "random") for delay in (20, 60)]


def subset(fluid=False):
    chosen = (("rossi", "pooled", 60), ("worldcup", "pooled", 60), ("google2019", "random", 20),
              ("azure-v2", "random", 60), ("nasa", "pooled", 20), ("genai", "random", 60), ("boutique", "pooled", 20))
    return [Case(loads.CURVES[name], routing, delay, min(1.0, HOURS / loads.CURVES[name].hours), 4, fluid)
            for name, routing, delay in chosen]


def scenario(case, load, duration, replicas, scrape):
    return f"""apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: service}}
spec:
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 250ms}}]
  permittedActions: [scale]
  components:
    - name: web
      replicas: {replicas}
      requests: {{cpu: 1, memory: 128Mi}}
      scaling: {{minReplicas: 1, maxReplicas: 99}}
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
        self.rates = loads.scaled(values, PEAK)
        self.file = directory / "loads" / f"{curve.name}.csv"
        self.text = loads.write(self.file, self.rates, curve.interval)
        self.played = curve.interval * case.stretch
        self.duration = int(len(values) * self.played) // 60 * 60
        judged = values[round(loads.TRAINING * len(values)):]
        self.roughness = loads.roughness(judged, self.played, case.delay, curve.counts)
        self.replicas = max(1, round(self.rates[0] * SERVICE / 0.6) + 1)

    def text_and_seconds(self, runs, scrape):
        """The scenario, and what so many runs of it take, request by request."""
        case = self.case
        requests = sum(self.rates) * self.played
        return (scenario(case, self.file, self.duration, self.replicas, scrape),
                runs * (requests / REQUESTS_PER_SECOND * (0.1 if case.fluid else 1) + 0.2))

    def tuning(self, policy, vary, scrape=15):
        """A parameter on the training part alone: some 21 trials in the fluid, 8 request by request."""
        text, seconds = self.text_and_seconds(loads.TRAINING * TUNING_SEEDS * (8 + 21 * 0.1), scrape)
        options = ("--policy", policy, "--vary", vary, "--seeds", str(TUNING_SEEDS), "--judge-seeds", "0",
                   "--most-over", str(LIMIT))
        return Cell(text, self.text, "tune", options, seconds, f"{self.case.title}, {policy} tuned")

    def tunings(self):
        """Every rule with one number that matters, tuned the same way."""
        return {"hpa": self.tuning("hpa(cpu=60)", "cpu=40..95" if self.case.routing == "pooled" else "cpu=15..60"),
                "queueing": self.tuning(self.case.queueing, "margin=0..90"),
                "kpa": self.tuning("kpa(target=1)", "target=0.4..1.6", scrape=2)}

    def judged(self, policies, scrape=15):
        text, seconds = self.text_and_seconds(len(policies) * self.case.seeds, scrape)
        flags = ("--split",) + ("--fluid",) * self.case.fluid
        return compare(text, self.text, policies, self.case.seeds, seconds, self.case.title, flags)

    def rules(self, hpa, queueing):
        """All rules, the threshold tuned on the past first: differences are to the first."""
        thresholds = [f"hpa(cpu={t})" for t in THRESHOLDS[self.case.routing]]
        names = [hpa, *thresholds, self.case.queueing, queueing, *LEARNERS, *BOUNDS]
        return self.judged(tuple(dict.fromkeys(names)))

    def knative(self, kpa):
        """Apart, since it needs a sample every two seconds."""
        return self.judged((kpa,), scrape=2)


def cheapest_within(result, limit=LIMIT):
    """The cheapest threshold with at most `limit` percent of windows over; if there is none, the one with fewest."""
    rows = [(p["policy"], p["summary"]) for p in result["policies"] if p["policy"].startswith("hpa(")]
    fit = [(s["podHours"]["mean"], name) for name, s in rows if s["violatedWindows"]["mean"] <= limit]
    return min(fit)[1] if fit else min((s["violatedWindows"]["mean"], name) for name, s in rows)[1]
