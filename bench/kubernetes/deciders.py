"""Who decides in an arm: how each is started, asked how far it is, and ended."""
import time

from agent import Agent, replayed
from api import CORE
from bed.control_plane import authority
from bed.identities import kubeconfig
from hpa_controller import FAMILY, USER, HpaController

RBAC = "/apis/rbac.authorization.k8s.io/v1"
SPACE, NAME = "evenkeel", "evenkeel"
LOOK = [("apps", ["deployments", "statefulsets", "replicasets"]), ("autoscaling", ["horizontalpodautoscalers"]), ("", ["pods", "nodes"]),
        ("metrics.k8s.io", ["pods"]), ("policy", ["poddisruptionbudgets"])]
READY = 300.0  # s until it must have decided on everything


class Nobody:
    user = pid = None

    def wait(self):
        pass

    def sample(self):
        return {}

    def end(self):
        return {}


class Hpa:
    user = USER

    def __init__(self, state, version, token, flags):
        self.controller = HpaController(state, version, token, flags)
        self.begun, self.pid = self.controller.begun, self.controller.pid

    def wait(self):
        pass

    def sample(self):
        figures = self.controller.figures()
        return {"decisions": figures.get(FAMILY, 0.0), "requests": figures.get("rest_client_requests_total", 0.0)}

    def end(self):
        self.controller.end()
        return {}


class Evenkeel:
    user = f"system:serviceaccount:{SPACE}:{NAME}"

    def __init__(self, program, config, log):
        log.unlink(missing_ok=True)
        self.program = program
        self.begun = time.time()
        self.agent = Agent(program, config, log)
        self.pid = self.agent.process.pid

    def wait(self):
        while not self.agent.is_ready():
            if time.time() - self.begun > READY:
                raise RuntimeError("the agent is not ready: " + "; ".join(self.agent.said.splitlines()))
            time.sleep(0.25)
        self.first_pass = time.time() - self.begun

    def sample(self):
        figures = self.agent.measured()
        return {"decisions": figures["evenkeel_decisions_total"], "failed": figures["evenkeel_decisions_failed_total"],
                "oldest": figures["evenkeel_oldest_decision_age_seconds"], "workloads": figures["evenkeel_workloads"]}

    def end(self):
        status = self.agent.end()
        replay = replayed(self.program, self.agent.log)
        return {"firstPass": self.first_pass, "status": status, "logBytes": self.agent.log.stat().st_size, "replayStatus": replay[0], "replay": replay[1]}


class Both:
    """The agent is the one that is watched."""

    user = Evenkeel.user

    def __init__(self, agent, controller):
        self.agent, self.controller = agent, controller
        self.begun, self.pid = agent.begun, agent.pid

    def wait(self):
        self.agent.wait()

    def sample(self):
        return self.agent.sample()

    def end(self):
        self.controller.end()
        return self.agent.end()


def allow_to_look(api, state, file):
    """Writes a kubeconfig of a service account that may list and watch what an observer needs, and nothing else."""
    subject = {"kind": "ServiceAccount", "name": NAME, "namespace": SPACE}
    rules = [{"apiGroups": [group], "resources": resources, "verbs": ["list", "watch"]} for group, resources in LOOK]
    api.ensure(f"{CORE}/namespaces", {"metadata": {"name": SPACE}})
    api.ensure(f"{CORE}/namespaces/{SPACE}/serviceaccounts", {"metadata": {"name": NAME}})
    api.ensure(f"{RBAC}/clusterroles", {"metadata": {"name": NAME}, "rules": rules})
    api.ensure(f"{RBAC}/clusterrolebindings", {"metadata": {"name": NAME}, "subjects": [subject],
                                               "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": NAME}})
    token = api.create(f"{CORE}/namespaces/{SPACE}/serviceaccounts/{NAME}/token", {"spec": {"expirationSeconds": 24 * 3600}})["status"]["token"]
    kubeconfig(file, api.address.geturl(), authority(state), token)
    return file
