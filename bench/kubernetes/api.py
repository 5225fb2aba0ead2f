"""The API server of a bed, without a process for each request: objects asked for, made, changed, and watched."""
import http.client
import json
import pathlib
import ssl
import threading
import time
import urllib.parse

APPS = "/apis/apps/v1"
AUTOSCALING = "/apis/autoscaling/v2"
CORE = "/api/v1"
PATIENCE = 30.0  # s for an answer
WATCH = 300  # s that a watch lasts


class ApiError(Exception):
    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:300]}")
        self.status = status


class Api:
    """As the administrator of a bed. Each thread has a connection of its own."""

    def __init__(self, kubeconfig):
        told = dict(field(line) for line in pathlib.Path(kubeconfig).read_text().splitlines() if "{" in line)
        self.address = urllib.parse.urlsplit(told["cluster"]["server"])
        self.token = told["user"]["token"]
        self.tls = ssl.create_default_context(cafile=told["cluster"]["certificate-authority"])
        self.local = threading.local()

    def connection(self, seconds):
        return http.client.HTTPSConnection(self.address.hostname, self.address.port, timeout=seconds, context=self.tls)

    def headers(self, kind="application/json"):
        return {"Authorization": f"Bearer {self.token}", "Content-Type": kind, "Accept": "application/json"}

    def request(self, method, path, body=None, kind="application/json"):
        text = None if body is None else json.dumps(body)
        for attempt in (0, 1):  # a connection that lay still may have been closed
            connection = getattr(self.local, "connection", None) or self.connection(PATIENCE)
            self.local.connection = connection
            try:
                connection.request(method, path, text, self.headers(kind))
                answer = connection.getresponse()
                data = answer.read().decode()
                break
            except (http.client.HTTPException, OSError):
                connection.close()
                self.local.connection = None
                if attempt:
                    raise
        if answer.status >= 300:
            raise ApiError(answer.status, data)
        return json.loads(data) if data else {}

    def get(self, path):
        return self.request("GET", path)

    def create(self, path, made):
        return self.request("POST", path, made)

    def ensure(self, path, made):
        """One that is there already is left."""
        try:
            self.create(path, made)
        except ApiError as error:
            if error.status != 409:
                raise

    def patch(self, path, changes, kind="merge"):
        return self.request("PATCH", path, changes, f"application/{kind}-patch+json")

    def delete(self, path):
        return self.request("DELETE", path)


def field(line):
    """`cluster: {server: "…", …}` of a bed's kubeconfig, whose values have no comma."""
    name, _, rest = line.strip().partition(": {")
    pairs = (pair.partition(": ") for pair in rest.rstrip("}").split(", "))
    return name, {key.strip(): value.strip('"') for key, _, value in pairs}


class Watched(threading.Thread):
    """The objects of one kind in a namespace, by name, kept up to date until closed."""

    def __init__(self, api, path, changed=lambda found: None):
        super().__init__(daemon=True)
        self.api, self.path, self.changed = api, path, changed
        self.objects = {}
        self.open = True
        self.version = self.listed()
        self.start()

    def listed(self):
        found = self.api.get(self.path)
        self.objects = {one["metadata"]["name"]: one for one in found["items"]}
        for one in found["items"]:
            self.changed(one)
        return found["metadata"]["resourceVersion"]

    def all(self):
        return list(self.objects.values())

    def run(self):
        while self.open:
            try:
                self.follow()
            except (OSError, http.client.HTTPException, ValueError, ApiError):
                time.sleep(0.5)

    def follow(self):
        connection = self.api.connection(WATCH + PATIENCE)
        try:
            connection.request("GET", f"{self.path}?watch=1&allowWatchBookmarks=true&timeoutSeconds={WATCH}&resourceVersion={self.version}",
                               headers=self.api.headers())
            answer = connection.getresponse()
            if answer.status != 200:
                self.version = self.listed()
            while self.open and answer.status == 200 and (line := answer.readline()):
                self.take(json.loads(line))
        finally:
            connection.close()

    def take(self, event):
        found = event["object"]
        if event["type"] == "ERROR":
            self.version = self.listed()
            return
        self.version = found["metadata"]["resourceVersion"]
        if event["type"] == "BOOKMARK":
            return
        if event["type"] == "DELETED":
            self.objects.pop(found["metadata"]["name"], None)
        else:
            self.objects[found["metadata"]["name"]] = found
            self.changed(found)

    def close(self):
        self.open = False
