"""What others would ask for, worked out from the curves themselves and not from what a Prometheus says: cores and bytes of one pod."""

import math

from curves import STEP
from vpa_rule import DAY, MARGIN, cpu_percentile, cpu_target, memory_target


def seconds(fleet, until):
    return range(until - fleet.days * DAY_SECONDS, until + STEP, STEP)


DAY_SECONDS = int(DAY)


def vpa_sizes(fleet, workload, until):
    cores = [(second, workload.level(second, share)) for _, share in workload.pods for second in seconds(fleet, until)]
    peaks = []
    for _, share in workload.pods:
        for day in range(fleet.days):
            end = until - (fleet.days - 1 - day) * DAY_SECONDS
            peaks.append((end, max(workload.used(second, share) for second in range(end - DAY_SECONDS, end + STEP, STEP))))
    return cpu_target(cores), memory_target(peaks)


def krr_sizes(fleet, workload, until):
    """Robusta KRR 1.x, `krr simple`: the 95th percentile of the CPU of each pod, the largest of them; the largest memory and 15 % on top."""
    cores = []
    memory = 0
    for _, share in workload.pods:
        levels = sorted(workload.level(second, share) for second in seconds(fleet, until))
        cores.append(levels[int(0.95 * (len(levels) - 1))])
        memory = max(memory, max(workload.used(second, share) for second in seconds(fleet, until)))
    return max(max(cores), 0.01), max(memory * 1.15, 100e6)


def recommender_sizes(fleet, workload, until, length, step):
    """As `vpa_sizes`, but as the recommender has it: asked for a history with steps of its own, in whole milli-cores, cut off; memory by days that begin
    with the container, of which the one under way has its peak so far. Read within a scrape after `until`, of a fleet that is scraped more often than that."""
    moments = range(until - length, until + 1, step)
    cores = [(second, cut(mean(workload, share, range(second - step + 2 * fleet.interval, second + 1, fleet.interval))))
             for _, share in workload.pods for second in moments]
    peaks = [(begin + DAY_SECONDS, peak([workload.used(second, share) for second in range(begin, min(begin + DAY_SECONDS, until + 1), step)]))
             for _, share in workload.pods for begin in range(moments[0], until + 1, DAY_SECONDS)]
    busy = cut(cpu_percentile(cores))
    return max(busy + cut((MARGIN - 1) * busy), 0.025), memory_target(peaks)


def peak(day):
    """Of a day's samples. While the peak is 0 bytes, the recommender takes no sample for a higher one."""
    return max(day) if day[0] else 0


def mean(workload, share, moments):
    """Cores over the scrapes that end then: what `rate` gives."""
    return sum(workload.level(second, share) for second in moments) / len(moments)


def cut(cores):
    return math.floor(1000 * cores + 1e-6) / 1000
