"""Container images from scratch: one static program in a Docker archive, which containerd imports. No registry is asked."""

import hashlib
import io
import json
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # uname's names, and images'


def add(archive, name, content, mode=0o644):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))


def packed(entries):
    """A tar file of {name: (content, mode)}; the same bytes each time."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, (content, mode) in entries.items():
            add(archive, name, content, mode)
    return output.getvalue()


def archive(reference, program, machine):
    """The image `reference` (localhost/NAME:TAG) whose entry point is `program`, a static one: its bytes."""
    layer = packed({program.name: (program.read_bytes(), 0o755)})
    configuration = json.dumps({
        "architecture": ARCHITECTURES.get(machine, machine), "os": "linux", "config": {"Entrypoint": [f"/{program.name}"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]}}).encode()
    manifest = json.dumps([{"Config": "config.json", "RepoTags": [reference], "Layers": ["layer.tar"]}]).encode()
    return packed({"layer.tar": (layer, 0o644), "config.json": (configuration, 0o644), "manifest.json": (manifest, 0o644)})
