"""The matrix "all rules": which curves, routings, delays and policies, and the scenario of each."""
import dataclasses

from cells import Cell
import loads

PEAK = 500               # requests/s in the training part
SERVICE = 0.050          # s, exponential
# A queue of its own before each pod keeps the target up to 40 % of its CPU, a common one nearly to the brim.
THRESHOLDS = {"pooled": (50, 60, 70, 80, 90), "random": (20, 25, 30, 35, 40, 60)}
LIMIT = 1.0              # percent of windows that a tuned rule may violate in training
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
    def title(self):
        return f"{self.curve.name}, {self.routing}, {self.delay} s"

    @property
    def stress(self):
        """Why no claim rests on it; empty: it is none."""
        blocks = int((1 - loads.TRAINING) * self.curve.hours / 4)
        return self.curve.note or (f"{blocks} blocks of 4 h are judged" if blocks < 6 else "")


def full(fluid=False):
    return [Case(curve, routing, delay, min(1.0, 30 / curve.hours), 6, fluid) for curve in loads.CURVES.values()
            for routing in ("pooled", "random") for delay in (20, 60)]


def subset(fluid=False):
    chosen = (("rossi", "pooled", 60), ("worldcup", "pooled", 60), ("google2019", "random", 20),
              ("azure-v2", "random", 60), ("nasa", "pooled", 20), ("genai", "random", 60), ("boutique", "pooled", 20))
    return [Case(loads.CURVES[name], routing, delay, min(1.0, 6 / loads.CURVES[name].hours), 4, fluid)
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

    def cell(self, policies, seeds, duration=None, scrape=15, split=True, fluid=None):
        case = self.case
        duration = duration or self.duration
        fluid = case.fluid if fluid is None else fluid
        requests = sum(self.rates) * self.played * duration / self.duration
        seconds = len(policies) * seeds * (requests / REQUESTS_PER_SECOND * (0.1 if fluid else 1) + 0.2)
        text = scenario(case, self.file, duration, self.replicas, scrape)
        return Cell(text, self.text, tuple(policies), seeds, split, fluid, seconds,
                    case.title + (", training" if duration < self.duration else ""))

    def thresholds(self):
        return [f"hpa(cpu={t})" for t in THRESHOLDS[self.case.routing]]

    def tuning(self):
        """Thresholds on the training part alone, two seeds: what `evenkeel tune` may take over."""
        return self.cell(self.thresholds(), 2, duration=int(loads.TRAINING * self.duration) // 60 * 60, split=False)

    def rules(self, tuned):
        """All rules, the one tuned on the past first: differences are to the first."""
        thresholds = self.thresholds()
        thresholds.remove(tuned)
        queueing = f"queueing(queueing={'pooled' if self.case.routing == 'pooled' else 'split'},percentile=95)"
        return self.cell([tuned, *thresholds, queueing, *LEARNERS, *BOUNDS], self.case.seeds)

    def knative(self):
        """Apart, since it needs a sample every two seconds."""
        return self.cell(["kpa(target=1)"], self.case.seeds, scrape=2)


def tuned_on(result, limit=LIMIT):
    """The cheapest threshold with at most `limit` percent of windows over; if there is none, the one with fewest."""
    rows = [(p["policy"], p["summary"]) for p in result["policies"] if p["policy"].startswith("hpa(")]
    fit = [(s["podHours"]["mean"], name) for name, s in rows if s["violatedWindows"]["mean"] <= limit]
    return min(fit)[1] if fit else min((s["violatedWindows"]["mean"], name) for name, s in rows)[1]
