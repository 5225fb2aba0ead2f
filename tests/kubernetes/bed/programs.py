"""Which program comes from which module of modules/, and what is told to the compiler."""

from bed import build

CONTROL_PLANE = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")
KUBERNETES = {"1.34": "v1.34.4", "1.37": "v1.37.2"}  # the first is what `up` takes; the other needs `--version`
DEFAULT = next(iter(KUBERNETES))
NODE = "1.34"  # kubelet: the last that takes cgroup v1 and Debian's containerd 1.6; a control plane may be 3 minors newer
OTHERS = {"etcd": "go.etcd.io/etcd/server/v3", "kwok": "sigs.k8s.io/kwok/cmd/kwok",
          "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server", "helm": "helm.sh/helm/v3/cmd/helm",
          "vpa-recommender": "k8s.io/autoscaler/vertical-pod-autoscaler/pkg/recommender"}  # these two are built when asked for


def kubernetes(version, names=CONTROL_PLANE):
    """The path of each; without its version a server calls itself v0.0.0-master, and clients complain."""
    major, minor = version.split(".")
    told = {"gitVersion": KUBERNETES[version], "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
    flags = " ".join(f"-X k8s.io/component-base/version.{key}={value}" for key, value in told.items())
    return build.programs(f"kubernetes-{version}", {name: f"k8s.io/kubernetes/cmd/{name}" for name in names}, flags)


def other(name):
    return build.programs(name, {name: OTHERS[name]})[name]
