"""Figures out of the JSON of `evenkeel compare`, and their text in a table."""
import math
import statistics

# Student's t, 97.5 %, by degrees of freedom.
T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def values(policy, key):
    return [run[key] for run in policy["runs"]]


def mean_interval(numbers):
    """Mean and half of its 95 % interval; None: one number has none, or a run has no such figure."""
    if any(number is None for number in numbers):
        return None, None
    mean = statistics.fmean(numbers)
    if len(numbers) < 2:
        return mean, None
    t = T.get(len(numbers) - 1, 1.96)
    return mean, t * statistics.stdev(numbers) / math.sqrt(len(numbers))


def text(numbers, digits=1):
    mean, half = mean_interval(numbers)
    if mean is None:
        return "-"
    if half is None:
        return f"{mean:.{digits}f}"
    return f"{mean:.{digits}f} [{mean - half:.{digits}f}, {mean + half:.{digits}f}]"


def percent(numbers, digits=1):
    """As `text`, of shares: an interval does not go beyond 0 or 100."""
    mean, half = mean_interval(numbers)
    if half is None:
        return text(numbers, digits)
    return f"{mean:.{digits}f} [{max(mean - half, 0.0):.{digits}f}, {min(mean + half, 100.0):.{digits}f}]"


def difference(numbers, others, digits=1):
    """Of two policies on the same draws, seed by seed: its mean and interval."""
    if None in (*numbers, *others):
        return "-"
    mean, half = mean_interval([mine - theirs for mine, theirs in zip(numbers, others, strict=True)])
    return f"{mean:+.{digits}f}" + ("" if half is None else f" [{mean - half:+.{digits}f}, {mean + half:+.{digits}f}]")


def ratios(policy, reference, cost="podHours"):
    """Cost to that of a policy on the same draws, seed by seed."""
    return [mine / theirs for mine, theirs in zip(values(policy, cost), values(reference, cost), strict=True)]


def block_difference(policy, key):
    difference = (policy["blockDifferenceToFirst"] or {}).get(key)
    if not difference:
        return "-"
    low, high = difference["interval"]["low"], difference["interval"]["high"]
    return f"{difference['value']:+.1f} [{low:+.1f}, {high:+.1f}]"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def replaced(page, name, block):
    """The page with what stands between its marks of that name replaced."""
    begin, end = f"<!-- {name}: made by bench/policies/run -->", f"<!-- end of {name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise SystemExit(f"a page lacks its marks '{begin}' and '{end}'")
    before, rest = page.split(begin)
    return f"{before}{begin}\n{block}\n{end}{rest.split(end)[1]}"
