"""The pods of a situation under way: what they use, and what befalls them."""
import datetime
import zlib

from api import CORE, ApiError
from objects import CPU, MEMORY, OWN_MEMORY

HELD = "evenkeel.test/held"  # finalizer of pods that do not go
UPDATE = 10.0  # s between two changes of a load that climbs


def text_of(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def is_ready(pod):
    return any(one["type"] == "Ready" and one["status"] == "True" for one in pod["status"].get("conditions", []))


def is_there(pod):
    return pod["status"].get("phase") == "Running" and "deletionTimestamp" not in pod["metadata"]


def share(name, uneven):
    """Of a pod among others; the same whenever it is asked for."""
    return 1 + uneven * (zlib.crc32(name.encode()) % 1001 / 500 - 1)


class Pods:
    """Those of one situation, as the watch knows them."""

    def __init__(self, api, space, situation, watched):
        self.api, self.space, self.situation, self.watched = api, space, situation, watched
        self.missing, self.turned, self.first = set(), set(), set()
        self.loads = (0.0, 0.0)  # as used last
        self.updated = float("-inf")

    def path(self, name):
        return f"{CORE}/namespaces/{self.space}/pods/{name}"

    def running(self):
        mine = [one for one in self.watched.all() if one["metadata"]["labels"].get("app") == self.situation.name and is_there(one)]
        return sorted(mine, key=lambda one: one["metadata"]["name"])

    def befall(self, step):
        """Once, at the step's begin."""
        names = [one["metadata"]["name"] for one in self.running() if is_ready(one)]
        self.first = self.first or set(names)
        self.missing = set(names[: step.missing])
        for name in names[: step.never_ready]:
            self.turn_unready(name, never=True)
        for name in names[: step.unready]:
            self.turn_unready(name, never=False)
        for name in names[: step.failed]:
            self.change(f"{self.path(name)}/status", {"status": {"phase": "Failed"}})
        for name in names[: step.held]:
            self.change(self.path(name), {"metadata": {"finalizers": [HELD]}})
            self.remove(name)

    def turn_unready(self, name, never):
        pod = self.watched.objects.get(name)
        if pod is None:
            return
        self.turned.add(name)
        at = time_of(pod["status"]["startTime"]) + datetime.timedelta(seconds=2) if never else datetime.datetime.now(datetime.timezone.utc)
        conditions = [{"type": kind, "status": "False", "lastTransitionTime": text_of(at)} for kind in ("Ready", "ContainersReady")]
        self.change(f"{self.path(name)}/status", {"status": {"conditions": conditions}}, "strategic-merge")

    def use(self, now, load, memory, step, climbing):
        """Each pod its share of the load, where it is not so already."""
        running = self.running()
        if self.situation.newcomers_unready and self.first:
            for one in running:
                if one["metadata"]["name"] not in self.first | self.turned:
                    self.turn_unready(one["metadata"]["name"], never=True)
        if not climbing or now - self.updated >= UPDATE:
            self.loads, self.updated = (load, memory), now
        serving = [one for one in running if is_ready(one) and one["metadata"]["name"] not in self.turned]
        whole = sum(share(one["metadata"]["name"], self.situation.uneven) for one in serving)
        for one in running:
            part = share(one["metadata"]["name"], self.situation.uneven) / whole if one in serving else 0
            self.set_use(one, part, step)

    def set_use(self, pod, part, step):
        name = pod["metadata"]["name"]
        cpu, memory = (round(load * part) for load in self.loads)
        wanted = {CPU: "0" if step.idle else f"{max(1, cpu)}m",
                  # One that uses no memory at all has no reading of either.
                  MEMORY: "0" if step.all_missing or name in self.missing else f"{OWN_MEMORY + memory}Mi"}
        annotations = pod["metadata"].get("annotations", {})
        if any(annotations.get(key) != value for key, value in wanted.items()):
            self.change(self.path(name), {"metadata": {"annotations": wanted}})

    def remove(self, name):
        try:
            self.api.delete(self.path(name))
        except ApiError as error:
            if error.status != 404:
                raise

    def change(self, path, changes, kind="merge"):
        try:
            changed = self.api.patch(path, changes, kind)
        except ApiError as error:  # it may have gone meanwhile
            if error.status not in (404, 409):
                raise
            return
        if changed["metadata"]["name"] in self.watched.objects:
            self.watched.objects[changed["metadata"]["name"]] = changed

    def release(self):
        for one in self.watched.all():
            if HELD in one["metadata"].get("finalizers", []):
                self.change(self.path(one["metadata"]["name"]), {"metadata": {"finalizers": []}})
