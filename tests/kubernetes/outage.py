"""A control plane whose programs are killed and come back, for tests of what happens meanwhile."""

import json
import os
import pathlib
import signal
import socket
import urllib.request

from bed.processes import Processes


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Outage:
    """Of a case with a bed."""

    started = []

    def killed(self, name):
        """What it was started with."""
        processes = Processes(self.state)
        pid = processes.alive()[name]
        command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
        os.kill(pid, signal.SIGKILL)
        self.eventually(10, lambda: name in processes.alive(), False)
        # Threads of a process that is gone may hold its port for a moment.
        port = next(int(one.partition("=")[2]) for one in command if one.startswith("--secure-port="))
        self.eventually(10, lambda: listens(port), False)
        return command

    def start(self, name, command):
        self.started.append(Processes(self.state).start(name, command))  # ends with the bed

    def compact(self):
        """Forgets all revisions before the present one."""
        etcd = json.loads((self.state / "bed.json").read_text())["etcd"]

        def ask(path, body):
            request = urllib.request.Request(etcd + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
            return json.load(urllib.request.urlopen(request, timeout=10))
        revision = ask("/v3/kv/range", {"key": "AA=="})["header"]["revision"]
        ask("/v3/kv/compaction", {"revision": revision, "physical": True})

    def ready(self):
        Processes(self.state).check("kube-apiserver")
        done = self.bed("kubectl", "get", "--raw", "/readyz")
        return done.stdout or done.stderr
