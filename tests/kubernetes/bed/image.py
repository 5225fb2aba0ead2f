"""Images of one static program, for the bed's real node."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "packaging" / "image"))

from archive import archive  # noqa: E402


def of_program(reference, program, machine):
    """The image `reference` (localhost/NAME:TAG) whose entry point is `program`, a static one: its bytes."""
    return archive(reference, {f"/{program.name}": (program.read_bytes(), 0o755)}, machine, {"Entrypoint": [f"/{program.name}"]})
