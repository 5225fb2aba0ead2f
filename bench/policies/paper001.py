"""The experiment of paper 001: its policies on its own load and on three others, other weights and costs, and longer runs."""
import dataclasses
import functools
import re

from experiments import LEARNERS
import loads
import observed

PEAK = 650               # requests/s, of the whole run: no part is held back, as in the paper
MINUTES = 350
LONG_MINUTES = 10 * 351 + 1  # ten times 117 control intervals, and the sample after the last
SPEED = 10
SEEDS = 6
REQUESTS_PER_SECOND = 2.2e6  # that one core plays; measured, pessimistic
STARTS = {"rossi": 0, "worldcup": 24 * 46 + 2.5, "google2019": 24 * 7, "azure-v2": 24 * 7}  # hours

THRESHOLDS = (40, 50, 60, 70, 80, 90)
SLOW = tuple(f"hpa(cpu={cpu},loop=3m)" for cpu in THRESHOLDS)
QUICK = tuple(f"hpa(cpu={cpu})" for cpu in THRESHOLDS)
PAPER = (*SLOW[2:5], *(f"{name}()" for name in LEARNERS))
BASE = (*SLOW[2:5], *QUICK[2:5], *PAPER[3:])
LITERAL = "model-based(model=literal)"
RULES = ("queueing()", "queueing(percentile=95)")

# Of response time, resources, adaptation; the paper's first.
WEIGHTS = ((0.90, 0.09, 0.01), (0.98, 0.01, 0.01), (0.95, 0.04, 0.01), (0.80, 0.19, 0.01), (0.70, 0.29, 0.01), (0.60, 0.39, 0.01),
           (0.45, 0.54, 0.01), (0.30, 0.69, 0.01), (0.81, 0.09, 0.10), (0.70, 0.09, 0.21), (0.50, 0.09, 0.41))
# Scaling out and in: the authors' code has a constant for both; the text of the paper the inverse of the replicas for out, none for in.
COSTS = (("constant", 1), ("inverse", 1), ("constant", 0), ("inverse", 0))
LONG = (SLOW[2], *PAPER[3:])


def weighted(learner, weights):
    if weights == WEIGHTS[0]:
        return f"{learner}()"
    performance, resources, adaptation = weights
    return f"{learner}(performanceWeight={performance},resourcesWeight={resources},adaptationWeight={adaptation})"


def costed(learner, out, into):
    return f"{learner}()" if (out, into) == COSTS[0] else f"{learner}(scaleOutCost={out},scaleInCost={into})"


SWEEP = {"hpa, 3 min": SLOW, "hpa, 15 s": QUICK, **{name: tuple(weighted(name, w) for w in WEIGHTS) for name in LEARNERS}}
COSTED = {name: tuple(costed(name, *cost) for cost in COSTS) for name in LEARNERS}


@dataclasses.dataclass(frozen=True, eq=False)
class Load:
    """A load as the scenario plays it, for so many minutes."""
    name: str
    minutes: int
    scenario: str
    text: str
    rates: tuple         # requests/s
    step: float          # s from one of them to the next, as they are played

    @property
    def requests(self):
        return sum(self.rates) * self.step

    def runs(self, policies, seeds=SEEDS):
        seconds = self.requests / REQUESTS_PER_SECOND + self.minutes / 600
        return [observed.Run(self.scenario, self.text, policy, seed, seconds, f"paper 001, {self.name}, {self.minutes} min, {policy}, seed {seed}")
                for policy in policies for seed in range(1, seeds + 1)]


def changed(text, pattern, into):
    text, count = re.subn(pattern, lambda _: into, text)
    if count != 1:
        raise SystemExit(f"examples/rossi.yaml has {count} times what should be there once: {pattern}")
    return text


def load(data, directory, example, name, minutes=MINUTES, speed=SPEED, title=None, change=None):
    """`change`: a pattern of the scenario's text, and what stands in its place."""
    curve = dataclasses.replace(loads.CURVES[name], start=STARTS[name], hours=minutes * speed / 60)
    rates = loads.scaled(loads.read(data, curve), PEAK, training=1.0)
    told = [name] + [str(minutes)] * (minutes != MINUTES) + [f"{speed}x"] * (speed != SPEED)
    file = directory / "loads" / f"paper-001-{'-'.join(told)}.csv"
    text = loads.write(file, rates, curve.interval)
    trace = f'trace: {{file: "{file}", values: perSecond, stretch: {1 / speed}}}\n'
    scenario = changed(example, r"trace:\n(?: {8,}.*\n)+", trace)
    scenario = changed(scenario, r"(?m)^  duration: .*$", f"  duration: {minutes}m")
    if change:
        scenario = changed(scenario, *change)
    return Load(title or name, minutes, scenario, text, tuple(rates), curve.interval / speed)


# What the paper leaves open, changed one at a time: title, speed, change of the scenario.
VARIANTS = (("load twice as fast", 2 * SPEED, None),
            ("pods ready after 60 s, not 10 s", SPEED, (r"readinessDelay: 10s", "readinessDelay: 60s")))


class Experiment:
    """All runs, load by load."""

    def __init__(self, data, directory, example, subset):
        """`subset`: the paper's experiment and one load more, both whole."""
        self.own = load(data, directory, example, "rossi")
        self.others = [load(data, directory, example, name) for name in (["worldcup"] if subset else list(STARTS)[1:])]
        self.long = None if subset else load(data, directory, example, "rossi", LONG_MINUTES)
        self.variants = [] if subset else [load(data, directory, example, "rossi", speed=speed, title=title, change=change)
                                           for title, speed, change in VARIANTS]

    def loads(self):
        return [self.own, *self.others, *([self.long] if self.long else []), *self.variants]

    def policies(self, load):
        if load is self.long:
            return LONG
        if load in self.variants:
            return PAPER
        if load is not self.own:
            return BASE
        swept = [] if self.long is None else [name for names in (*SWEEP.values(), *COSTED.values()) for name in names]
        return tuple(dict.fromkeys((*BASE, LITERAL, *RULES, *swept)))

    def runs(self):
        return [run for load in self.loads() for run in load.runs(self.policies(load))]

    def seen(self, runner):
        """What the runs of a load have shown, by policy; read once."""
        @functools.cache
        def of(load):
            return {policy: [observed.seen(runner, run) for run in load.runs([policy])] for policy in self.policies(load)}
        return of
