#!/usr/bin/env python3
"""What an API server may answer, for the tests of its client: says its port, and ends with its standard input.

/silent: no answer.
/busy/N, /down/N, /gone/N: the first N requests to that path fail (429 with Retry-After, 503, half an answer), the next is answered.
/things: a list of two pages, then watches by SCRIPT; /listed/things: the same by watch-list.
METRICS: custom and external metrics; those named secret are forbidden.
/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods: two pods, then the second alone, then a failure.
/apis/example.com/v1: the kinds Rollout, with /scale, and Plain; rollout web is made again before it is asked for once more, and then goes.
"""
import collections
import gzip
import http.server
import json
import sys
import threading
import urllib.parse

asked = collections.Counter()


def status(code, reason, message, **details):
    return json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "reason": reason, "code": code,
                       "details": details})


def thing(name, version, **more):
    return {"kind": "Thing", "metadata": {"name": name, "uid": name, "resourceVersion": str(version), **more}}


def event(kind, obj):
    return json.dumps({"type": kind, "object": obj}) + "\n"


EXPIRED = json.loads(status(410, "Expired", "too old resource version"))
# By the resource version that a watch begins at: what it says before it ends.
SCRIPT = {
    "10": [event("ADDED", thing("d", 11)), event("MODIFIED", thing("a", 12)), event("DELETED", thing("b", 13)), event("BOOKMARK", thing("", 20))],
    "20": [event("ERROR", EXPIRED), event("ADDED", thing("never", 21))],
    "30": [event("ADDED", thing("e", 31))],
}
LISTS = [["a", "b", "c"], ["c", "d"]]  # by how often it was listed; the last from then on


KINDS = {"kind": "APIResourceList", "groupVersion": "example.com/v1", "resources": [
    {"name": "rollouts", "kind": "Rollout"}, {"name": "rollouts/scale", "kind": "Scale"}, {"name": "plains", "kind": "Plain"},
    {"name": "plains/status", "kind": "Plain"}]}


def metric(value, name="", seconds=30):
    return {"describedObject": {"kind": "Pod", "namespace": "shop", "name": name}, "timestamp": "2026-01-01T00:00:00Z", "windowSeconds": seconds,
            "value": value}


def metrics(*values, kind="MetricValueList"):
    return {"kind": kind, "items": list(values)}


# What metrics APIs answer, by path and query.
METRICS = {
    "/apis/custom.metrics.k8s.io": {"kind": "APIGroup", "name": "custom.metrics.k8s.io", "versions": [{"version": "v1beta1"}, {"version": "v1beta2"}]},
    "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/hits?labelSelector=app%3Dweb&metricLabelSelector=verb%3DGET":
        metrics(metric("1500m", "pod-p1"), metric("2", "pod-p2"), metric("7", "pod-other")),
    "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/rollouts.example.com/main/lag": metrics(metric("12", "main")),
    "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/metrics/lag": metrics(metric("13", "shop")),
    "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/rollouts.example.com/two/lag": metrics(metric("1", "two"), metric("1", "two")),
    "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue?labelSelector=queue%20in%20%28a%2Cb%29":
        metrics(metric("3"), metric("4500m"), kind="ExternalMetricValueList"),
    "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/empty": metrics(kind="ExternalMetricValueList"),
    "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/odd": {"kind": "Table"},
}
WEB = "/apis/example.com/v1/namespaces/shop/rollouts/web/scale"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, code, body, headers=(), length=None):
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def watch(self, lines):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        self.wfile.write("".join(lines).encode())

    def list(self, query):
        times = asked["lists"]
        names = LISTS[min(times, len(LISTS) - 1)]
        start = int(query.get("continue", ["0"])[0])
        last = start + 2 >= len(names)
        asked["lists"] += last
        meta = {"resourceVersion": "10" if times == 0 else "30", "continue": "" if last else str(start + 2)}
        self.answer(200, json.dumps({"kind": "ThingList", "metadata": meta, "items": [thing(n, 1) for n in names[start:start + 2]]}))

    def things(self, query, by_watch):
        if "sendInitialEvents" in query and not by_watch:
            self.answer(422, status(422, "Invalid", "sendInitialEvents is forbidden"))
        elif "sendInitialEvents" in query:
            end = thing("", 10, annotations={"k8s.io/initial-events-end": "true"})
            self.watch([event("ADDED", thing(n, 1)) for n in LISTS[0]] + [event("BOOKMARK", end)] + SCRIPT["10"])
        elif "watch" in query:
            self.watch(SCRIPT.get(query["resourceVersion"][0], []))
        else:
            self.list(query)

    def readings(self, number):
        if number > 2:
            return self.answer(403, status(403, "Forbidden", "no"))
        pods = [{"metadata": {"name": name, "namespace": "shop"}, "timestamp": f"2026-01-01T00:00:0{number}Z", "window": "15s",
                 "containers": [{"name": "c", "usage": {"cpu": f"{number}00m", "memory": "1Mi"}}]} for name in ("one", "two")[number - 1 :]]
        return self.answer(200, json.dumps({"kind": "PodMetricsList", "items": pods}))

    def scales(self, path):
        if path == "/apis/example.com/v1":
            self.answer(200, json.dumps(KINDS))
        elif path == WEB and asked[path] <= 2:
            self.answer(200, json.dumps({"kind": "Scale", "metadata": {"name": "web", "namespace": "shop", "uid": f"u{asked[path]}"},
                                         "spec": {"replicas": 3}, "status": {"replicas": 2}}))
        else:
            self.answer(404, status(404, "NotFound", "not found"))

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked[path] += 1
        if path.endswith("/things"):
            return self.things(urllib.parse.parse_qs(query), path.startswith("/listed"))
        if self.path in METRICS:
            return self.answer(200, json.dumps(METRICS[self.path]))
        if path.endswith("/secret"):
            return self.answer(403, status(403, "Forbidden", "secret is forbidden: no"))
        if path.startswith("/apis/metrics.k8s.io/"):
            return self.readings(asked[path])
        if path.startswith("/apis/"):
            return self.scales(path)
        kind, _, rest = path.lstrip("/").partition("/")
        fails = kind in ("busy", "down", "gone") and asked[path] <= int(rest)
        if kind == "busy" and fails:
            self.answer(429, status(429, "TooManyRequests", "try again later", retryAfterSeconds=1), [("Retry-After", "1")])
        elif kind == "down" and fails:
            self.answer(503, "<html>nobody is here</html>")
        elif kind == "gone" and fails:
            self.answer(200, "half", length=100)
            self.close_connection = True
        elif kind == "secret" and self.headers.get("Authorization") != "Bearer " + rest:
            self.answer(401, status(401, "Unauthorized", "Unauthorized"))
        elif kind == "forbidden":
            self.answer(403, status(403, "Forbidden", "pods is forbidden: no"))
        elif kind == "old":
            self.answer(410, status(410, "Expired", "too old resource version: 1 (7)"))
        elif kind == "zipped":
            self.zipped("gzip" in self.headers.get("Accept-Encoding", ""))
        elif kind == "silent":
            threading.Event().wait(60)
        elif kind == "asked":
            self.answer(200, str(asked["/" + rest]))
        else:
            audit = f" {self.headers['Audit-ID']}" if "Audit-ID" in self.headers else ""
            self.answer(200, f"{self.command} {self.path} {self.headers.get('Accept')}{audit}")

    def zipped(self, taken):
        """As a watch of 1.37 begins and goes on: compressed one after the other, for who takes that."""
        parts = [b"begun ", b"goes on"]
        body = b"".join(gzip.compress(part) if taken else part for part in parts)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if taken:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def do_POST(self):
        """Everything may be looked at, but for secrets; nodes are not decided about."""
        asked_for = json.loads(self.body())["spec"]["resourceAttributes"]
        if asked_for["resource"] == "nodes":
            return self.answer(500, status(500, "InternalError", "no webhook"))
        allowed = asked_for["verb"] in ("get", "list", "watch") and asked_for["resource"] != "secrets"
        self.answer(201, json.dumps({"status": {"allowed": allowed, "reason": "" if allowed else f"no {json.dumps(asked_for, sort_keys=True)}"}}))

    def do_PATCH(self):
        body = self.body()
        asked[self.path] += 1
        if self.path == "/down/1":
            self.answer(503, status(503, "ServiceUnavailable", "not now"))
        else:
            self.answer(200, f"{self.headers.get('Content-Type')} {body}")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.readline()
print(server.server_address[1], flush=True)
sys.stdin.read()
