"""A cluster made of real curves: what its Prometheus would have scraped."""

import array
import csv
import gzip
import os
import pathlib
import random

STEP = 300  # s
PART = 7200  # s: a block of the store
SET = "bitbrains-rnd-2013-07"
MIB = 2**20
PAGE = 4096  # bytes


def curves():
    """Of each machine: cores and bytes used, every five minutes of a week, and those that it was given; machines with holes or idle are left out."""
    folder = os.environ.get("EVENKEEL_DATA")
    if not folder:
        raise SystemExit("EVENKEEL_DATA names no folder of real data")
    machines = {}
    with gzip.open(pathlib.Path(folder) / SET / "bitbrains_rnd_2013_07_7days.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            cores, memory, given = machines.setdefault(int(row["vm"]), (array.array("d"), array.array("d"), [0.0, 0.0]))
            given[:] = float(row["cores"]), max(given[1], float(row["mem_cap_mib"]) * MIB)
            cores.append(float(row["cores"]) * min(float(row["cpu_pct"]), 100) / 100)
            memory.append(float(row["mem_used_mib"]) * MIB)
    week = 7 * 86400 // STEP
    return [(cores[:week], memory[:week], given) for cores, memory, given in machines.values() if len(cores) >= week - 10 and max(cores) > 0.05 and all(given)]


class Workload:
    def __init__(self, number, curve, most):
        self.name = f"app-{number}"
        self.space = f"team-{number % 20}"
        self.cores, self.memory, self.request = curve
        self.shift = random.randrange(0, len(self.cores))
        hash_ = "".join(random.choices("bcdfghjklmnpqrstvwxz2456789", k=9))
        pods = random.randint(1, most)
        shares = [random.uniform(0.7, 1.3) for _ in range(pods)]
        # Each pod does about as much as the machine did, and asks for what that was given.
        self.pods = [(f"{self.name}-{hash_}-" + "".join(random.choices("bcdfghjklmnpqrstvwxz2456789", k=5)), share) for share in shares]
        self.replica_set = f"{self.name}-{hash_}"
        self.totals = [1e6] * pods
        self.scaled = number % 2 == 0

    def level(self, second, share):
        at = (-(-second // STEP) + self.shift) % len(self.cores)  # of the step that ends then, or in which it lies
        return round(self.cores[at] * share, 4)

    def used(self, second, share):
        at = (-(-second // STEP) + self.shift) % len(self.memory)
        return int(self.memory[at] * share) // PAGE * PAGE

    def always_uses_memory(self):
        return min(self.memory) * min(share for _, share in self.pods) >= PAGE


class Fleet:
    def __init__(self, curves_, workloads, pods, days, end, interval=STEP):
        random.seed(1)
        self.end = end + 24 * STEP  # the program is run for a while after this
        self.begin = end - days * 86400 - 2 * STEP
        self.days = days
        self.interval = interval  # s between two scrapes
        self.workloads = [Workload(number, curves_[number % len(curves_)], pods) for number in range(workloads)]
        self.by_name = {one.name: one for one in self.workloads}
        self.pods = sum(len(one.pods) for one in self.workloads)
        self.samples = 0

    def named(self, name):
        return self.by_name[name]

    def parts(self):
        """Lines of OpenMetrics, two hours at a time."""
        begin = self.begin
        while begin < self.end:
            until = min(self.end, (begin // PART + 1) * PART)
            yield self.usage(range(-(-begin // self.interval) * self.interval, until, self.interval))
            begin = until
        yield self.state()

    def usage(self, seconds):
        yield "# TYPE container_cpu_usage_seconds counter\n"
        for one in self.workloads:
            for number, (pod, share) in enumerate(one.pods):
                head = f'container_cpu_usage_seconds_total{{namespace="{one.space}",pod="{pod}",container="main"}} '
                for second in seconds:
                    one.totals[number] += one.level(second, share) * self.interval
                    yield f"{head}{one.totals[number]:.3f} {second}\n"
        yield "# TYPE container_memory_working_set_bytes gauge\n"
        for one in self.workloads:
            for pod, share in one.pods:
                head = f'container_memory_working_set_bytes{{namespace="{one.space}",pod="{pod}",container="main"}} '
                for second in seconds:
                    yield f"{head}{one.used(second, share)} {second}\n"
        self.samples += 2 * self.pods * len(seconds)

    def lately(self):
        """The moments at which the cluster's state is told."""
        return range(self.end - 36 * STEP, self.end, STEP)

    def state(self):
        seconds = self.lately()
        for metric, labels, values in (("kube_deployment_spec_replicas", self.deployment, lambda one: [("", len(one.pods))]),
                                       ("kube_replicaset_owner", self.replica_set, lambda one: [("", 1)])):
            yield f"# TYPE {metric} gauge\n"
            for one in self.workloads:
                for more, value in values(one):
                    for second in seconds:
                        yield f"{metric}{{{labels(one)}{more}}} {value} {second}\n"
        yield "# TYPE kube_pod_owner gauge\n"
        for one in self.workloads:
            for pod, _ in one.pods:
                for second in seconds:
                    yield f'kube_pod_owner{{namespace="{one.space}",pod="{pod}",owner_kind="ReplicaSet",owner_name="{one.replica_set}"}} 1 {second}\n'
        yield "# TYPE kube_pod_container_resource_requests gauge\n"
        for one in self.workloads:
            for pod, _ in one.pods:
                for name, amount in zip(("cpu", "memory"), one.request):
                    for second in seconds:
                        yield f'kube_pod_container_resource_requests{{namespace="{one.space}",pod="{pod}",container="main",resource="{name}"}} {amount} {second}\n'
        scalers = {"info": lambda one: (f',scaletargetref_kind="Deployment",scaletargetref_name="{one.name}"', 1),
                   "spec_min_replicas": lambda one: ("", 1), "spec_max_replicas": lambda one: ("", 3 * len(one.pods)),
                   "spec_target_metric": lambda one: (',metric_name="cpu",metric_target_type="utilization"', 60)}
        for name, told in scalers.items():
            yield f"# TYPE kube_horizontalpodautoscaler_{name} gauge\n"
            for one in self.workloads:
                more, value = told(one)
                for second in seconds if one.scaled else ():
                    yield f'kube_horizontalpodautoscaler_{name}{{namespace="{one.space}",horizontalpodautoscaler="{one.name}"{more}}} {value} {second}\n'

    def deployment(self, one):
        return f'namespace="{one.space}",deployment="{one.name}"'

    def replica_set(self, one):
        return f'namespace="{one.space}",replicaset="{one.replica_set}",owner_kind="Deployment",owner_name="{one.name}"'
