"""Situations side by side in one namespace: the real autoscalers act, two observers look on."""
import dataclasses
import time

from agent import Adviser, replayed
from api import APPS, AUTOSCALING, CORE, ApiError, Watched
import objects
from playing import Playing
from pods import Pods

TICK = 1.0  # s
OFTEN, SELDOM = 2.0, 15.0  # s between two looks at an observer's advice
READY = 180.0  # s until the first figures must be there
GONE = 180.0  # s until a namespace must have gone


class Wave:
    def __init__(self, api, kubeconfig, program, space, situations, folder, say):
        self.api, self.kubeconfig, self.program, self.space, self.folder, self.say = api, kubeconfig, program, space, folder, say
        self.situations = situations
        self.playing = {}
        self.observers = {}

    def path(self, group, kind):
        return f"{group}/namespaces/{self.space}/{kind}"

    def play(self):
        """The rows of all steps, and figures of the observers."""
        self.make()
        try:
            self.wait_for_figures()
            self.observe()
            self.follow()
            return self.result()
        finally:
            for agent in self.observers.values():
                agent.process.kill()
            self.clear()

    def make(self):
        self.api.create(f"{CORE}/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.space}})
        for number, one in enumerate(self.situations):
            self.api.create(self.path(APPS, "deployments"), objects.deployment(one, number))
        self.watched = Watched(self.api, self.path(CORE, "pods"))
        for one in self.situations:
            self.playing[one.name] = Playing(self.api, self.space, one, Pods(self.api, self.space, one, self.watched), time.monotonic)
        self.scalers = Watched(self.api, self.path(AUTOSCALING, "horizontalpodautoscalers"))

    def wait_for_figures(self):
        """Every pod that can run does, with the first step's use, and has been read."""
        wanted = sum(min(one.replicas, 4 if one.few_nodes else one.replicas) for one in self.situations)
        until = time.monotonic() + READY
        while time.monotonic() < until:
            running = [one for playing in self.playing.values() for one in playing.pods.running()]
            if len(running) >= wanted and len(self.api.get(f"/apis/metrics.k8s.io/v1beta1/namespaces/{self.space}/pods")["items"]) >= wanted:
                break
            time.sleep(2)
        else:
            raise RuntimeError("the pods of the wave do not come up")
        for one in self.situations:
            self.api.create(self.path(AUTOSCALING, "horizontalpodautoscalers"), objects.autoscaler(one))

    def observe(self):
        for guardrails, interval in (("parity", OFTEN), ("standard", SELDOM)):
            log = self.folder / f"{self.space}-{guardrails}.evk"
            log.unlink(missing_ok=True)
            self.observers[guardrails] = Adviser(self.program, self.kubeconfig, self.space, log, guardrails, interval)

    def follow(self):
        for one in self.playing.values():
            one.next()
        self.deployments = Watched(self.api, self.path(APPS, "deployments"), self.moved)
        self.begun = told = time.monotonic()
        self.at = time.strftime("%Y-%m-%d", time.gmtime())
        while open_ones := [one for one in self.playing.values() if not one.done]:
            for one in open_ones:
                one.tend()
                if one.is_over():
                    if self.conclude(one):
                        one.next()
            if time.monotonic() - told >= 60:
                told = time.monotonic()
                rows = sum(len(one.rows) for one in self.playing.values())
                self.say(f"{self.space}: {rows} steps settled, {len(open_ones)} situations under way, {told - self.begun:.0f} s")
            time.sleep(TICK)

    def moved(self, deployment):
        name = deployment["metadata"]["name"]
        parity = self.observers["parity"]
        self.playing[name].moved(deployment["spec"]["replicas"], parity.advice.get(name))

    def conclude(self, one):
        name = one.situation.name
        return one.conclude(self.scalers.objects[name], self.deployments.objects[name], self.observers)

    def result(self):
        rows = [row for one in self.playing.values() for row in one.rows]
        lasted = time.monotonic() - self.begun
        observers = {}
        for name, agent in self.observers.items():
            status = agent.end()
            replay = replayed(self.program, agent.log)
            observers[name] = {"status": status, "firstPass": agent.first_pass, "replayStatus": replay[0], "replay": replay[1],
                               "logBytes": agent.log.stat().st_size, **{key: value for key, value in agent.figures.items() if key != "evenkeel_build_info"}}
        return {"at": self.at, "seconds": round(lasted), "situations": [dataclasses.asdict(one) for one in self.situations], "rows": rows, "observers": observers}

    def clear(self):
        for watched in ("watched", "scalers", "deployments"):
            if hasattr(self, watched):
                getattr(self, watched).close()
        for one in self.playing.values():
            one.pods.release()
        path = f"{CORE}/namespaces/{self.space}"
        self.api.delete(path)
        until = time.monotonic() + GONE
        while time.monotonic() < until:
            try:
                self.api.get(path)
            except ApiError as gone:
                if gone.status == 404:
                    return
            time.sleep(1)
