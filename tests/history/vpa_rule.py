"""What a VerticalPodAutoscaler's recommender would ask for, written anew from its published rules: to check ours against.

CPU: every sample, older ones at half the weight a day. Memory: the peak of each day. Target: 90th percentile, the end of its bucket, and 15 % on top.
"""

import math

DAY = 86400.0
RATIO = 1.05
MARGIN = 1.15


def bucket_ends(first, most):
    ends = []
    start = 0.0
    width = first
    while start < most:
        start += width
        width *= RATIO
        ends.append(start)
    return ends


CPU = bucket_ends(0.01, 1000.0)
MEMORY = bucket_ends(1e7, 1e12)


def percentile(samples, ends, share):
    """`samples`: value and weight."""
    weights = [0.0] * len(ends)
    for value, weight in samples:
        first = ends[0]
        at = 0 if value < first else int(math.log(value * (RATIO - 1) / first + 1) / math.log(RATIO))
        weights[min(at, len(ends) - 1)] += weight
    total = sum(weights)
    reached = 0.0
    for end, weight in zip(ends, weights):
        reached += weight
        if weight and reached >= share * total:
            return end
    return ends[-1]


def cpu_percentile(used, share=0.9):
    """`used`: second and cores."""
    return percentile([(cores, 2 ** (second / DAY)) for second, cores in relative(used)], CPU, share)


def cpu_target(used, containers=1, share=0.9):
    return max(cpu_percentile(used, share) * MARGIN, 0.025 / containers)


def memory_target(peaks, containers=1, share=0.9):
    """`peaks`: second at which the day ended, and bytes."""
    weighed = [(amount, 2 ** (second / DAY)) for second, amount in relative(peaks)]
    return max(percentile(weighed, MEMORY, share) * MARGIN, 250 * 2**20 / containers)


def relative(pairs):
    last = max(second for second, _ in pairs)
    return [(second - last, value) for second, value in pairs]
