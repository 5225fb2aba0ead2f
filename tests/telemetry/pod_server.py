#!/usr/bin/env python3
"""Pods' endpoints, for the tests of their scraper: says its port (the same at 127.0.0.1 and 127.0.0.2), and ends with its standard input.

/count: a counter that rises by 10 with each reading. /hang: no answer. /broken: no metrics. /failing: 503. /endless: never ends.
/twice: two answers, then none. /gap: failing from the second to the eighth reading, after which the counter has leapt.
/other: metrics, but none of requests. /open: OpenMetrics. /cut: OpenMetrics without its end.
"""
import collections
import http.server
import sys
import threading

asked = collections.Counter()
ended = threading.Event()
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body, code=200, kind="text/plain; version=0.0.4"):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not ended.is_set():
            self.wfile.write(b"other 1\n" * 10000)

    def do_GET(self):
        asked[self.path] += 1
        counted = f'http_requests_total{{code="200"}} {10 * asked[self.path]}\n'
        if self.path.startswith("/count"):
            self.answer(counted)
        elif self.path == "/twice" and asked[self.path] <= 2:
            self.answer(counted)
        elif self.path in ("/hang", "/twice"):
            ended.wait()
        elif self.path == "/gap" and 1 < asked[self.path] <= 8:
            self.answer("", 503)
        elif self.path == "/gap":
            self.answer(f'http_requests_total{{code="200"}} {1000 if asked[self.path] == 1 else 10**9}\n')
        elif self.path == "/broken":
            self.answer("<html>not found</html>\n")
        elif self.path == "/failing":
            self.answer("", 503)
        elif self.path == "/endless":
            self.endless()
        elif self.path == "/other":
            self.answer("go_goroutines 7\n")
        elif self.path == "/open":
            self.answer(counted + "# EOF\n", kind=OPEN)
        else:
            self.answer(counted, kind=OPEN)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass


server = Server(("127.0.0.1", 0), Handler)
other = Server(("127.0.0.2", server.server_port), Handler)
print(server.server_port, flush=True)
for one in (server, other):
    threading.Thread(target=one.serve_forever, daemon=True).start()
sys.stdin.read()
ended.set()
