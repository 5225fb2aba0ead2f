"""Situations drawn from a seed: a workload, its autoscaler, and steps, each of which is held until it has settled.

A load is in milli-cores or MiB for the whole workload; serving pods share it. A step may also change pods, the bounds
or the count itself. Nothing here knows what either side will decide.
"""
import dataclasses
import random

DEFAULT_WINDOW = 300  # s, of the controller, on the way down
QUICK = 15  # s
MOST = 14  # pods


@dataclasses.dataclass
class Step:
    load: int  # milli-cores
    memory: int  # MiB, beside what each pod takes by itself
    ramp: int = 0  # s from the load before
    missing: int = 0  # pods without a reading
    all_missing: bool = False
    never_ready: int = 0  # pods that turn unready as if they never had been ready
    unready: int = 0  # pods that turn unready now
    failed: int = 0
    held: int = 0  # pods that are deleted and do not go
    bounds: tuple = ()  # (fewest, most) from now on
    count: int = -1  # somebody sets it by hand
    idle: bool = False  # CPU exactly zero


@dataclasses.dataclass
class Situation:
    name: str
    family: str
    replicas: int
    containers: list  # (name, milli-cores or 0, MiB) that it asks for
    bounds: tuple
    metrics: list  # of spec.metrics; empty: the API's default, CPU at 80 %
    behavior: dict
    steps: list
    few_nodes: bool = False  # a port of the node: one pod on each of four
    newcomers_unready: bool = False
    uneven: float = 0.0  # pods' shares differ by that much

    def window(self):
        """s after which nothing that was wanted before holds the count, and no period limits its change."""
        down = self.behavior.get("scaleDown", {})
        up = self.behavior.get("scaleUp", {})
        spans = [down.get("stabilizationWindowSeconds", DEFAULT_WINDOW), up.get("stabilizationWindowSeconds", 0)]
        spans += [policy["periodSeconds"] for rules in (down, up) for policy in rules.get("policies", [])]
        return max(spans)

    def request(self):
        return sum(cpu for _, cpu, _ in self.containers)


def resource(name, **target):
    kind = "Utilization" if "averageUtilization" in target else "AverageValue"
    return {"type": "Resource", "resource": {"name": name, "target": {"type": kind, **target}}}


def container_resource(container, name, **target):
    kind = "Utilization" if "averageUtilization" in target else "AverageValue"
    return {"type": "ContainerResource", "containerResource": {"container": container, "name": name, "target": {"type": kind, **target}}}


# A metric of the kind that this bed has no source for.
UNSERVED = {"type": "External", "external": {"metric": {"name": "queue"}, "target": {"type": "AverageValue", "averageValue": "30"}}}


class Draw:
    """What a family of situations is drawn with."""

    def __init__(self, chance):
        self.chance = chance
        self.cpu = chance.choice((100, 150, 200, 250))
        self.percent = chance.randint(40, 90)

    def load(self, fewest=0.6, most=9.0):
        """Milli-cores that keep between so many pods busy, any of them alike."""
        return round(self.chance.uniform(fewest, most) * self.cpu * self.percent / 100)

    def pods(self, share=0.5, of=4):
        return max(1, round(self.chance.uniform(0.1, share) * of))

    def containers(self):
        return [("c", self.cpu, 128)]

    def cpu_metric(self):
        return resource("cpu", averageUtilization=self.percent)

    def window(self):
        return self.chance.choice((0, 5, 15, 30))

    def quick(self):
        """A behavior with a short window, otherwise as usual."""
        return {"scaleDown": {"stabilizationWindowSeconds": self.window()}}

    def rules(self, down):
        chance = self.chance
        rules = {"stabilizationWindowSeconds": self.window()}
        if chance.random() < 0.15:
            return {**rules, "selectPolicy": "Disabled"}
        period = lambda: chance.choice((15, 15, 30, 45))  # noqa: E731
        policies = [{"type": "Pods", "value": chance.randint(1, 4), "periodSeconds": period()},
                    {"type": "Percent", "value": chance.choice((10, 25, 50, 100) if down else (25, 50, 100, 200)), "periodSeconds": period()}]
        rules["policies"] = chance.sample(policies, chance.randint(1, 2))
        rules["selectPolicy"] = chance.choice(("Max", "Min"))
        if chance.random() < 0.4:
            rules["tolerance"] = f"{chance.choice((0, 10, 50, 200, 300))}m"
        return rules

    def behavior(self):
        return {"scaleUp": self.rules(False), "scaleDown": self.rules(True)}


def jumps(draw, count=4, **others):
    return [Step(draw.load(), 0, **others) for _ in range(count)]


def plateau(draw):
    return {"behavior": draw.quick(), "steps": jumps(draw), "uneven": draw.chance.choice((0, 0.3))}


def ramp(draw):
    return {"behavior": draw.quick(), "steps": [Step(draw.load(), 0), *(Step(draw.load(), 0, ramp=draw.chance.choice((45, 90))) for _ in range(2))]}


def default_behavior(draw):
    """Neither a window nor a limit of its own: five minutes on the way down."""
    return {"behavior": {}, "steps": [Step(draw.load(1, 3), 0), Step(draw.load(), 0)]}


def behavior(draw):
    return {"behavior": draw.behavior(), "steps": jumps(draw)}


def tolerance(draw):
    """Loads near the target, with tolerances of its own."""
    quick = draw.quick()
    for rules in (quick.setdefault("scaleUp", {}), quick["scaleDown"]):
        rules["tolerance"] = f"{draw.chance.choice((0, 20, 50, 150, 250))}m"
    return {"behavior": quick, "replicas": 4, "steps": [Step(draw.load(*span), 0) for span in ((3, 4.5), (3.4, 4.6), (3.4, 4.6), (1, 9))]}


def two_resources(draw):
    asked = draw.chance.choice((96, 128, 192))
    percent = draw.chance.randint(50, 90)
    metrics = [draw.cpu_metric(), resource("memory", averageUtilization=percent)]
    draw.chance.shuffle(metrics)
    return {"behavior": draw.quick(), "containers": [("c", draw.cpu, asked)], "metrics": metrics,
            "steps": [Step(draw.load(), round(draw.chance.uniform(0, 6) * asked * percent / 100)) for _ in range(4)]}


def one_container(draw):
    other = draw.chance.choice((0.5, 1.5, 2))
    containers = [("c", draw.cpu, 128), ("side", round(draw.cpu * other), 64)]
    metrics = [container_resource(draw.chance.choice(("c", "side")), "cpu", averageUtilization=draw.percent)]
    if draw.chance.random() < 0.5:
        metrics.append(container_resource("side", "memory", averageValue=f"{draw.chance.randint(40, 90)}Mi"))
    return {"behavior": draw.quick(), "containers": containers, "metrics": metrics, "steps": jumps(draw)}


def average_value(draw):
    metrics = [resource("cpu", averageValue=f"{round(draw.cpu * draw.percent / 100)}m")]
    if draw.chance.random() < 0.4:
        metrics.append(resource("memory", averageValue=f"{draw.chance.randint(80, 160)}Mi"))
    asked = draw.chance.choice((draw.cpu, 0))  # what is not asked for does not matter here
    return {"behavior": draw.quick(), "containers": [("c", asked, 128)], "metrics": metrics,
            "steps": [Step(draw.load(), draw.chance.randint(0, 400)) for _ in range(4)]}


def bounds(draw):
    fewest = draw.chance.randint(1, 4)
    most = fewest + draw.chance.randint(0, 4)
    steps = jumps(draw, 2)
    steps.append(Step(steps[-1].load, 0, bounds=(draw.chance.randint(1, 3), draw.chance.randint(4, 6))))
    steps.append(Step(draw.load(), 0, bounds=(draw.chance.randint(5, 7), draw.chance.randint(7, 9))))
    return {"behavior": draw.quick(), "bounds": (fewest, most), "steps": steps}


def missing(draw):
    return {"behavior": draw.quick(), "replicas": 5, "steps": [
        Step(draw.load(3, 6), 0), Step(draw.load(1, 9), 0, missing=draw.pods()), Step(draw.load(1, 9), 0, missing=draw.pods(0.9)),
        Step(draw.load(1, 9), 0)]}


def unready(draw):
    kind = draw.chance.choice(("never_ready", "unready"))
    return {"behavior": draw.quick(), "replicas": 5, "newcomers_unready": draw.chance.random() < 0.3, "steps": [
        Step(draw.load(3, 6), 0), Step(draw.load(1, 9), 0, **{kind: draw.pods()}), Step(draw.load(1, 9), 0, **{kind: draw.pods(0.9)}),
        Step(draw.load(1, 9), 0)]}


def leaving(draw):
    """Pods that failed, and pods that are deleted and stay."""
    kind = draw.chance.choice(("failed", "held"))
    return {"behavior": draw.quick(), "replicas": 4, "steps": [
        Step(draw.load(2, 5), 0), Step(draw.load(1, 9), 0, **{kind: draw.pods()}), Step(draw.load(1, 9), 0, **{kind: 1}),
        Step(draw.load(1, 9), 0, missing=draw.pods())]}


def pending(draw):
    """Beyond four there is no room for a pod."""
    return {"behavior": draw.quick(), "few_nodes": True, "steps": [
        Step(draw.load(1, 3), 0), Step(draw.load(4, 9), 0), Step(draw.load(4, 9), 0, missing=1), Step(draw.load(1, 4), 0)]}


def unmeasured(draw):
    """A metric that nobody serves, a container that asks for nothing, pods without any reading."""
    kind = draw.chance.choice(("external", "external", "no request", "no reading"))
    situation = {"behavior": draw.quick(), "replicas": 3, "steps": [Step(draw.load(1, 9), 0) for _ in range(3)]}
    if kind == "external":
        situation["metrics"] = [draw.cpu_metric(), UNSERVED]
    elif kind == "no request":
        situation["containers"] = [("c", draw.cpu, 128), ("side", 0, 64)]
    else:
        situation["steps"][1].all_missing = True
    return situation


def idle(draw):
    """Zero CPU, which a rule alone takes for no load."""
    return {"behavior": draw.quick(), "replicas": 4, "steps": [Step(draw.load(3, 6), 0), Step(0, 0, idle=True), Step(draw.load(), 0)]}


def by_hand(draw):
    """Somebody sets the count: within the bounds, beyond them, to none and back."""
    steps = [Step(draw.load(2, 6), 0) for _ in range(4)]
    steps[1].count = draw.chance.choice((1, 3, MOST, MOST + 3))
    steps[2].count, steps[3].count = 0, draw.chance.randint(1, 5)
    return {"behavior": draw.quick(), "steps": steps}


# Those with most rules of their own come more often.
FAMILIES = (plateau, behavior, missing, ramp, unready, two_resources, behavior, bounds, average_value, pending, default_behavior, one_container,
            leaving, tolerance, unmeasured, by_hand, unready, missing, behavior, idle)


def situations(seed, count):
    made = []
    for number in range(count):
        family = FAMILIES[number % len(FAMILIES)]
        draw = Draw(random.Random(f"{seed}/{number}"))
        drawn = family(draw)
        drawn.setdefault("containers", draw.containers())
        drawn.setdefault("metrics", [draw.cpu_metric()])
        drawn.setdefault("bounds", (1, MOST))
        drawn.setdefault("replicas", draw.chance.randint(1, 5))
        made.append(Situation(f"s{number:03d}", family.__name__, **drawn))
    return made


def quick(seed):
    """The first steps of one of each family, with a window that passes soon."""
    made = {}
    for one in situations(seed, 10 * len(FAMILIES)):
        if one.window() <= QUICK:
            made.setdefault(one.family, one)
    for one in made.values():
        one.steps = one.steps[:2]
    return list(made.values())
