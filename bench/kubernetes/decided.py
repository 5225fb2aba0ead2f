"""What an arm's samples and requests come to: CPU, memory, decisions and their ages."""
import bisect

from tables import ranked

WINDOW = 60.0  # s


def named(result, name):
    return next(arm for arm in result["arms"] if arm["name"] == name)


def lasted(arm):
    return arm["samples"][-1]["at"] - arm["samples"][0]["at"]


def windows(arm):
    """Pairs of samples a minute or a little more apart."""
    found, first = [], arm["samples"][0]
    for one in arm["samples"]:
        if one["at"] - first["at"] >= WINDOW:
            found.append((first, one))
            first = one
    return found or [(arm["samples"][0], arm["samples"][-1])]


def cores(pair, process="decider"):
    first, last = pair
    return (last["cpu"][process] - first["cpu"][process]) / (last["at"] - first["at"])


def busy(pair):
    """Cores of the machine that somebody used."""
    first, last = pair
    return (last["busy"] - first["busy"]) / (last["at"] - first["at"])


def rate(pair):
    """Decisions a second. The agent's come all at once: from the last of them before the one sample to that before the other."""
    first, last = pair
    since, until = (one["at"] - one.get("oldest", 0.0) for one in pair)
    return (last["decisions"] - first["decisions"]) / (until - since)


def cost(pair):
    """CPU of a decision, µs."""
    return 1e6 * cores(pair) / rate(pair)


def whole(arm):
    return arm["samples"][0], arm["samples"][-1]


def megabytes(arm, process="decider"):
    """At most."""
    return max(one["resident"][process] for one in arm["samples"]) / 1e6


def by_workload(arm):
    """When each was asked about: for the controller a question for its pods' figures is a decision under way."""
    return [sorted(at for at, _ in asks) for asks in arm["asks"].values()]


def is_agent(arm):
    return "oldest" in arm["samples"][0]


def ages(arm, workloads):
    """s since a workload's last decision, at each second, of all workloads, ordered; and of the one that had waited longest.

    The agent tells the latter alone, which is then taken for both.
    """
    if is_agent(arm):
        oldest = [one["oldest"] for one in arm["samples"]]
        return sorted(oldest), sorted(oldest)
    every, oldest = [], []
    known = by_workload(arm) + [[]] * (workloads - len(arm["asks"]))
    begin, end = (one["at"] for one in whole(arm))
    for second in range(int(end - begin)):
        at = begin + second
        some = []
        for times in known:
            before = bisect.bisect_right(times, at)
            some.append(at - (times[before - 1] if before else arm["begun"]))
        every += some
        oldest.append(max(some))
    return sorted(every), sorted(oldest)


def first_pass(arm, workloads):
    """s from the start until everything had been decided on; None: never."""
    if "firstPass" in arm:
        return arm["firstPass"]
    return max(times[0] for times in by_workload(arm)) - arm["begun"] if len(arm["asks"]) == workloads else None


def reading_ages(arm):
    """s from when pods were measured to a decision that was made on it, ordered."""
    probes = [tuple(one) for one in arm["readings"]]
    asked = sorted(at for times in by_workload(arm) for at in times)
    decisions = [(at, at) for at in asked]
    if is_agent(arm):  # it decides on what it was told last
        decided = [one["at"] - one["oldest"] for one in arm["samples"]]
        decisions = [(asked[bisect.bisect_right(asked, at) - 1], at) for at in decided if asked and asked[0] <= at]
    found = []
    for told, at in decisions:
        before = bisect.bisect_right(probes, (told, float("inf")))
        if before:
            found.append(at - probes[before - 1][1])
    return sorted(found)


def median(numbers):
    return ranked(numbers, 0.5)
