"""Who may speak to the API server: keys, certificates and tokens, made anew for each bed."""
import secrets
import shutil
import subprocess

from bed.errors import BedError, CannotBuild

# user, groups
USERS = {"admin": ("admin", "system:masters"),
         "controller-manager": ("system:kube-controller-manager", ""),
         "scheduler": ("system:kube-scheduler", ""),
         "kwok": ("kwok", "system:masters"),
         "metrics-server": ("metrics-server", "system:masters"),
         "node": ("system:node:node0", "system:nodes")}


def openssl(*arguments):
    if not shutil.which("openssl"):
        raise CannotBuild("there is no openssl in the PATH")
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise BedError(f"openssl {arguments[0]}: {done.stderr.strip()[-500:]}")


def authority(directory, name):
    """A certificate authority of its own: NAME.key, NAME.crt."""
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}",
            "-keyout", directory / f"{name}.key", "-out", directory / f"{name}.crt")


def signed(directory, by, name, subject):
    """A client's certificate, signed by that authority."""
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", subject, "-keyout", directory / f"{name}.key",
            "-out", directory / f"{name}.csr")
    openssl("x509", "-req", "-days", "30", "-in", directory / f"{name}.csr", "-CA", directory / f"{by}.crt", "-CAkey",
            directory / f"{by}.key", "-CAcreateserial", "-out", directory / f"{name}.crt")


def make(directory):
    """All of them; returns the token of each user."""
    openssl("genrsa", "-out", directory / "service-accounts.key", "2048")
    authority(directory, "front-proxy-ca")
    signed(directory, "front-proxy-ca", "front-proxy", "/CN=front-proxy")
    authority(directory, "client-ca")
    signed(directory, "client-ca", "kubelet-client", "/O=system:masters/CN=kube-apiserver")
    tokens = {name: secrets.token_hex(16) for name in USERS}
    lines = [f'{tokens[name]},{user},{name},"{groups}"' if groups else f"{tokens[name]},{user},{name}"
             for name, (user, groups) in USERS.items()]
    path = directory / "tokens.csv"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
    return tokens


def kubeconfig(path, server, authority_file, token):
    path.touch(mode=0o600)
    path.write_text(f"""apiVersion: v1
kind: Config
clusters:
  - name: testbed
    cluster: {{server: "{server}", certificate-authority: "{authority_file}"}}
users:
  - name: user
    user: {{token: "{token}"}}
contexts:
  - name: testbed
    context: {{cluster: testbed, user: user}}
current-context: testbed
""")
