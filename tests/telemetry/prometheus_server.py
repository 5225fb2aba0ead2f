#!/usr/bin/env python3
"""What answers like a Prometheus, or not: by the first part of its path. Says its port on standard output, and ends with its standard input."""

import http.server
import json
import sys
import threading
import urllib.parse

MOST = 5  # moments that /small answers at once


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def fault(self, status, kind, text):
        self.answer(status, {"status": "error", "errorType": kind, "error": text})

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = {key: values[0] for key, values in urllib.parse.parse_qs(query).items()}
        kind = path.split("/")[1]
        if path.endswith("/query"):
            times = [float(asked["time"])]
        else:
            start, end, step = (float(asked[key]) for key in ("start", "end", "step"))
            times = [start + step * i for i in range(round((end - start) / step) + 1)]
        if kind == "none":
            self.answer(401, b"Unauthorized")
        elif kind == "html":
            self.answer(200, b"<html>{}</html>")
        elif kind == "missing":
            self.answer(404, b"404 page not found")
        elif kind == "away":
            self.answer(503, b"<html><h1>503 Service Unavailable</h1></html>")
        elif kind == "moved":
            self.answer(302, b"", [("Location", "/graph")])
        elif kind == "wrong":
            self.fault(400, "bad_data", "parse error: unexpected <eof>")
        elif kind == "small" and len(times) > MOST:
            self.fault(422, "execution", "query processing would load too many samples into memory in query execution")
        elif kind == "never":
            self.fault(503, "timeout", "query timed out in expression evaluation")
        elif kind == "still":
            ended.wait()
        elif kind == "short":
            self.answer(200, b'{"status":"success","data":{"result":[')
        else:
            labels = {"query": asked["query"], "who": self.headers.get("Authorization", "")}
            result = [{"metric": labels, "values": [[time, str(time)] for time in times]}]
            self.answer(200, {"status": "success", "data": {"resultType": "matrix", "result": result}, "warnings": ["so so"]})

    def log_message(self, *_):
        pass


ended = threading.Event()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
ended.set()
