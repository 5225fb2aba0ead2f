#!/usr/bin/env python3
"""What an API server may answer, for the tests of its client: says its port, and ends with its standard input.

/busy/N, /down/N, /gone/N: the first N requests to that path fail (429 with Retry-After, 503, half an answer), the next is answered.
"""
import collections
import http.server
import json
import sys
import threading

asked = collections.Counter()


def status(code, reason, message, **details):
    return json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "reason": reason, "code": code,
                       "details": details})


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, code, body, headers=(), length=None):
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        path = self.path.split("?")[0]
        asked[path] += 1
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
        elif kind == "asked":
            self.answer(200, str(asked["/" + rest]))
        else:
            self.answer(200, f"{self.command} {self.path} {self.headers.get('Accept')}")

    def do_PATCH(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
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
