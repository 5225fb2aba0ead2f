"""docs/results/others.md: sizes, schedules and compositions of policies, for which docs/results/policies.md has no column.

Each contender is run request by request with the same seeds. What has a number that matters is searched on the same hours with
draws of its own, all in the same way: as fine as `evenkeel tune` goes, for the cheapest that keeps LIMIT.
"""
import dataclasses
import statistics

import cells
from figures import table as drawn
import runs

SEEDS = range(1, 7)      # judged
SEARCH_SEEDS = {"vertical": range(7, 10), "day": range(7, 8)}
LIMIT = 1.0              # percent of windows over that the search allows
SECONDS = {"vertical": 0.9, "day": 3.4}  # of one core, a run request by request; measured
FLUID = 0.1              # of that as a fluid

NODE = """---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: machine}
spec: {count: 4, allocatable: {cpu: 32, memory: 128Gi}}
"""

# Twelve hours, two swings of load and a burst; pods may be resized and not scaled.
VERTICAL = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: vertical}}
spec:
  duration: 12h
  loads:
    - application: web
      diurnal: {{mean: 60, amplitude: 25, period: 6h}}
      noise: 0.1
    - application: web
      flashCrowd: {{base: 0, peak: 40, at: 8h, rise: 2m, hold: 10m, decay: 5m}}
  prices: {{gibHour: 1}}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: web}}
spec:
  permittedActions: [resize]
  targets: [{{name: fast, metric: responseTime, statistic: p95, value: 0.25}}]
  components:
    - name: server
      replicas: 3
      requests: {{cpu: {cpu}, memory: {memory}}}
      limits: {{cpu: {cpu}, memory: {memory}}}
      resourceBounds: {{minimum: {{cpu: {bounds[0]}, memory: 64Mi}}, maximum: {{cpu: {bounds[1]}, memory: 2Gi}}}}
      baseMemory: 60Mi
      serving: {{memoryPerRequest: 2Mi, queueLimit: 60, timeout: 2s, serviceTime: {{kind: exponential, mean: 25ms}}}}
"""
BOUNDS = ("100m", "4")
BOUND_SIZES = ("400m", "1600m")  # over which clairvoyant spreads its eight sizes
ROOMY = 256              # MiB, more than it needs: what clairvoyant has, which plans no memory
SMALL, LARGE = (600, 128), (1500, 512)  # millicores, MiB: where vpa starts
SHORT = "halfLife=2h, confidenceInterval=1h, podLifetimeUpdateThreshold=10m, podMinMemory=64Mi, memoryAggregationInterval=30m"

# A day: a quiet night, a rush at eight that is there within 20 s, an afternoon, and a burst that no schedule knows.
DAY = """apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: day}
spec:
  start: 2026-06-01T00:00:00+00:00
  duration: 24h
  loads:
    - application: web
      seasonal:
        level: 100
        daily: [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.35, 0.4, 0.5, 0.8, 1.2, 1.4, 1.4, 1.4, 1.5, 1.6, 1.6, 1.5, 1.2, 1.0, 0.8, 0.6, 0.4, 0.3]
        noise: [{cv: 0.1, memory: 10m}]
        seed: 3
    - application: web
      flashCrowd: {base: 0, peak: 200, at: 8h, rise: 20s, hold: 40m, decay: 30m}
    - application: web
      flashCrowd: {base: 0, peak: 120, at: 15h20m, rise: 1m, hold: 5m, decay: 10m}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: web}
spec:
  permittedActions: [scale]
  targets: [{name: fast, metric: responseTime, statistic: p95, value: 0.25}]
  components:
    - name: server
      replicas: 4
      requests: {cpu: 1, memory: 256Mi}
      limits: {cpu: 1, memory: 512Mi}
      scaling: {minReplicas: 1, maxReplicas: 40}
      serving: {queueLimit: 1000, serviceTime: {kind: exponential, mean: 50ms}}
      startup: {imageSize: 300M, cpuTime: 2s, readinessDelay: 30s}
""" + NODE
RUSH = "rules=[{start: '55 7 * * *', duration: 15m, minReplicas: 20}]"

FIGURES = (("violatedWindows", "windows over, %", 2), ("violatedRequests", "requests over, %", 2), ("responseP95", "p95, ms", 0),
           ("podHours", "pod-hours", 1), ("coreHours", "core-hours", 1), ("money", "GiB-hours", 1),
           ("failedRequests", "failed, %", 2), ("adaptations", "changes", 0))
OF = {"vertical": ("violatedWindows", "violatedRequests", "failedRequests", "coreHours", "money", "adaptations"),
      "day": ("violatedWindows", "violatedRequests", "responseP95", "podHours", "adaptations")}


def vertical(cpu, memory, bounds=BOUNDS):
    """Pods of so many millicores and MiB."""
    return VERTICAL.format(cpu=f"{cpu}m", memory=f"{memory}Mi", bounds=bounds) + NODE


@dataclasses.dataclass(frozen=True)
class Contender:
    table: str
    policy: str
    scenario: str
    name: str

    def run(self, seed, fluid=False):
        seconds = SECONDS[self.table] * (FLUID if fluid else 1)
        return runs.Run(self.scenario, self.policy, seed, seconds, f"{self.name}, seed {seed}", fluid=fluid)


def sized(cpu, memory, policy="static"):
    name = f"`{policy}`, {cpu}m CPU and {memory}Mi" if policy == "static" else f"`{policy}` from {cpu}m CPU and {memory}Mi"
    return Contender("vertical", policy, vertical(cpu, memory), name)


def vpa(margin):
    return f"vpa(marginPercent={margin}, {SHORT})"


def daily(policy, pods=4):
    name = f"`{policy}`, {pods} pods" if policy == "static" else f"`{policy}`"
    return Contender("day", policy, DAY.replace("replicas: 4", f"replicas: {pods}"), name)


def scheduled(policy):
    return f"schedule(policy='{policy}', {RUSH})"


def threshold(cpu):
    return f"hpa(cpu={cpu})"


def queueing(margin):
    return f"queueing(queueing=pooled, margin={margin})"


def grid(low, high, step):
    """Seven values over a range, in whole steps."""
    return sorted({round((low + (high - low) * i / 6) / step) * step for i in range(7)})


def rank(over, cost):
    """The cheapest of those that keep the limit; where none does, the one with the fewest windows over."""
    return (0, cost) if over <= LIMIT else (1, over)


def searched(tried, low, high, step, fluid):
    """The best value of a range: seven over it, then seven between the neighbours of the best, and so on, three rounds in all.

    `tried(values, fluid)`: of each the percent of windows over and the cost. With `fluid` the first seven are judged by it, and say
    where to look, not what is found: where the best is at the end of what was tried, it is looked for beyond, too.
    """
    known, ends, rounds = {}, (low, high), 0
    while True:
        estimated = fluid and rounds == 0
        fresh = [value for value in grid(low, high, step) if value not in known]
        if fresh:
            known.update(zip(fresh, tried(fresh, estimated)))
        best = min(known, key=lambda value: rank(*known[value]))
        order = sorted(known)
        place = order.index(best)
        far = max(step, order[1] - order[0], order[-1] - order[-2]) if len(order) > 1 else step
        beyond = best in (order[0], order[-1]) and best not in ends
        low = order[place - 1] if place > 0 else max(ends[0], best - far)
        high = order[place + 1] if place + 1 < len(order) else min(ends[1], best + far)
        rounds += 1
        if rounds >= 3 and not beyond:
            return best
        if estimated:
            known = {}


class Player:
    """Makes runs where they have not been, and knows what they took."""

    def __init__(self, runner):
        self.runner = runner
        self.used = {}  # seconds of CPU of each run

    def figures(self, made):
        self.runner.expect(made)
        runs.play_all(self.runner, made)
        told = [runs.figures(self.runner, run) for run in made]
        self.used.update(zip(made, (one["cpuSeconds"] for one in told)))
        return told

    def search(self, contender_of, cost, low, high, step=1, fluid=False):
        """The number of a contender that makes it the cheapest by that figure."""
        def tried(values, estimated):
            members = [contender_of(value) for value in values]
            seeds = SEARCH_SEEDS[members[0].table]
            told = self.figures([member.run(seed, estimated) for member in members for seed in seeds])
            means = [[statistics.fmean(one[key] for one in told[i:i + len(seeds)]) for i in range(0, len(told), len(seeds))]
                     for key in ("violatedWindows", cost)]
            return list(zip(*means))
        return searched(tried, low, high, step, fluid)


def sizes(search):
    """Contenders that are resized and not scaled."""
    cpu = search(lambda value: sized(value, ROOMY), "coreHours", 600, 1800, 10)
    memory = search(lambda value: sized(cpu, value), "money", 64, ROOMY, 4)
    margin = search(lambda value: sized(*SMALL, vpa(value)), "coreHours", 0, 150)
    best = sized(cpu, memory)
    bound = cells.compare(vertical(cpu, ROOMY, BOUND_SIZES), "", ("clairvoyant",), len(SEEDS), 8, "clairvoyant of the sizes")
    calls = dict.fromkeys(("vpa", vpa(15), vpa(margin)))
    return [sized(*SMALL), sized(1000, 256), sized(1200, 128), dataclasses.replace(best, name=best.name + ", searched"),
            *(dataclasses.replace(sized(*start, call), name=sized(*start, call).name + (", searched" if call == vpa(margin) else ""))
              for call in calls for start in (SMALL, LARGE)), bound]


def day(search):
    """Contenders that are scaled."""
    def found(policy_of, low, high):
        return search(lambda value: daily(policy_of(value)), "podHours", low, high, fluid=True)
    cpu, margin = found(threshold, 40, 95), found(queueing, 0, 60)
    cpu_in, margin_in = (found(lambda value, of=of: scheduled(of(value)), *span) for of, span in
                         ((threshold, (40, 95)), (queueing, (0, 60))))
    beside = found(lambda value: f"{threshold(value)},{queueing(10)}", 40, 95)
    beside_margin = found(lambda value: f"{threshold(beside)},{queueing(value)}", 0, 60)
    best = (threshold(cpu), queueing(margin), scheduled(threshold(cpu_in)), scheduled(queueing(margin_in)),
            f"{threshold(beside)},{queueing(beside_margin)}")
    given = ("hpa(cpu=60)", "hpa(cpu=45)", queueing(10), scheduled("hpa(cpu=60)"), f"hpa(cpu=60),schedule({RUSH})",
             f"hpa(cpu=75),{queueing(10)}")
    bound = cells.compare(DAY, "", ("clairvoyant",), len(SEEDS), 16, "clairvoyant of the day")
    return [daily("static", 14), *(daily(policy) for policy in given if policy not in best),
            *(dataclasses.replace(daily(policy), name=f"`{policy}`, searched") for policy in best), bound]


def cell(told, key, places):
    """The median over the seeds, least and most in brackets."""
    scale = 1000 if key == "responseP95" else 1
    values = [scale * (run[key] or 0) for run in told]
    middle, least, most = (f"{value:.{places}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if least == most else f"{middle} [{least}, {most}]"


def row(name, told, keys):
    return [name, *(cell(told, key, places) for key, _, places in FIGURES if key in keys)]


def played(player, contender):
    """Its name and its figures, seed by seed."""
    if isinstance(contender, cells.Cell):
        player.runner.expect([contender])
        told = player.runner.run(contender)["policies"][0]
        return f"`clairvoyant`; planned {told['planned']['violatedWindows']:.2f} % of windows over", told["runs"]
    return contender.name, player.figures([contender.run(seed) for seed in SEEDS])


def blocks(runner):
    """The tables of the page by their marks, made where they have not been. What there is to run is counted as the search goes on."""
    out = {}
    for name, contenders in (("vertical", sizes), ("day", day)):
        player = Player(runner)
        head = ["contender", *(title for key, title, _ in FIGURES if key in OF[name])]
        rows = [row(*played(player, member), OF[name]) for member in contenders(player.search)]
        out[name] = (f"{len(player.used)} runs, {sum(player.used.values()) / 60:.1f} minutes of one core, the search included.\n\n"
                     + drawn(head, rows))
    return out
