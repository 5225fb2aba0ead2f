"""Kubernetes objects of the tests that look at workloads: what is used comes from annotations of simulated pods."""

import json


def namespace(name):
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def deployment(name, used):
    annotations = {"kwok.x-k8s.io/usage-cpu": used, "kwok.x-k8s.io/usage-memory": "64Mi"}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"replicas": 4, "selector": {"matchLabels": {"app": name}},
                     "template": {"metadata": {"labels": {"app": name}, "annotations": annotations},
                                  "spec": {"containers": [{"name": "c", "image": "c:1", "resources": {"requests": {"cpu": "500m"}}}]}}}}


AUTOSCALER = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "busy", "namespace": "shop"},
              "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "busy"}, "minReplicas": 2, "maxReplicas": 6,
                       "metrics": [{"type": "Resource",
                                    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}}}]}}


ROLLOUTS = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "rollouts.example.com"},
            "spec": {"group": "example.com", "scope": "Namespaced", "names": {"plural": "rollouts", "singular": "rollout", "kind": "Rollout"},
                     "versions": [{"name": "v1", "served": True, "storage": True,
                                   "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
                                   "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas",
                                                                            "labelSelectorPath": ".status.selector"}}}]}}
ROLLOUT = {"apiVersion": "example.com/v1", "kind": "Rollout", "metadata": {"name": "custom", "namespace": "shop"}, "spec": {"replicas": 2}}


def autoscaler(name, target):
    scaler = json.loads(json.dumps(AUTOSCALER))
    scaler["metadata"]["name"] = name
    scaler["spec"]["scaleTargetRef"] = target
    return scaler


def definition(group, version, plural, kind):
    """A minimal CustomResourceDefinition: any fields, status among them. Groups of k8s.io want a word of approval."""
    approval = {"api-approved.kubernetes.io": "unapproved, a test's"}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.{group}", "annotations": approval},
            "spec": {"group": group, "scope": "Namespaced", "names": {"plural": plural, "singular": kind.lower(), "kind": kind},
                     "versions": [{"name": version, "served": True, "storage": True,
                                   "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]}}


def vertical(name, cpu, memory):
    size = {"cpu": cpu, "memory": memory}
    return {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}, "updatePolicy": {"updateMode": "Recreate"}},
            "status": {"recommendation": {"containerRecommendations": [
                {"containerName": "c", "target": size, "lowerBound": size, "upperBound": size}]}}}


def scaled_object(name):
    return {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"scaleTargetRef": {"name": name}, "minReplicaCount": 0, "maxReplicaCount": 6,
                     "triggers": [{"type": "cpu"}, {"type": "cron"}]}}


def budget(name, least):
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name, "namespace": "shop"},
            "spec": {"minAvailable": least, "selector": {"matchLabels": {"app": name}}}}
