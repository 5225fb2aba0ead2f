"""kubectl as a bed's administrator; it keeps its cache in the bed's directory, too."""

import json
import os
import subprocess

from bed.errors import BedError

ENVIRONMENT = {**os.environ, "KUBERC": "off"}  # nobody's own preferences
BATCH = 200  # objects that kubectl gets at once


class Kubectl:
    def __init__(self, program, kubeconfig, state):
        self.command = [str(program), f"--kubeconfig={kubeconfig}", f"--cache-dir={state / 'kubectl-cache'}"]

    def __call__(self, *arguments, text=None, seconds=60.0):
        """What it prints."""
        given = {"stdin": subprocess.DEVNULL} if text is None else {"input": text}
        try:
            done = subprocess.run([*self.command, *arguments], capture_output=True, text=True, timeout=seconds, check=False,
                                  env=ENVIRONMENT, **given)
        except subprocess.TimeoutExpired:
            raise BedError(f"kubectl {' '.join(arguments)}: no answer within {seconds:.0f} s") from None
        if done.returncode:
            raise BedError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()[-1000:]}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self(*arguments, "-o", "json"))

    def create(self, objects):
        for first in range(0, len(objects), BATCH):
            some = {"apiVersion": "v1", "kind": "List", "items": objects[first : first + BATCH]}
            self("create", "-f", "-", text=json.dumps(some), seconds=300)
