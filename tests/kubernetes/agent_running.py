"""An agent that runs, and what it says over HTTP."""

import os
import pathlib
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request


class Running:
    """An agent, and the port at which it answers."""

    def __init__(self, program, *arguments, **environment):
        self.process = subprocess.Popen([program, "agent", "--world", "kubernetes", "--listen", "127.0.0.1:0", *arguments],
                                        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
        said = self.process.stderr.readline()
        self.port = int(re.search(r"port (\d+)", said)[1])

    def get(self, path):
        """Status and text."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def connections(self, port):
        """How many it has to that port of a server."""
        own = {os.readlink(one) for one in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir()}
        rows = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[2].endswith(f":{port:04X}") and f"socket:[{row[9]}]" in own for row in rows)

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(timeout=30)
        said = self.process.stderr.read()
        self.process.stderr.close()
        return status, said


def figures(text):
    """By name with its labels."""
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if not line.startswith("#")}


class Watch(threading.Thread):
    """What an agent says at /metrics, twice a second until it is told to stop."""

    def __init__(self, agent):
        super().__init__(daemon=True)
        self.agent = agent
        self.seen = []
        self.enough = threading.Event()
        self.start()

    def run(self):
        while not self.enough.wait(0.5):
            self.seen.append(figures(self.agent.get("/metrics")[1]))

    def stop(self):
        self.enough.set()
        self.join()
        self.seen.append(figures(self.agent.get("/metrics")[1]))
        return self.seen
