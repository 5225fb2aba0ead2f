"""A bed as a whole: brought up, asked, brought down. Its directory holds all of its state."""

import contextlib
import json
import shutil

from bed import control_plane, kwok, metrics_server, node, programs
from bed.build import say
from bed.errors import BedError
from bed.kubectl import Kubectl
from bed.lock import locked
from bed.processes import Processes

BUSY = 900.0  # s that another `up` or `down` of the same bed is waited for


def build(options):
    if options["kubelet"]:
        node.check()
    programs.other("etcd")
    programs.kubernetes(options["version"])
    if options["kubelet"]:
        programs.kubernetes(programs.NODE, ("kubelet",))
    if options["kwok"]:
        programs.other("kwok")
    if options["kwok"] or options["kubelet"]:
        programs.other("metrics-server")


class Cluster:
    def __init__(self, state):
        self.state = state
        self.processes = Processes(state)
        self.node = node.Node(state)
        self.file = state / "bed.json"  # written once all is up

    def told(self):
        """What is known of a bed that is up."""
        try:
            return json.loads(self.file.read_text())
        except FileNotFoundError:
            raise BedError(f"no bed is up in {self.state}; tests/kubernetes/testbed up starts one") from None

    def up(self, options):
        if self.file.exists():
            self.up_already(options)
            return
        build(options)
        with locked(self.state, BUSY):
            if self.file.exists():  # another `up` was quicker
                self.up_already(options)
                return
            self.check_ours()
            self.clear()
            self.processes.write([])
            try:
                told = self.start(options)
                self.file.write_text(json.dumps({**told, "options": options}))
            except BaseException:  # the logs stay
                self.processes.stop_all()
                self.node.clear()
                raise
        say(f"Kubernetes {told['version']} is ready at {told['server']}")
        print(f"export KUBECONFIG={told['kubeconfig']}")

    def start(self, options):
        simulated = options["kwok"]
        self.processes.flags = options["flags"]
        told = control_plane.start(self.state, self.processes, options["version"], 1000 if simulated else 50)
        kubectl = Kubectl(told["kubectl"], told["kubeconfig"], self.state)
        if options["kubelet"]:
            self.node.start(kubectl)
        if simulated:
            kwok.start(self.state, self.processes, kubectl, simulated)
        if options["kubelet"] or simulated:
            metrics_server.start(self.state, self.processes, kubectl)
        return told

    def up_already(self, options):
        told = self.told()
        if told["options"] != options:
            raise BedError(f"a bed is up already in {self.state}, with {shown(told['options'])}; "
                           "tests/kubernetes/testbed down stops it")
        for name, _, _ in self.processes.all():
            self.processes.check(name)
        say(f"Kubernetes {told['version']} is up already at {told['server']}")
        print(f"export KUBECONFIG={told['kubeconfig']}")

    def down(self):
        if not self.state.exists():
            say(f"nothing is up in {self.state}")
            return
        with locked(self.state, BUSY):
            self.check_ours()
            self.clear()
            with contextlib.suppress(FileNotFoundError):
                self.state.rmdir()
        say("stopped")

    def check_ours(self):
        if any(self.state.iterdir()) and not self.processes.file.exists():
            raise BedError(f"{self.state} has files that are not a bed's; name an empty or a new directory")

    def clear(self):
        """Ends what runs and removes what the directory holds, but not the directory, which is locked."""
        self.processes.stop_all()
        self.node.clear()
        for path in self.state.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def image(self, reference, program):
        """Gives the real node an image of a static program."""
        self.check_given(program)
        self.node.load(reference, program)

    def take(self, archive):
        """Gives the real node an image, as a Docker archive."""
        self.check_given(archive)
        self.node.take(archive.read_bytes())

    def check_given(self, file):
        if not self.told()["options"]["kubelet"]:
            raise BedError("this bed has no real node; tests/kubernetes/testbed up --kubelet has")
        if not file.is_file():
            raise BedError(f"{file}: no such file")

    def kubectl(self):
        told = self.told()
        return Kubectl(told["kubectl"], told["kubeconfig"], self.state)

    def kubeconfig(self):
        print(self.told()["kubeconfig"])

    def status(self):
        """Fails where something that was started has ended."""
        told = self.told()
        print(f"Kubernetes {told['version']} at {told['server']}, {shown(told['options'])}\nkubeconfig {told['kubeconfig']}")
        alive = self.processes.alive()
        for name, pid, _ in self.processes.all():
            print(f"{name:<24} {f'runs, process {pid}' if name in alive else 'HAS ENDED':<24} {self.processes.log(name)}")
        lost = [name for name, _, _ in self.processes.all() if name not in alive]
        if lost:
            raise BedError(f"{', '.join(lost)} ended while the bed was up; read the log; tests/kubernetes/testbed down ends the rest")


def shown(options):
    return ", ".join(f"{name} {value}" for name, value in options.items() if value)
