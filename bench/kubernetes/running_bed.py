"""A test bed (tests/kubernetes) for the run of a bench."""
import json
import pathlib
import subprocess
import sys

from api import Api

TESTBED = pathlib.Path(__file__).resolve().parents[2] / "tests" / "kubernetes" / "testbed"


class Bed:
    """Brought up for the run; one that is up already, with the same options of `up`, is left as it is in the end."""

    def __init__(self, state, *options):
        self.state, self.options = state, options
        self.found = (state / "bed.json").exists()

    def __enter__(self):
        self.run("up", *self.options)
        told = json.loads((self.state / "bed.json").read_text())
        return Api(told["kubeconfig"]), told["kubeconfig"]

    def __exit__(self, *_):
        if not self.found:
            self.run("down")

    def run(self, *arguments):
        done = subprocess.run([sys.executable, str(TESTBED), f"--state={self.state}", *arguments], stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            sys.exit(done.returncode)
