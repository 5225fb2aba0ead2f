"""`evenkeel agent` as an observer, and what it answers."""
import json
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request

PATIENCE = 60.0  # s until it must have ended


class Agent:
    def __init__(self, program, kubeconfig, log, *more):
        self.log = log
        self.begun = time.monotonic()
        self.process = subprocess.Popen([str(program), "agent", f"--kubeconfig={kubeconfig}", f"--log={log}", "--listen=127.0.0.1:0", *more],
                                        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.said = self.process.stderr.readline()
        found = re.search(r"port (\d+)", self.said)
        if not found:
            raise RuntimeError(self.said + self.process.stderr.read())
        self.port = int(found[1])
        self.figures = {}
        self.drained = threading.Thread(target=self.process.stderr.read, daemon=True)
        self.drained.start()

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def is_ready(self):
        try:
            return self.get("/readyz") == "ok\n"
        except urllib.error.HTTPError:
            return False

    def measured(self):
        found = {}
        for line in self.get("/metrics").splitlines():
            if not line.startswith("#") and "{" not in line:
                name, _, value = line.rpartition(" ")
                found[name] = float(value)
        return found

    def end(self):
        self.figures = self.measured()
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.drained.join()
            self.process.stderr.close()


class Adviser(Agent):
    """Of one namespace, asked for its advice every `interval` s."""

    def __init__(self, program, kubeconfig, space, log, guardrails, interval):
        super().__init__(program, kubeconfig, log, "-n", space, f"--guardrails={guardrails}")
        self.advice = {}  # by name
        self.first_pass = None  # s from its start until every workload had been decided on
        self.open = True
        self.asking = threading.Thread(target=self.ask, args=(interval,), daemon=True)
        self.asking.start()

    def ask(self, interval):
        while self.open:
            if self.first_pass is None and self.is_ready():
                self.first_pass = time.monotonic() - self.begun
            try:
                self.advice = {one["name"]: one for one in json.loads(self.get("/advice"))["workloads"]}
            except OSError:
                pass
            time.sleep(interval if self.first_pass else 0.5)

    def end(self):
        self.open = False
        try:
            return super().end()
        finally:
            self.asking.join()


def replayed(program, log):
    """(status, what it says) of the recorded inputs through the same loop once more."""
    done = subprocess.run([str(program), "replay", str(log)], capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()
