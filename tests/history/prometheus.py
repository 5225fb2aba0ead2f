"""A real Prometheus on a port of its own, filled with history: for tests and benchmarks."""

import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

SKIPPED = 77  # ctest's status
UP = 60.0  # s


def missing():
    """Why there is none; empty: there is one."""
    lacking = [name for name in ("prometheus", "promtool") if shutil.which(name) is None]
    return f"no {' and no '.join(lacking)} (Debian package prometheus)" if lacking else ""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def sample(name, labels, value, second):
    """A line of OpenMetrics."""
    text = ",".join(f'{key}="{one}"' for key, one in labels.items())
    return f"{name}{{{text}}} {value!r} {second}\n"


class Prometheus:
    def __init__(self, folder, **web):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.web = web  # of its web configuration file

    def fill(self, lines):
        """OpenMetrics, of a few hours at a time: promtool reads a file again for each block of two hours."""
        file = self.folder / "history.txt"
        with file.open("w") as out:
            out.writelines(lines)
            out.write("# EOF\n")
        subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", str(file), str(self.data)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        file.unlink()

    def __enter__(self):
        config = self.folder / "prometheus.yml"
        config.write_text("global: {}\n")
        web = self.folder / "web.yml"
        web.write_text("".join(f"{key}: {value}\n" for key, value in self.web.items()))
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.data}", f"--web.listen-address=127.0.0.1:{self.port}",
                 "--storage.tsdb.retention.time=10y", f"--web.config.file={web}", "--log.level=warn"], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        until = time.monotonic() + UP
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.2)
        return self

    def ready(self):
        try:
            with urllib.request.urlopen(self.url + "/-/ready", timeout=2) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            return error.code == 401
        except OSError:
            return False

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)

    def memory(self):
        """The most that was resident, in bytes."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0

    def requests(self):
        """To its API so far."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("prometheus_http_requests_total{") and 'handler="/api/' in line)

    def cpu(self):
        """Seconds so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
