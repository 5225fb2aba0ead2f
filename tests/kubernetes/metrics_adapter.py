"""An aggregated API server for custom and external metrics, as adapters are: values by name, handed in."""

import datetime
import http.server
import json
import ssl
import threading
import urllib.parse

GROUPS = {"custom.metrics.k8s.io": "v1beta2", "external.metrics.k8s.io": "v1beta1"}


def api_services(port):
    """What makes the API server hand requests on to it."""
    services = [{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "adapter", "namespace": "kube-system"},
                 "spec": {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": port}]}}]
    for group, version in GROUPS.items():
        services.append({"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": f"{version}.{group}"},
                         "spec": {"group": group, "version": version, "groupPriorityMinimum": 100, "versionPriority": 100,
                                  "insecureSkipTLSVerify": True, "service": {"name": "adapter", "namespace": "kube-system", "port": port}}})
    return services


class Adapter(http.server.ThreadingHTTPServer):
    """`values` by metric: a function of the request's path parts and query, to a list of (object, value); None: there is no such metric."""

    daemon_threads = True

    def __init__(self, certificate, key):
        self.values = {}
        self.down = False
        self.asked = []  # (user, path) of what was asked for beyond discovery
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """Connections that end early are nobody's business."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, code, body):
        text = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        parts = [urllib.parse.unquote(part) for part in path.strip("/").split("/")]
        known = len(parts) >= 2 and parts[0] == "apis" and parts[1] in GROUPS
        if len(parts) == 3 and known:
            self.answer(200, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "/".join(parts[1:]), "resources": []})
        elif len(parts) > 3 and known:
            self.metric(parts, {name: values[0] for name, values in urllib.parse.parse_qs(query).items()})
        else:
            self.answer(404, {"kind": "Status", "status": "Failure", "code": 404, "reason": "NotFound", "message": "there is nothing here"})

    def metric(self, parts, query):
        self.server.asked.append((self.headers.get("X-Remote-User"), "/".join(parts)))
        if self.server.down:
            return self.answer(503, {"kind": "Status", "status": "Failure", "code": 503, "message": "the adapter is out of order"})
        values = self.server.values.get(parts[-1], lambda *_: None)(parts, query)
        if values is None:
            return self.answer(404, {"kind": "Status", "status": "Failure", "code": 404, "reason": "NotFound", "message": f"no metric {parts[-1]}"})
        external = parts[1].startswith("external")
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        items = []
        for name, value in values:
            item = {"timestamp": now, "value": value}
            if external:
                item |= {"metricName": parts[-1], "metricLabels": {}}
            else:
                item |= {"metric": {"name": parts[-1]}, "describedObject": {"name": name, "namespace": parts[4]}}
            items.append(item)
        kind = "ExternalMetricValueList" if external else "MetricValueList"
        return self.answer(200, {"kind": kind, "apiVersion": "/".join(parts[1:3]), "metadata": {}, "items": items})

    def log_message(self, *_):
        pass
