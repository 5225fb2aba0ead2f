"""The HorizontalPodAutoscaler controller alone: a controller manager without any other controller."""
import ssl
import time
import urllib.request

from bed import programs
from bed.control_plane import server_flags
from bed.ports import free_ports
from bed.processes import Processes

CONTROLLER = "horizontal-pod-autoscaler-controller"
USER = "system:serviceaccount:kube-system:horizontal-pod-autoscaler"
TUNED = ("--kube-api-qps=500", "--kube-api-burst=1000", "--concurrent-horizontal-pod-autoscaler-syncs=50")
WIDE = ("--kube-api-qps=1000", "--kube-api-burst=2000")  # so that pods come up soon
BED = {"kube-controller-manager": (f"--controllers=*,-{CONTROLLER}", *WIDE), "kube-scheduler": WIDE, "kube-apiserver": ("--audit-log-maxsize=10000",)}
FAMILY = "horizontal_pod_autoscaler_controller_reconciliations_total"


def bed_options(version, nodes):
    """Of `testbed up`: without that controller."""
    return ["--version", version, "--kwok", str(nodes), *(part for name, flags in BED.items() for flag in flags for part in ("--flag", f"{name}={flag}"))]


class HpaController:
    def __init__(self, state, version, token, flags):
        self.processes = Processes(state)
        (self.port,) = free_ports(1)
        self.token = token
        self.tls = ssl.create_default_context(cafile=state / "certificates" / "kube-controller-manager.crt")
        self.begun = time.time()
        self.pid = self.processes.start(CONTROLLER, [
            programs.kubernetes(version)["kube-controller-manager"], *server_flags(state, "controller-manager", self.port), "--leader-elect=false",
            "--use-service-account-credentials", f"--controllers={CONTROLLER}", *flags]).pid

    def figures(self):
        """Of its own metrics, each summed over its labels."""
        asked = urllib.request.Request(f"https://127.0.0.1:{self.port}/metrics", headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(asked, timeout=30, context=self.tls) as answer:
            lines = answer.read().decode().splitlines()
        found = {}
        for line in lines:
            if not line.startswith("#"):
                name, _, value = line.rpartition(" ")
                family = name.partition("{")[0]
                found[family] = found.get(family, 0.0) + float(value)
        return found

    def end(self):
        self.processes.check(CONTROLLER)
        self.processes.stop(CONTROLLER)
