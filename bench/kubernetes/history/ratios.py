"""Sizes of ours beside those of others."""

import statistics

SUFFIXES = {"m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
WITHIN = (0.001, 0.01, 0.05)


def quantity(text):
    """As Kubernetes writes it: 25m, 262144k, 1Gi."""
    number = text.rstrip("kmKMGTi")
    return float(number) * SUFFIXES[text[len(number):]]


def recommended(vertical):
    """Of the status of a VerticalPodAutoscaler: container, bound and resource to cores or bytes; empty where it has none."""
    found = (vertical.get("status") or {}).get("recommendation") or {}
    return {(one["containerName"], bound, resource): quantity(text) for one in found.get("containerRecommendations", ())
            for bound, key in (("lower", "lowerBound"), ("target", "target"), ("upper", "upperBound")) for resource, text in one.get(key, {}).items()}


def spread(ours, theirs):
    """Of ours / theirs: median, 5 % and 95 %, and the shares of those that are as near to 1 as WITHIN says. Those whose other is 0 are left out."""
    ratios = sorted(one / other for one, other in zip(ours, theirs) if other)
    return (statistics.median(ratios), ratios[len(ratios) // 20], ratios[-1 - len(ratios) // 20],
            [sum(abs(ratio - 1) < most for ratio in ratios) / len(ratios) for most in WITHIN])


def cells(ours, theirs, within=WITHIN):
    """Of a row of a table."""
    median, low, high, shares = spread(ours, theirs)
    near = " | ".join(f"{100 * share:.1f} %" for most, share in zip(WITHIN, shares) if most in within)
    return f"{median:.3f} | {low:.3f} to {high:.3f} | {near}"
