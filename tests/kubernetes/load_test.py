"""The load generator: arrivals of the scenario, response times from when a request was due, failures by kind."""

import csv
import io
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

LOAD, FIBONACCI = (os.path.abspath(path) for path in sys.argv[1:3])

SCENARIO = """\
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {{name: short}}
spec:
  duration: {duration}
  seed: 3
  loads: [{{application: shop, steady: {{rate: {rate}}}}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {{name: shop}}
spec:
  components: [{{name: cart, serving: {{serviceTime: {{kind: exponential, mean: 20ms}}}}}}]
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {{name: node}}
spec: {{allocatable: {{cpu: 2, memory: 4Gi}}}}
"""
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"


class Server:
    """Answers each request with `answer`, but none before `stall` seconds after the first connection."""

    def __init__(self, answer=ANSWER, stall=0.0):
        self.answer, self.stall, self.begun = answer, stall, None
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=1000)
        self.target = "127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.begun = self.begun or time.monotonic()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            while received := connection.recv(4096):
                time.sleep(max(0.0, self.begun + self.stall - time.monotonic()))
                connection.sendall(self.answer * received.count(b"\r\n\r\n"))


class Load(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, targets, rate=100, duration="2s", more=(), while_it_runs=None):
        (self.folder / "scenario.yaml").write_text(SCENARIO.format(rate=rate, duration=duration))
        (self.folder / "targets").write_text("".join(f"{one}\n" for one in targets))
        with subprocess.Popen([LOAD, self.folder / "scenario.yaml", "--targets", self.folder / "targets", *more],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            if while_it_runs:
                while_it_runs()
            out, err = process.communicate(timeout=60)
        if process.returncode == 0:
            return list(csv.DictReader(io.StringIO(out))), json.loads(err.splitlines()[-1])
        return process.returncode, err

    def test_every_arrival_is_answered_once(self):
        server = Server()
        rows, whole = self.play([server.target], more=["--interval", "500ms"])
        self.assertEqual(sum(int(row["requests"]) for row in rows), whole["answered"])
        self.assertEqual(len(rows), 4)
        self.assertTrue(150 < whole["answered"] < 250, whole)  # a Poisson number of mean 200: 3.5 deviations
        again = self.play([server.target])[1]
        self.assertEqual(again["answered"], whole["answered"])  # the same seed

    def test_a_stalled_server_does_not_hide_its_stall(self):
        _, whole = self.play([Server(stall=1.5).target])
        self.assertTrue(150 < whole["answered"] < 250, whole)  # none was held back
        # Those that came within the stall of 1.5 s waited for its rest: uniform from 0 to 1.5 s, for 3 of 4 requests.
        self.assertTrue(350 < whole["p50_ms"] < 700, whole)
        self.assertGreater(whole["max_ms"], 1300)

    def test_failures_by_kind(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nobody = "127.0.0.1:%d" % closed.getsockname()[1]
        self.assertGreater(self.play([nobody], duration="500ms")[1]["refused"], 10)
        self.assertGreater(self.play([], duration="500ms")[1]["noTarget"], 10)
        bad = Server(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
        self.assertGreater(self.play([bad.target], duration="500ms")[1]["status"], 10)
        silent = self.play([Server(stall=10).target], duration="500ms", more=["--timeout", "300ms"])[1]
        self.assertGreater(silent["timedOut"], 10)
        self.assertEqual(silent["answered"], 0)

    def test_targets_that_come_get_load(self):
        first, second = Server(), Server(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
        timer = threading.Timer(0.5, lambda: (self.folder / "targets").write_text(f"{first.target}\n{second.target}\n"))
        _, whole = self.play([first.target], duration="4s", while_it_runs=timer.start)
        self.assertTrue(50 < whole["status"] < whole["answered"], whole)

    def test_wrong_input(self):
        for line in ("here", "10.0.0.1", "10.0.0.1:0", "10.0.0.1:70000", "web:80", "10.0.0.1:80x"):
            status, said = self.play([line])
            self.assertEqual(status, 2)
            self.assertIn(f"targets:1: found '{line}'; write ADDRESS:PORT", said)
        server = Server()
        self.assertIn("no load for 'x'", self.play([server.target], more=["--application", "x"])[1])
        self.assertIn("--timeout", self.play([server.target], more=["--timeout", "soon"])[1])


class Fibonacci(unittest.TestCase):
    def test_it_serves(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen([FIBONACCI, str(port), "10"])
        try:
            connection = None
            while connection is None:
                self.assertIsNone(process.poll())
                try:
                    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
                except ConnectionRefusedError:
                    pass
            with connection:
                # The sum of F(0) to F(89) is F(91) - 1.
                self.assertIn("\r\n\r\n4660046610375530308\n", self.ask(connection, "/?1"))
                self.assertIn("200 OK", self.ask(connection, "/"))
                for path in ("/x", "/?", "/?-1", "/?1073741825"):
                    self.assertIn("404", self.ask(connection, path))
        finally:
            process.terminate()
            self.assertEqual(process.wait(10), 0)

    def ask(self, connection, path):
        connection.sendall(f"GET {path} HTTP/1.1\r\n\r\n".encode())
        return connection.recv(4096).decode()

    def test_wrong_input(self):
        for wrong in ([], ["0", "1"], ["80", "x"], ["70000", "1"], ["80", "1", "2"]):
            done = subprocess.run([FIBONACCI, *wrong], capture_output=True, text=True, timeout=10, check=False)
            self.assertEqual((done.returncode, done.stderr[:6]), (2, "usage:"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
