"""A real node: kubelet with Debian's containerd, runc and CNI plug-ins, in namespaces of its own.

containerd is the first process of a process namespace, in a mount namespace whose /run, /var/lib and /var/log are the
bed's: when it ends, the kernel ends every pod, and no mount, network namespace or file is left. What lives outside, a
bridge and a control group, is noted before it is made.
"""

import hashlib
import ipaddress
import json
import os
import pathlib
import platform
import shutil
import subprocess
import time

from bed import build, image, programs
from bed.errors import BedError, CannotBuild
from bed.processes import Processes
from bed.waiting import wait_for

PLUGINS = ("/usr/lib/cni", "/opt/cni/bin")
PAUSE = "localhost/pause:1"
READY = 120.0  # s until the node must be ready; 15 are usual
GONE = 20.0  # s
CONTROL_GROUPS = pathlib.Path("/sys/fs/cgroup")
PRIVATE = ("run", "var/lib", "var/log")
NAME = "node0"


def check():
    """Says what this machine lacks."""
    if os.geteuid():
        raise CannotBuild("a real node needs root")
    lacking = [name for name in ("containerd", "ctr", "runc", "ip", "unshare", "nsenter", "cc") if not shutil.which(name)]
    if lacking or not plugins():
        raise CannotBuild(f"a real node needs {', '.join(lacking or ['CNI plug-ins'])}; scripts/install-packages kubernetes")


def plugins():
    return next((path for path in PLUGINS if pathlib.Path(path, "bridge").exists()), None)


def run(*command, seconds=60.0, **more):
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, timeout=seconds, check=False, **more)
    except subprocess.TimeoutExpired:
        raise BedError(f"{command[0]} {command[1]}: not done after {seconds:.0f} s") from None
    if done.returncode:
        raise BedError(f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace').strip()[-500:]}")
    return done.stdout.decode(errors="replace")


class Node:
    def __init__(self, state):
        self.state = state
        self.home = state / "node"
        self.file = state / "node.json"
        self.processes = Processes(state)

    # The bridge, the control groups, and their end.

    def outside(self):
        """Names what will live outside the bed's directory: its own for each bed."""
        key = hashlib.sha256(str(self.state).encode()).digest()
        taken = [ipaddress.ip_network(one["dst"], strict=False) for one in json.loads(run("ip", "-json", "-4", "route"))
                 if one["dst"] != "default"]
        for offset in range(256):
            network = ipaddress.ip_network(f"10.{200 + key[0] % 50}.{(key[1] + offset) % 256}.0/24")
            if not any(network.overlaps(other) for other in taken):
                return {"bridge": f"ekbed-{key.hex()[:8]}", "cgroup": f"evenkeel-testbed-{key.hex()[:8]}", "network": str(network),
                        "address": str(network[1])}
        raise BedError("no network of 256 addresses is free for pods")

    def check_places(self):
        """In the node's mount namespace some folders are not those of this machine."""
        for place in (self.state, build.cache()):
            for name in PRIVATE:
                if place.is_relative_to(f"/{name}"):
                    raise BedError(f"{place}: a real node hides what is under /{name}; choose another directory")

    def make_outside(self):
        made = self.outside()
        self.file.write_text(json.dumps(made))
        run("ip", "link", "add", made["bridge"], "type", "bridge")
        run("ip", "address", "add", f"{made['address']}/24", "dev", made["bridge"])
        run("ip", "link", "set", made["bridge"], "up")
        for hierarchy in hierarchies():
            (hierarchy / made["cgroup"]).mkdir(exist_ok=True)
        return made

    def clear(self):
        """After all processes have ended."""
        if not self.file.exists():
            return
        made = json.loads(self.file.read_text())
        if pathlib.Path("/sys/class/net", made["bridge"]).exists():
            run("ip", "link", "delete", made["bridge"])
        for group in (CONTROL_GROUPS / made["cgroup"], *CONTROL_GROUPS.glob(f"*/{made['cgroup']}")):
            remove_groups(group)

    # containerd.

    def start_containerd(self, made):
        etc = self.home / "etc"
        for name in ("etc/cni", *PRIVATE):
            (self.home / name).mkdir(parents=True)
        (etc / "containerd.toml").write_text(f"""\
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{PAUSE}"
  restrict_oom_score_adj = true  # else sandboxes die where the machine lacks CAP_SYS_RESOURCE
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{plugins()}"
    conf_dir = "{etc / 'cni'}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "native"
""")
        (etc / "cni" / "bed.conflist").write_text(json.dumps({
            "cniVersion": "1.0.0", "name": "bed", "plugins": [
                {"type": "bridge", "bridge": made["bridge"], "isGateway": True, "ipMasq": False,
                 "ipam": {"type": "host-local", "ranges": [[{"subnet": made["network"], "gateway": made["address"]}]]}},
                {"type": "portmap", "capabilities": {"portMappings": True}}]}))
        mounts = "".join(f"mount --bind '{self.home / name}' '/{name}' && " for name in PRIVATE)
        script = f"{mounts}exec containerd --config '{etc / 'containerd.toml'}'"
        self.processes.start("containerd", ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c",
                                            script])
        wait_for("containerd answers", lambda: self.ctr("version"), READY, self.processes, "containerd")

    def inside(self):
        """A command's beginning that puts it into the node's namespaces."""
        children = pathlib.Path(f"/proc/{(pid := self.processes.alive()['containerd'])}/task/{pid}/children").read_text().split()
        if not children:
            raise BedError("containerd has not begun yet")
        return ["nsenter", f"--target={children[0]}", "--mount", "--pid"]

    def ctr(self, *arguments, **more):
        return run(*self.inside(), "ctr", "--namespace=k8s.io", *arguments, **more)

    def load(self, reference, program):
        """Makes an image of a static program and gives it to the node."""
        self.take(image.of_program(reference, program, platform.machine()))

    def take(self, archive):
        """Gives the node an image, as a Docker archive."""
        self.ctr("images", "import", "-", input=archive)

    def load_pause(self):
        built = self.home / "pause"
        run("cc", "-static", "-Os", "-o", built, pathlib.Path(__file__).with_name("pause.c"))
        self.load(PAUSE, built)

    # The kubelet.

    def start_kubelet(self, made):
        configuration = self.home / "etc" / "kubelet.json"
        configuration.write_text(json.dumps({
            "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", "address": made["address"],
            "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                               "x509": {"clientCAFile": str(self.state / "client-ca.crt")}},
            "authorization": {"mode": "Webhook"}, "healthzPort": 0, "cgroupDriver": "cgroupfs",
            "cgroupRoot": f"/{made['cgroup']}", "failSwapOn": False, "makeIPTablesUtilChains": False, "resolvConf": "",
            "containerRuntimeEndpoint": "unix:///run/containerd/containerd.sock", "syncFrequency": "10s",
            # A full disk of this machine is not the tests' concern.
            "evictionHard": {"nodefs.available": "0%", "imagefs.available": "0%", "nodefs.inodesFree": "0%",
                             "imagefs.inodesFree": "0%"},
            "imageGCHighThresholdPercent": 100}))
        self.processes.start("kubelet", [
            *self.inside(), programs.kubernetes(programs.NODE, ("kubelet",))["kubelet"], f"--config={configuration}",
            f"--kubeconfig={self.state / 'node.kubeconfig'}", f"--hostname-override={NAME}", f"--node-ip={made['address']}"])

    def start(self, kubectl):
        self.check_places()
        made = self.make_outside()
        self.start_containerd(made)
        self.load_pause()
        self.start_kubelet(made)
        wait_for("the node is ready", lambda: ready(kubectl), READY, self.processes, "kubelet", ("containerd", "kube-apiserver"))


def ready(kubectl):
    form = '{.status.conditions[?(@.type=="Ready")].status}'
    return kubectl("get", "node", NAME, f"--output=jsonpath={form}").strip() == "True"


def remove_groups(top):
    """The kernel may still be ending what was in them."""
    until = time.monotonic() + GONE
    for folder, _, _ in os.walk(top, topdown=False):
        while True:
            try:
                os.rmdir(folder)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise BedError(f"{folder}: {error.strerror}, {GONE:.0f} s after its processes were ended") from None
                time.sleep(0.1)


def hierarchies():
    """Where control groups are made: of version 2 one folder, of version 1 one for each controller."""
    if (CONTROL_GROUPS / "cgroup.controllers").exists():
        return [CONTROL_GROUPS]
    return [path for path in CONTROL_GROUPS.iterdir() if (path / "tasks").exists() and not path.is_symlink()]
