"""The objects of a situation."""

CPU, MEMORY = "kwok.x-k8s.io/usage-cpu", "kwok.x-k8s.io/usage-memory"
FEW = {"evenkeel.test/few": "yes"}  # label of four nodes
OWN_MEMORY = 64  # MiB that a pod takes by itself
FIRST_PORT = 20000


def deployment(one, number):
    containers = []
    for name, cpu, memory in one.containers:
        requests = {"memory": f"{memory}Mi"} | ({"cpu": f"{cpu}m"} if cpu else {})
        containers.append({"name": name, "image": "c:1", "resources": {"requests": requests}})
    spec = {"containers": containers, "terminationGracePeriodSeconds": 1}
    if one.few_nodes:
        containers[0]["ports"] = [{"containerPort": 80, "hostPort": FIRST_PORT + number}]
        spec["nodeSelector"] = FEW
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": one.name},
            "spec": {"replicas": one.replicas, "selector": {"matchLabels": {"app": one.name}},
                     "template": {"metadata": {"labels": {"app": one.name}, "annotations": {CPU: "1m", MEMORY: f"{OWN_MEMORY}Mi"}}, "spec": spec}}}


def autoscaler(one):
    spec = {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": one.name},
            "minReplicas": one.bounds[0], "maxReplicas": one.bounds[1]}
    if one.metrics:
        spec["metrics"] = one.metrics
    if one.behavior:
        spec["behavior"] = one.behavior
    return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": one.name}, "spec": spec}
