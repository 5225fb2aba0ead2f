"""An arm: somebody decides on the fleet for some minutes, and is watched."""
import datetime
import itertools
import os
import random
import time

import proc
from audit import Audit, read
from fleet import METRICS

LOOK = 4.0  # s between two looks at how old readings are
LOOKS = 4  # to a sample: 16 s is no part of 15, so that all moments between two decisions are seen


class Arm:
    def __init__(self, name, fleet, processes, audit_log, decider):
        """`decider` starts who decides."""
        self.name, self.fleet, self.processes, self.audit_log, self.decider = name, fleet, processes, audit_log, decider
        self.chance = random.Random(f"probes/{name}")
        self.readings = []  # when which were the newest

    def play(self, warm, seconds):
        audit = Audit(self.audit_log)
        begun = time.time()
        decider = self.decider()
        try:
            decider.wait()
            time.sleep(max(0.0, begun + warm - time.time()))
            samples = list(self.samples(decider, time.time() + seconds))
            replicas = self.fleet.replicas()
        finally:
            ended = decider.end()
        requests, asks = read(audit.events(), decider.user, samples[0]["at"], samples[-1]["at"])
        return {"name": self.name, "begun": begun, "user": decider.user, "samples": samples, "readings": self.readings, "load": os.getloadavg()[1], "replicas": replicas, "requests": requests, "asks": asks, **ended}

    def samples(self, decider, until):
        pids = {name: pid for name, pid, _ in self.processes.all()} | {"bench": os.getpid()}
        if decider.pid:
            pids["decider"] = decider.pid
        for look in itertools.count():
            at = time.time()
            if look % LOOKS == 0:
                yield {"at": at, "cpu": {name: proc.cpu(pid) for name, pid in pids.items()}, "resident": {name: proc.resident(pid) for name, pid in pids.items()},
                       "busy": proc.busy(), **decider.sample()}
                if at >= until:
                    return
            if reading := self.reading():
                self.readings.append((time.time(), reading))
            time.sleep(max(0.0, at + LOOK - time.time()))

    def reading(self):
        """When the pods of one workload were measured, as metrics-server tells it now; None: it tells of none."""
        one = self.chance.choice(self.fleet.workloads)
        items = self.fleet.api.get(f"{METRICS}/namespaces/{one.space}/pods?labelSelector=app%3D{one.name}")["items"]
        times = [datetime.datetime.fromisoformat(item["timestamp"].replace("Z", "+00:00")).timestamp() for item in items]
        return sum(times) / len(times) if times else None
