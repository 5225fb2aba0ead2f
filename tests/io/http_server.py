#!/usr/bin/env python3
"""A server for the tests of the HTTP client: says its port on standard output, and ends with its standard input.

With two arguments it speaks TLS: a certificate and its key.
"""
import http.server
import ssl
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        kind, _, rest = self.path.split("?")[0].lstrip("/").partition("/")
        if kind == "status":
            self.answer(int(rest), b"it is so", [("Retry-After", "7")])
        elif kind == "bytes":
            self.answer(200, b"x" * int(rest))
        elif kind == "after":  # seconds
            time.sleep(float(rest))
            self.answer(200, b"at last")
        elif kind == "lines":  # one each time, without an end
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                for number in range(int(rest)):
                    self.wfile.write(f"line {number}\n".encode())
                    self.wfile.flush()
                time.sleep(60)
            except OSError:
                pass
        elif kind == "broken":  # fewer bytes than promised
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        else:
            self.answer(200, "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(201, self.command.encode() + b" " + body, [("X-Kind", self.headers.get("Content-Type", "none"))])

    do_PATCH = do_PUT = do_DELETE = do_POST

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    if len(sys.argv) > 3:  # whoever asks is to have a certificate that this one signed
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.readline()
print(server.server_address[1], flush=True)
sys.stdin.read()
