"""etcd, the API server, the controller manager and the scheduler, on loopback."""

from bed import identities, programs
from bed.kubectl import Kubectl
from bed.ports import free_ports
from bed.waiting import wait_for

READY = 120.0  # s until the API server must be ready; 3 to 5 are usual


def start(state, processes, version, patience):
    """Returns what else needs to know of it: {version, server, etcd, kubeconfig, kubectl}, all strings.

    patience: s after which a node that is silent counts as lost.
    """
    found = programs.kubernetes(version)
    tokens = identities.make(state)
    client, peer, api, controller, scheduler = free_ports(5)
    server = f"https://127.0.0.1:{api}"
    processes.start("etcd", etcd(state, client, peer))
    processes.start("kube-apiserver", api_server(state, found["kube-apiserver"], client, api))
    for name, token in tokens.items():
        identities.kubeconfig(state / f"{name}.kubeconfig", server, authority(state), token)
    admin = state / "admin.kubeconfig"
    told = {"version": programs.KUBERNETES[version], "server": server, "etcd": f"http://127.0.0.1:{client}",
            "kubeconfig": str(admin), "kubectl": str(found["kubectl"])}
    kubectl = Kubectl(found["kubectl"], admin, state)
    wait_for("the API server is ready", lambda: kubectl("get", "--raw", "/readyz", seconds=10) == "ok", READY, processes,
             "kube-apiserver", ("etcd",))
    processes.start("kube-controller-manager", [
        found["kube-controller-manager"], *server_flags(state, "controller-manager", controller), "--leader-elect=false",
        f"--root-ca-file={authority(state)}", "--use-service-account-credentials", f"--node-monitor-grace-period={patience}s",
        f"--service-account-private-key-file={state / 'service-accounts.key'}"])
    processes.start("kube-scheduler", [
        found["kube-scheduler"], *server_flags(state, "scheduler", scheduler), "--leader-elect=false"])
    for name, port in (("kube-controller-manager", controller), ("kube-scheduler", scheduler)):
        wait_for(f"{name} is healthy", lambda port=port: health(kubectl, port), READY, processes, name)
    # Until it is there, a pod of the namespace is refused.
    wait_for("the default namespace has its service account", lambda: kubectl("get", "serviceaccount", "default", seconds=10) != "", READY,
             processes, "kube-controller-manager")
    return told


def authority(state):
    """The API server's own certificate, which it makes and signs itself."""
    return state / "certificates" / "apiserver.crt"


def health(kubectl, port):
    return kubectl("get", "--raw", "/healthz", f"--server=https://127.0.0.1:{port}", "--insecure-skip-tls-verify",
                   seconds=10) == "ok"


def etcd(state, client, peer):
    return [programs.other("etcd"), "--name=bed", f"--data-dir={state / 'etcd'}", "--unsafe-no-fsync", "--log-level=warn",
            f"--listen-client-urls=http://127.0.0.1:{client}", f"--advertise-client-urls=http://127.0.0.1:{client}",
            f"--listen-peer-urls=http://127.0.0.1:{peer}", f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
            f"--initial-cluster=bed=http://127.0.0.1:{peer}"]


def server_flags(state, name, port):
    """Of a server beside the API server: whom it asks, and where it listens."""
    config = state / f"{name}.kubeconfig"
    return [f"--kubeconfig={config}", f"--authentication-kubeconfig={config}", f"--authorization-kubeconfig={config}",
            "--bind-address=127.0.0.1", f"--secure-port={port}", f"--cert-dir={state / 'certificates'}"]


def api_server(state, program, etcd_port, port):
    policy = state / "audit-policy.yaml"  # who asked for what: tests count calls
    policy.write_text("apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n")
    key = state / "service-accounts.key"
    return [program, f"--etcd-servers=http://127.0.0.1:{etcd_port}", f"--secure-port={port}", "--bind-address=127.0.0.1",
            # An advertised loopback address is fatal unless nobody writes it into Endpoints.
            "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
            f"--cert-dir={state / 'certificates'}", f"--token-auth-file={state / 'tokens.csv'}",
            "--authorization-mode=Node,RBAC", "--service-cluster-ip-range=10.96.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc", f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}",
            # Else it looks nodes' names up in DNS.
            "--kubelet-preferred-address-types=InternalIP",
            f"--client-ca-file={state / 'client-ca.crt'}",
            f"--kubelet-client-certificate={state / 'kubelet-client.crt'}", f"--kubelet-client-key={state / 'kubelet-client.key'}",
            # What aggregated APIs (metrics.k8s.io) take.
            f"--requestheader-client-ca-file={state / 'front-proxy-ca.crt'}", "--requestheader-allowed-names=front-proxy",
            "--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-", f"--proxy-client-cert-file={state / 'front-proxy.crt'}",
            f"--proxy-client-key-file={state / 'front-proxy.key'}",
            f"--audit-policy-file={policy}", f"--audit-log-path={state / 'audit.log'}", "--audit-log-maxsize=100",
            "--audit-log-maxbackup=1"]
