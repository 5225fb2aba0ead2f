"""Container images from scratch, as Docker archives, which every container runtime imports. No registry is asked."""

import hashlib
import io
import json
import tarfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}  # uname's names, and images'


def packed(files):
    """A tar file of {path: (content, mode)}; the same bytes each time."""
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, (content, mode) in files.items():
            entry = tarfile.TarInfo(name.lstrip("/"))
            entry.size, entry.mode = len(content), mode
            archive.addfile(entry, io.BytesIO(content))
    return output.getvalue()


def archive(reference, files, machine, config):
    """The image `reference` (NAME:TAG) of {path: (content, mode)}; `config` as in OCI's image configuration: its bytes."""
    layer = packed(files)
    configuration = json.dumps({
        "architecture": ARCHITECTURES.get(machine, machine), "os": "linux", "config": config,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]}}).encode()
    manifest = json.dumps([{"Config": "config.json", "RepoTags": [reference], "Layers": ["layer.tar"]}]).encode()
    return packed({"layer.tar": (layer, 0o644), "config.json": (configuration, 0o644), "manifest.json": (manifest, 0o644)})
