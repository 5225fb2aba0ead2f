"""`evenkeel recommend --prometheus` against a real Prometheus; its figures against those worked out here.

Usage: history_test.py EVENKEEL
"""

import http.server
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from prometheus import SKIPPED, Prometheus, missing, sample  # noqa: E402
from vpa_rule import cpu_target, memory_target  # noqa: E402

STEP = 300
DAY = 86400
DAYS = 2
MIB = 2**20
CONTAINERS = {"web": ("main", "side"), "db": ("main",), "odd": ("main",)}
NOWHERE = "/none"  # a kubeconfig that is not there


class Cluster:
    """What a Prometheus saw of three workloads and a job: a step in the middle, a pod that was replaced, a gap."""

    def __init__(self, end):
        self.end = end
        self.begin = end - DAYS * DAY - 2 * STEP
        self.middle = end - DAYS * DAY // 2
        random.seed(7)
        self.cores = {}  # by pod and container: second -> mean of the step that ends then
        self.memory = {}
        for pod, begin, until in (("web-7d9c5b8f6d-bbbbb", self.begin, self.middle - STEP), ("web-7d9c5b8f6d-ccccc", self.middle, end),
                                  ("web-7d9c5b8f6d-ddddd", self.begin, end), ("db-0", self.begin, end), ("odd-5f", self.middle, end),
                                  ("job-x2vkz", self.begin, end)):
            for container in CONTAINERS.get(pod.split("-")[0], ("main",)):
                seconds = range(begin, until + 2 * STEP, STEP)
                self.cores[pod, container] = {second: self.level(pod, container, second) for second in seconds[1:] if not self.gap(pod, second)}
                self.memory[pod, container] = {second: random.uniform(100, 900) * MIB for second in seconds if not self.gap(pod, second)}

    def level(self, pod, container, second):
        if pod.startswith("web"):  # both pods together: 0.3 cores, then 1.2
            share = (0.15 if second <= self.middle else 0.6)
            return share * (0.8 if container == "main" else 0.2)
        return random.uniform(0.05, 0.6)

    def gap(self, pod, second):
        return pod == "db-0" and self.middle < second <= self.middle + DAY // 4

    def labels(self, pod, container):
        return {"namespace": "shop", "pod": pod, "container": container}

    def lines(self, doubles):
        yield "# TYPE container_cpu_usage_seconds counter\n"
        for (pod, container), cores in self.cores.items():
            total = 1e6
            first = min(cores)
            yield sample("container_cpu_usage_seconds_total", self.labels(pod, container), total, first - STEP)
            for second, level in cores.items():
                total += level * STEP
                yield sample("container_cpu_usage_seconds_total", self.labels(pod, container), total, second)
                if doubles and pod == "db-0":  # scraped twice, the other a little behind
                    yield sample("container_cpu_usage_seconds_total", {**self.labels(pod, container), "job": "other"}, total * 0.99, second)
                    # Of another cluster, by a scraper that is a pod of this one.
                    yield sample("container_cpu_usage_seconds_total",
                                 {**self.labels(pod, container), **{"exported_" + key: "far" for key in self.labels(pod, container)}}, total * 9, second)
            # The sum of the pod, and what the sandbox used: neither is a container.
            for other in ("", "POD"):
                yield sample("container_cpu_usage_seconds_total", self.labels(pod, other), 1e9, first)
        yield "# TYPE container_memory_working_set_bytes gauge\n"
        for (pod, container), amounts in self.memory.items():
            for second, amount in amounts.items():
                yield sample("container_memory_working_set_bytes", self.labels(pod, container), amount, second)

    def state(self):
        """As kube-state-metrics has it."""
        told = {"kube_deployment_spec_replicas": [({"deployment": "web"}, 2), ({"deployment": "odd"}, 1)],
                "kube_statefulset_replicas": [({"statefulset": "db"}, 1)],
                "kube_replicaset_owner": [({"replicaset": "web-7d9c5b8f6d", "owner_kind": "Deployment", "owner_name": "web"}, 1)],
                "kube_pod_owner": [], "kube_pod_container_resource_requests": [], "kube_pod_container_resource_limits": []}
        for pod, _ in self.cores:
            name = pod.split("-")[0]
            kind, owner = {"web": ("ReplicaSet", "web-7d9c5b8f6d"), "db": ("StatefulSet", "db"), "odd": ("ReplicaSet", "odd-5f")}.get(name, ("Job", "job"))
            told["kube_pod_owner"].append(({"pod": pod, "owner_kind": kind, "owner_name": owner}, 1))
        for pod, container in self.cores:
            if pod.startswith("odd"):  # as good as none
                told["kube_pod_container_resource_requests"].append(({"pod": pod, "container": container, "resource": "cpu", "unit": "core"}, 0))
            if pod.startswith("web") or pod == "db-0":
                one = {"pod": pod, "container": container}
                share = 0.25 if pod.startswith("web") else 2.0
                told["kube_pod_container_resource_requests"] += [({**one, "resource": "cpu", "unit": "core"}, share),
                                                                 ({**one, "resource": "memory", "unit": "byte"}, 1024 * MIB)]
        scaler = {"horizontalpodautoscaler": "web"}
        told |= {"kube_horizontalpodautoscaler_info": [({**scaler, "scaletargetref_kind": "Deployment", "scaletargetref_name": "web"}, 1)],
                 "kube_horizontalpodautoscaler_spec_min_replicas": [(scaler, 1)], "kube_horizontalpodautoscaler_spec_max_replicas": [(scaler, 9)],
                 "kube_horizontalpodautoscaler_status_desired_replicas": [(scaler, 4)],
                 "kube_horizontalpodautoscaler_spec_target_metric": [({**scaler, "metric_name": "cpu", "metric_target_type": "utilization"}, 60)]}
        for name, all_of in told.items():
            yield f"# TYPE {name} gauge\n"
            for labels, value in all_of:
                for second in range(self.end - 6 * STEP, self.end + 2 * STEP, STEP):
                    yield sample(name, {"namespace": "shop", **labels}, value, second)


class History(unittest.TestCase):
    told = True  # by kube-state-metrics
    doubles = False  # a container has two series

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="evenkeel-history-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.cluster = Cluster(int(time.time()) // STEP * STEP)
        cls.server = Prometheus(cls.folder)
        cls.server.fill(cls.cluster.lines(cls.doubles))
        if cls.told:
            cls.server.fill(cls.cluster.state())
        cls.enterClassContext(cls.server)

    def recommend(self, *arguments, url=None, status=0):
        done = subprocess.run([EVENKEEL, "recommend", "--prometheus", self.server.url if url is None else url, "--history", f"{DAYS}d", *arguments], capture_output=True,
                              text=True, timeout=120, check=False, env={"PATH": "/usr/bin:/bin"})
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done

    def refused(self, *arguments, says, **options):
        said = self.recommend(*arguments, status=2, **options).stderr
        self.assertIn(says, said)
        self.assertEqual(len(said.strip().splitlines()), 1, said)


class Told(History):
    def advice(self, *arguments):
        found = json.loads(self.recommend("-o", "json", *arguments).stdout)
        self.begin, self.until = (int(time.mktime(time.strptime(found[key], "%Y-%m-%dT%H:%M:%SZ"))) - time.timezone for key in ("from", "until"))
        return {one["name"]: one for one in found["workloads"]}, found

    def used(self, pod, container):
        """Second and cores, as far as it was asked for and there are two samples to tell it from."""
        cores = self.cluster.cores[pod, container]
        told = {min(cores) - STEP, *cores}
        return [(second, one) for second, one in cores.items() if self.begin <= second <= self.until and second - STEP in told]

    def peaks(self, pod, container):
        peaks = []
        for day in range(DAYS):
            end = self.until - (DAYS - 1 - day) * DAY
            amounts = [amount for second, amount in self.cluster.memory[pod, container].items() if end - DAY <= second <= end]
            if amounts:
                peaks.append((end, max(amounts)))
        return peaks

    def test_sizes_are_those_of_the_rule(self):
        found, document = self.advice()
        self.assertTrue(document["estimate"])
        self.assertEqual(document["source"], "kube-state-metrics")
        self.assertEqual(set(found), {"web", "db", "odd"})
        db = found["db"]
        self.assertEqual((db["kind"], db["replicas"], db["podCpuRequest"], db["podMemoryRequest"]), ("StatefulSet", 1, 2.0, 1024 * MIB))
        self.assertAlmostEqual(db["podCpu"]["target"], cpu_target(self.used("db-0", "main")), delta=1e-6)
        self.assertAlmostEqual(db["podMemory"]["target"], memory_target(self.peaks("db-0", "main")), delta=1)
        self.assertLessEqual(db["podCpu"]["lower"], db["podCpu"]["target"])
        self.assertLess(db["podCpu"]["target"], db["podCpu"]["upper"])
        web = found["web"]
        self.assertEqual(set(web["containers"]), {"main", "side"})
        pods = [pod for pod, container in self.cluster.cores if pod.startswith("web") and container == "main"]
        for container in ("main", "side"):
            used = [one for pod in pods for one in self.used(pod, container)]
            peaks = [one for pod in pods for one in self.peaks(pod, container)]
            self.assertAlmostEqual(web["containers"][container]["cpu"]["target"], cpu_target(used, 2), delta=1e-6)
            self.assertAlmostEqual(web["containers"][container]["memory"]["target"], memory_target(peaks, 2), delta=1)
        sums = {key: sum(web["containers"][one][key]["target"] for one in web["containers"]) for key in ("cpu", "memory")}
        self.assertAlmostEqual(web["podCpu"]["target"], sums["cpu"])
        self.assertAlmostEqual(web["podMemory"]["target"], sums["memory"])

    def test_what_was_used_and_how_much_of_it_is_known(self):
        found, _ = self.advice()
        used = dict.fromkeys(range(self.begin, self.until + STEP, STEP), 0.0)
        pods = dict.fromkeys(used, 0)
        for pod, container in self.cluster.cores:
            for second, cores in self.used(pod, container) if pod.startswith("web") else ():
                used[second] += cores
                pods[second] += container == "main"
        history = found["web"]["history"]
        self.assertAlmostEqual(history["meanCores"], sum(used.values()) / len(used), places=5)
        self.assertAlmostEqual(history["mostCores"], max(used.values()), places=5)
        self.assertAlmostEqual(history["meanPods"], sum(pods.values()) / len(pods), places=9)
        self.assertEqual(history["completeness"], 1)
        known = [second for second, _ in self.used("db-0", "main")]
        self.assertAlmostEqual(found["db"]["history"]["completeness"], len(known) / len(used), places=2)
        self.assertLess(found["db"]["history"]["completeness"], 0.9)
        self.assertEqual(found["odd"]["history"]["since"], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.cluster.middle + STEP)))

    def test_pods_are_those_that_its_own_rule_would_ask_for(self):
        found, _ = self.advice("--prices", "cpu=0.03,memory=0.004")
        web = found["web"]
        self.assertEqual(web["policy"], "hpa(cpu=60)")
        self.assertEqual(web["autoscaler"], {"minReplicas": 1, "maxReplicas": 9, "desiredReplicas": 4})
        # 0.3 cores at 60 % of half a core: one pod; 1.2: four, from the middle on.
        asked = web["askedReplicas"]
        self.assertEqual((asked["most"], asked["p95"]), (4, 4))
        moments = range(self.begin, self.until + STEP, STEP)
        high = sum(second > self.cluster.middle for second in moments)
        mean = (4 * high + 1 * (len(moments) - high)) / len(moments)
        self.assertAlmostEqual(asked["mean"], mean, delta=0.05)
        self.assertAlmostEqual(asked["podHours"], asked["mean"] * len(moments) * STEP / 3600, places=6)
        change = web["requestsChangeByReplicas"]
        self.assertAlmostEqual(change["pods"], asked["mean"] - web["history"]["meanPods"])
        self.assertAlmostEqual(change["cpu"], change["pods"] * 0.5)
        self.assertAlmostEqual(change["costChangePerHour"], change["cpu"] * 0.03 + change["memory"] / 2**30 * 0.004)
        size = found["db"]["requestsChangeBySize"]
        self.assertAlmostEqual(size["cpu"], found["db"]["podCpu"]["target"] - 2.0)
        self.assertAlmostEqual(size["memory"], found["db"]["podMemory"]["target"] - 2**30)
        self.assertEqual((found["db"]["policy"], found["db"]["askedReplicas"]), ("", None))

    def test_what_is_not_known_is_said(self):
        unseen = self.advice()[1]["unseen"]
        self.assertEqual(sum("ContainerResource" in one for one in unseen), 1, unseen)
        self.assertIn("1 containers belong to no workload that scales (jobs, daemon sets, single pods)", unseen)
        left_out = [one for one in unseen if "exported_pod" in one]
        self.assertEqual(left_out, ["1 containers whose pod is in the label exported_pod, not in pod, are left out"] if self.doubles else [])

    def test_a_policy_for_the_others(self):
        found, _ = self.advice("--policy", "hpa(cpu=50)")
        self.assertEqual(found["db"]["policy"], "hpa(cpu=50)")
        self.assertEqual(found["db"]["askedReplicas"]["most"], 1)
        self.assertIn("no CPU", found["odd"]["reason"])
        self.assertIsNone(found["odd"]["podCpuRequest"])
        self.assertIsNone(found["odd"]["askedReplicas"])

    def test_what_if(self):
        found, _ = self.advice("--what-if", "hpa(cpu=30)")
        present, other = found["web"]["whatIf"]
        self.assertEqual((present["policy"], other["policy"]), ("hpa(cpu=60)", "hpa(cpu=30)"))
        self.assertAlmostEqual(present["podHours"], found["web"]["askedReplicas"]["podHours"], delta=0.15 * present["podHours"])
        self.assertGreater(other["podHours"], 1.5 * present["podHours"])
        self.assertLessEqual(other["violatedWindowsPercent"], present["violatedWindowsPercent"])
        self.assertEqual(found["db"]["whatIf"][0]["policy"], "static")
        self.assertNotIn("whatIf", found["odd"])

    def test_the_table_says_the_same(self):
        table = self.recommend().stdout
        self.assertRegex(table, r"shop +deployment/web +2 +\d/4/4 +500m → \d+m +2Gi → ")
        self.assertRegex(table, r"shop +statefulset/db +1 +- +2 → \d+m ")
        self.assertIn("An estimate", table)
        self.assertIn("Nothing was changed", table)
        self.assertLess(table.index("statefulset/db"), table.index("deployment/odd"))
        self.assertIn("hpa(cpu=60)", self.recommend("-o", "wide").stdout)

    def test_explain_says_why_the_number_would_have_changed(self):
        log = self.folder / f"{time.monotonic_ns()}.evk"
        table = self.recommend("--log", str(log), url=self.server.url.replace("://", "://me:secret@")).stdout  # which is nobody else's business
        self.assertIn(f"explain {log}", table)
        found, _ = self.advice()

        def explained(*arguments):
            done = subprocess.run([EVENKEEL, "explain", str(log), *arguments], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout

        overview = explained()
        self.assertIn(f"played over the history of {self.server.url} since ", overview)
        changes = found["web"]["askedReplicas"]["changes"]
        self.assertRegex(overview, rf": {changes} decisions up to .*, {changes} changed something\n")
        self.assertRegex(overview, r"web.shop/deployment  1 to 4 pods +CPU 240 %, target 60 %")
        line = explained("--at", f"{DAYS * 24}h", "--component", "web.shop")
        self.assertIn("web.shop/deployment went from 1 to 4 pods", line)
        self.assertRegex(line, r"(?s)Proposed +hpa\(cpu=60\) proposed 4 pods\.")
        for one in found.values():
            self.assertIn(f"{one['name']}.{one['namespace']}/{one['kind'].lower()}",
                          explained("--at", f"{DAYS * 24}h", "--component", f"{one['name']}.{one['namespace']}"))
        self.refused("--log", str(log), says="exists")
        done = subprocess.run([EVENKEEL, "replay", str(log)], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("was made of a history: there are no inputs in it to be replayed", done.stderr)

    def test_one_namespace(self):
        self.refused("-n", "none", says="namespace none")

    def test_what_is_wrong_is_said_once(self):
        self.refused(says="is no URL", url="localhost:9090")
        self.refused(says="names no URL", url="")
        self.refused(says="127.0.0.1:1", url="http://127.0.0.1:1")
        self.refused(says="is no Prometheus", url=self.server.url + "/elsewhere")
        self.refused("--step", "3d", says="--step")
        self.refused("--what-if", "none()", says="none")
        self.refused("--policy", "static,hpa(cpu=60)", says="one policy")
        self.refused("--prices", "gold=1", says="gold")
        self.refused("--prometheus-token", NOWHERE, says=NOWHERE)
        self.refused("--context", "none", "--kubeconfig", NOWHERE, says=NOWHERE)
        self.refused("--watch", "10m", says="--watch")


class Doubled(Told):
    doubles = True


class NotTold(History):
    told = False

    def test_without_kube_state_metrics_a_cluster_is_needed(self):
        self.refused(says="no kube-state-metrics")


class Crowd(unittest.TestCase):
    def test_what_cannot_be_held_is_refused_at_once(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="evenkeel-history-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        server = Prometheus(folder)
        now = int(time.time()) - 60
        replicas = [sample("kube_deployment_spec_replicas", {"namespace": "shop", "deployment": f"web{i}"}, 1, now) for i in range(3000)]
        used = [sample("container_cpu_usage_seconds_total", {"namespace": "shop", "pod": "web1-1a-x", "container": "main"}, 1.0, now)]
        server.fill(["# TYPE kube_deployment_spec_replicas gauge\n", *replicas, "# TYPE container_cpu_usage_seconds counter\n", *used])
        with server:
            done = subprocess.run([EVENKEEL, "recommend", "--prometheus", server.url, "--history", "100000s", "--step", "1s"], capture_output=True,
                                  text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("3000 workloads", done.stderr)
        self.assertIn("--step", done.stderr)


class Guarded(unittest.TestCase):
    def test_who_is_not_known_is_told(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="evenkeel-history-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        # as bcrypt has it
        users = '{me: "$2b$04$o9kC8xvE3nUPpVdEYqDzMecM4mN3qzLQ4ROQX/vSXbTb2LhX8F8jW"}'
        with Prometheus(folder, basic_auth_users=users) as server:
            done = subprocess.run([EVENKEEL, "recommend", "--prometheus", server.url], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("401", done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)


class Away(unittest.TestCase):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b"<html>Service Unavailable</html>")

        def log_message(self, *_):
            pass

    def test_what_stands_before_it_may_have_lost_it_for_a_while(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        done = subprocess.run([EVENKEEL, "recommend", "--prometheus", f"http://127.0.0.1:{server.server_address[1]}"], capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("503", done.stderr)
        self.assertIn("later", done.stderr)
        self.assertNotIn("no Prometheus", done.stderr)


if __name__ == "__main__":
    if missing():
        print("skipped, because: " + missing())
        sys.exit(SKIPPED)
    EVENKEEL = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
