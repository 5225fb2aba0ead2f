"""What others would ask for, worked out from the curves themselves and not from what a Prometheus says: cores and bytes of one pod."""

from curves import STEP
from vpa_rule import DAY, cpu_target, memory_target


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
