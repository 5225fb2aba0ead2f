"""The tables of docs/results/scale.md, and the goals."""
import dataclasses
import json

from decided import ages, busy, by_workload, cores, cost, first_pass, median, megabytes, named, lasted, rate, reading_ages, whole, windows
from hpa_controller import CONTROLLER, USER
from tables import ranked, replace, table

SYNC = 15.0  # s, of a controller, and of the agent
BESIDE = "evenkeel beside hpa tuned"
DECIDERS = ("evenkeel", "hpa tuned", "hpa", BESIDE)
TITLES = {"nobody": "nobody", "evenkeel": "`evenkeel agent`", "hpa": "HPA controller, default flags", "hpa tuned": "HPA controller, tuned",
          BESIDE: "`evenkeel agent` beside the tuned controller"}


def there(result, names):
    return [named(result, name) for name in names if any(arm["name"] == name for arm in result["arms"])]


@dataclasses.dataclass(frozen=True)
class Goal:
    what: str
    found: str
    held: bool


def spread(arm, figure, digits, *more):
    """Over all of it, and over its minutes."""
    each = [figure(pair, *more) for pair in windows(arm)]
    return f"{figure(whole(arm), *more):.{digits}f} [{min(each):.{digits}f}, {max(each):.{digits}f}]"


def percent(pair):
    return 100 * cores(pair)


def requests(arm):
    return sum(arm["requests"].get(arm["user"], {}).values()) / lasted(arm)


def seconds_of(value):
    return "not all" if value is None else f"{value:.1f}"


def line(result, arm):
    if not arm["user"]:
        return f"{busy(whole(arm)):.2f} cores used by all"
    every, oldest = ages(arm, result["workloads"])
    return (f"{rate(whole(arm)):.1f} decisions/s, {cost(whole(arm)):.0f} us of CPU each, {percent(whole(arm)):.1f} % of a core, {megabytes(arm):.0f} MB, "
            f"age p99 {ranked(every, 0.99):.1f} s, oldest {oldest[-1]:.1f} s, first pass {seconds_of(first_pass(arm, result['workloads']))} s")


def checks(result):
    """What the rest stands on."""
    alone = there(result, ("nobody", "evenkeel"))
    strays = sum(sum(arm["requests"].get(USER, {}).values()) for arm in alone)
    yield Goal("no controller decides but the one that is measured", f"{strays} requests by another", strays == 0)
    for arm in there(result, ("hpa", "hpa tuned")):
        begin, end = (one["at"] for one in whole(arm))
        asked = sum(begin <= at < end for times in by_workload(arm) for at in times)
        decided = arm["samples"][-1]["decisions"] - arm["samples"][0]["decisions"]
        yield Goal(f"{TITLES[arm['name']]}: a question for figures to each reconciliation", f"{asked} to {decided:.0f}", abs(asked / decided - 1) < 0.05)


def goals(result):
    ours = named(result, "evenkeel")
    oldest = ages(ours, result["workloads"])[1]
    every = result["workloads"] / rate(whole(ours))
    last = ours["samples"][-1]
    yield Goal("all workloads are decided on", f"{last['workloads']:.0f} of {result['workloads']}, {last['failed']:.0f} decisions failed",
               last["workloads"] == result["workloads"] and not last["failed"])
    yield Goal(f"each every {SYNC:.0f} s", f"every {every:.2f} s; the oldest decision {ranked(oldest, 0.99):.1f} s old (p99)", ranked(oldest, 0.99) <= SYNC + 1)
    yield Goal("under 20 % of a core", f"{percent(whole(ours)):.1f} %", percent(whole(ours)) < 20)
    yield Goal("under 100 MB", f"{megabytes(ours):.0f} MB", megabytes(ours) < 100)
    yield Goal("its log replays to the same", ours["replay"], not ours["status"] and not ours["replayStatus"])
    if result["workloads"] >= 1000:
        ratio = cost(whole(named(result, "hpa tuned"))) / cost(whole(ours))
        yield Goal("ten times fewer CPU seconds a decision than the tuned controller", f"{ratio:.1f} times", ratio >= 10)


def figures(result):
    arms = there(result, DECIDERS)
    aged = [ages(arm, result["workloads"]) for arm in arms]
    yield ["decisions a second", *(spread(arm, rate, 1) for arm in arms)]
    yield ["a workload every, s", *(f"{result['workloads'] / rate(whole(arm)):.1f}" for arm in arms)]
    yield ["**CPU of a decision, µs**", *(spread(arm, cost, 0) for arm in arms)]
    yield ["% of a core", *(spread(arm, percent, 1) for arm in arms)]
    yield ["age of a decision, s: p99", *(f"{ranked(every, 0.99):.1f}" for every, _ in aged)]
    yield ["the oldest at any moment, s", *(f"{oldest[-1]:.1f}" for _, oldest in aged)]
    yield ["age of the readings decided on, s: median, p99", *("{:.0f}, {:.0f}".format(median(found), ranked(found, 0.99)) for found in map(reading_ages, arms))]
    yield ["from start to the first full pass, s", *(seconds_of(first_pass(arm, result["workloads"])) for arm in arms)]
    yield ["requests to the API a second", *(f"{requests(arm):.1f}" for arm in arms)]
    yield ["resident memory at most, MB", *(f"{megabytes(arm):.0f}" for arm in arms)]


def others(result):
    """Cores that everybody used, by arm."""
    arms = there(result, TITLES)
    for process in sorted(arms[0]["samples"][0]["cpu"].keys() - {"decider", CONTROLLER}):
        yield [process, *(spread(arm, cores, 2, process) for arm in arms)]
    yield ["who decides", *(spread(arm, cores, 2, "decider") if arm["user"] else "-" for arm in arms)]
    if there(result, [BESIDE]):
        yield ["the controller beside", *(spread(arm, cores, 2, CONTROLLER) if arm["name"] == BESIDE else "-" for arm in arms)]
    yield ["the whole machine", *(spread(arm, busy, 2) for arm in arms)]
    yield ["its load (5 min) in the end", *(f"{arm['load']:.1f}" for arm in arms)]
    yield ["pods asked for in the end", *(arm["replicas"] for arm in arms)]


def kinds(result):
    for arm in there(result, DECIDERS[:3]):
        some = arm["requests"].get(arm["user"], {})
        yield [TITLES[arm["name"]], ", ".join(f"{kind} {count / lasted(arm):.2f}" for kind, count in some.items() if count / lasted(arm) >= 0.05)]


def text(result):
    return "\n\n".join([
        f"Control plane {result['version']}, {result['nodes']} nodes, {result['workloads'] * result['pods']} pods, {result['workloads']} workloads in "
        f"{result['spaces']} namespaces, seed {result['seed']}, {result['cores']} cores, {result['at']}. An arm was watched for {lasted(named(result, 'evenkeel')):.0f} s; in brackets the least and the "
        "most of its minutes.",
        table(["goal", "found", ""], [[goal.what, goal.found, "held" if goal.held else "**missed**"] for goal in [*goals(result), *checks(result)]]),
        table(["", *(TITLES[arm["name"]] for arm in there(result, DECIDERS))], figures(result)),
        "### Requests\n\n" + table(["", "a second"], kinds(result)),
        "### What else was at work, in cores\n\n" + table(["", *(TITLES[arm["name"]] for arm in there(result, TITLES))], others(result))])


def write(file, page):
    replace(page, "scale", text(json.loads(file.read_text())))
    return 0
