"""An HTTP proxy in front of an API server that fails in the way a test wants: refuses, delays, falls silent.

It speaks HTTP/1.1 on loopback to whoever asks and TLS with the kubeconfig's token to the server,
so that the bed's own kubeconfig serves and no fault touches kubectl.
"""

import base64
import contextlib
import http.client
import http.server
import socket
import ssl
import threading
import urllib.parse

UPSTREAM_S = 60.0
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "accept-encoding", "host"}


class Refusal:
    """An answer of the proxy itself."""

    def __init__(self, status, **headers):
        self.status = status
        self.headers = headers


class Rewriting:
    """The server's answer, but for what `change` makes of its text."""

    def __init__(self, change):
        self.change = change


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever asked may go when he likes."""


class FaultProxy:
    """`fault(path, headers)` decides on each request: None passes it on, a Refusal answers it, a Rewriting changes its answer; it may also wait."""

    def __init__(self, config):
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.server = urllib.parse.urlsplit(cluster["server"])
        self.tls = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
        self.token = user["token"]
        self.fault = lambda path, headers: None
        self.still = threading.Event()  # set: open answers say nothing more, and stay open
        self.lying = 0  # answers that have fallen silent so
        self.asked = []  # (path, Authorization)
        self.upstreams = set()  # of open answers
        self.listener = Listener(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.listener.server_address[1]}"

    def cut(self):
        """Open answers break off."""
        for upstream in list(self.upstreams):
            with contextlib.suppress(OSError, AttributeError):
                upstream.sock.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.still.clear()
        self.listener.shutdown()
        self.listener.server_close()

    def handler(front):  # noqa: N805
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                self.answer()

            do_POST = do_GET

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                front.asked.append((self.path, self.headers.get("Authorization")))
                fault = front.fault(self.path, self.headers)
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if isinstance(fault, Refusal):
                        self.refuse(fault)
                    else:
                        self.forward(body, fault)
                    return
                self.close_connection = True

            def refuse(self, refusal):
                self.send_response(refusal.status)
                for name, value in refusal.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def forward(self, body, rewriting):
                upstream = http.client.HTTPSConnection(front.server.hostname, front.server.port, context=front.tls, timeout=UPSTREAM_S)
                front.upstreams.add(upstream)
                with contextlib.closing(upstream), contextlib.ExitStack() as after:
                    after.callback(front.upstreams.discard, upstream)
                    kept = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP | {"authorization"}}
                    upstream.request(self.command, self.path, body=body or None, headers={**kept, "Authorization": f"Bearer {front.token}"})
                    answer = upstream.getresponse()
                    self.send_response(answer.status)
                    for name, value in answer.getheaders():
                        if name.lower() not in HOP_BY_HOP:
                            self.send_header(name, value)
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    while part := rewriting.change(answer.read()) if rewriting else answer.read1(1 << 16):
                        if front.still.is_set():
                            self.lie_still(upstream)
                            return
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.write(b"0\r\n\r\n")

            def lie_still(self, upstream):
                """Until whoever asked has gone."""
                upstream.close()
                front.lying += 1
                self.connection.settimeout(600)
                self.connection.recv(1)
                self.close_connection = True

        return Handler
