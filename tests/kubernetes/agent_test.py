"""`evenkeel agent` in front of a real API server: its answers over HTTP, its log, a kill, a restart, an API server that is gone.

Usage: agent_test.py EVENKEEL
"""

import json
import pathlib
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse

import case
import recommend_objects as objects
from agent_running import Running, Watch, figures
from bed.ports import free_ports
from outage import Outage
from wrong_clusters import WrongClusters

EVENKEEL = sys.argv.pop()


CONNECTIONS = 3  # to the API server, at most
FRESH = 15  # s after the API server is ready again
A_LOOK = 1  # s, that a test takes to see it
MOST_MEMORY = 100e6  # bytes


class Agent(Outage, WrongClusters, case.Case):
    options = ("--kwok", "2")

    @classmethod
    def bring_up(cls):
        super().bring_up()
        cls.kubeconfig = cls.bed("kubeconfig").stdout.strip()
        cls.taken = socket.create_server(("127.0.0.1", 0))
        cls.addClassCleanup(cls.taken.close)
        cls.create(objects.namespace("shop"), objects.deployment("busy", "450m"), objects.deployment("idle", "10m"), objects.AUTOSCALER)

    def agent(self, log, *arguments):
        running = Running(EVENKEEL, f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--policy", "hpa(cpu=60)", "--log", log, *arguments)
        self.addCleanup(lambda: running.process.poll() is None and running.process.kill())
        return running

    def evenkeel(self, *arguments, status=0):
        done = subprocess.run([EVENKEEL, *arguments], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done.stdout + done.stderr

    def unreachable(self):
        """A kubeconfig of the same cluster, by a proxy that is not there."""
        text = self.kubectl("config", "view", "--raw", "-o", "json")
        config = json.loads(text)
        for cluster in config["clusters"]:
            cluster["cluster"]["proxy-url"] = "http://127.0.0.1:1"
        path = self.folder / "unreachable.kubeconfig"
        path.write_text(json.dumps(config))
        return str(path)

    def advised(self, agent, name):
        return self.of(figures(agent.get("/metrics")[1]), "recommended_replicas", name)

    def of(self, found, figure, name):
        return found.get(f'evenkeel_workload_{figure}{{namespace="shop",kind="Deployment",name="{name}"}}')

    def test_tells_what_it_advises_and_goes_on_with_its_log_after_a_kill(self):
        log = str(self.folder / "agent.evk")
        first = self.agent(log)
        self.assertEqual(first.get("/healthz"), (200, "ok\n"))
        self.eventually(120, lambda: first.get("/readyz"), (200, "ok\n"))
        self.eventually(180, lambda: self.advised(first, "busy"), 6)
        self.assertEqual(self.advised(first, "idle"), 4)
        found = figures(first.get("/metrics")[1])
        self.assertEqual(found["evenkeel_workloads"], 2)
        self.assertEqual(found["evenkeel_unseen"], 0)
        self.assertLess(found["evenkeel_oldest_decision_age_seconds"], 16)
        self.assertGreater(found["process_resident_memory_bytes"], 1e6)
        advice = json.loads(first.get("/advice")[1])
        self.assertEqual({one["name"]: one["recommendedReplicas"] for one in advice["workloads"]}, {"busy": 6, "idle": 4})
        self.assertEqual(first.get("/none")[0], 404)

        self.assertEqual(first.end(signal.SIGKILL)[0], -signal.SIGKILL)
        self.assertRegex(self.evenkeel("replay", log), r"all \d+ records came out the same")
        second = self.agent(log)
        self.eventually(120, lambda: second.get("/readyz"), (200, "ok\n"))
        self.assertGreater(figures(second.get("/metrics")[1])["evenkeel_log_records"], found["evenkeel_log_records"])

        # A second one on the same log, and one that cannot listen, leave the first alone.
        given = (f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--policy", "hpa(cpu=60)")
        self.assertIn("another process", self.evenkeel("agent", *given, "--log", log, "--listen", "127.0.0.1:0", status=3))
        self.assertEqual(second.get("/healthz")[0], 200)
        # Ended at once, before anything was listed, it leaves a life without an input.
        status, said = second.end()
        self.assertEqual(status, 0, said)
        self.assertIn("in use", self.evenkeel("agent", *given, "--log", log, "--listen", f"127.0.0.1:{self.taken.getsockname()[1]}", status=3))
        self.assertIn("is the log of", self.evenkeel("agent", f"--kubeconfig={self.kubeconfig}", "--log", log, status=2))
        blind = Running(EVENKEEL, "--kubeconfig", self.unreachable(), "-n", "shop", "--policy", "hpa(cpu=60)", "--log", log)
        self.assertEqual(blind.end()[0], 0)
        second = self.agent(log)
        self.eventually(120, lambda: second.get("/readyz"), (200, "ok\n"))

        # What is gone is advised on no more; what comes is.
        self.kubectl("delete", "deployment", "idle", "-n", "shop", "--wait=true")
        self.eventually(60, lambda: self.advised(second, "idle"), None)
        self.kubectl("create", "-f", "-", text=json.dumps(objects.deployment("idle", "10m")))
        self.eventually(60, lambda: self.advised(second, "idle"), 4)

        status, said = second.end()
        self.assertEqual(status, 0, said)
        self.assertRegex(self.evenkeel("replay", log), r"all \d+ records came out the same")
        told = self.evenkeel("explain", log)
        self.assertRegex(told, r"agent on testbed \(kubernetes\) since \d{4}-.*Z, started 4 times: ")
        self.assertIn("busy.shop/deployment", self.evenkeel("explain", log, "--at", "1000h", "--component", "busy.shop"))
        self.evenkeel("replay", log, "--policy", "hpa(cpu=30)")

    def test_a_damaged_log_is_put_aside(self):
        log = self.folder / "damaged.evk"
        first = self.agent(str(log))
        self.eventually(120, lambda: first.get("/readyz"), (200, "ok\n"))
        self.assertEqual(first.end()[0], 0)
        with sqlite3.connect(log) as database:
            database.execute("UPDATE frame SET body = zeroblob(length(body)) WHERE first = (SELECT max(first) FROM frame)")
        database.close()
        process = subprocess.Popen([EVENKEEL, "agent", f"--kubeconfig={self.kubeconfig}", "-n", "shop", "--policy", "hpa(cpu=60)", "--log", log, "--listen",
                                    "127.0.0.1:0"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            self.assertIn(f"it is now {log}.damaged-1", process.stderr.readline())
            self.assertIn("observing", process.stderr.readline())
        finally:
            process.terminate()
            process.communicate(timeout=30)
        self.assertEqual(process.returncode, 0)
        self.assertTrue(pathlib.Path(f"{log}.damaged-1").exists())

    def test_what_is_wrong_is_said_once(self):
        given = f"--kubeconfig={self.kubeconfig}"
        log = str(self.folder / "wrong.evk")
        (self.folder / "text.evk").write_text("no log")
        for arguments, said in (((given, "--context", "none"), "none"), (("--kubeconfig=/none",), "/none"),
                                ((given, "--listen", "here:80"), "here:80"), ((given, "--listen", "192.0.2.1:80"), "192.0.2.1:80"),
                                ((given, "--log", "/none/agent.evk"), "/none"), ((given, "--log", str(self.folder / "text.evk")), "text.evk"),
                                ((given, "--log-limit", "1k"), "1k"), ((given, "--policy", "hpa(cpu=-1)"), "cpu"),
                                ((given, "--world", "mars"), "mars")):
            with self.subTest(arguments):
                with_log = arguments if "--log" in arguments else (*arguments, "--log", log)
                done = subprocess.run([EVENKEEL, "agent", *with_log], capture_output=True, text=True, timeout=60, check=False)
                self.assertIn(done.returncode, (2, 3), done.stderr)
                self.assertIn(said, done.stderr)
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_a_namespace_that_is_not_there_ends_it(self):
        done = subprocess.run([EVENKEEL, "agent", f"--kubeconfig={self.kubeconfig}", "-n", "none", "--log", str(self.folder / "none.evk"), "--listen",
                               "127.0.0.1:0"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        begun, said = done.stderr.strip().splitlines()
        self.assertIn("observing", begun)
        self.assertIn("has no namespace none", said)

    def advice(self, agent, name):
        return next(one for one in json.loads(agent.get("/advice")[1])["workloads"] if one["name"] == name)

    def most(self, agent, name):
        """What its autoscaler allows, as the agent knows it."""
        return self.advice(agent, name)["autoscaler"]["maxReplicas"]

    def port(self):
        return urllib.parse.urlsplit(json.loads((self.state / "bed.json").read_text())["server"]).port

    def by_another_door(self, command, change):
        """An API server of the same etcd at a port that the agent does not know."""
        port = free_ports(1)[0]
        server = f"--server=https://127.0.0.1:{port}"
        self.start("kube-apiserver", [f"--secure-port={port}" if one.startswith("--secure-port=") else one for one in command])
        self.eventually(120, lambda: self.bed("kubectl", server, "get", "--raw", "/readyz").stdout, "ok")
        self.kubectl(server, *change)
        self.killed("kube-apiserver")

    def test_an_api_server_that_is_gone_is_waited_for_and_what_changed_meanwhile_counts(self):
        scaler = objects.autoscaler("late", {"apiVersion": "apps/v1", "kind": "Deployment", "name": "late"})
        self.create(objects.deployment("late", "450m"), scaler)
        self.addCleanup(self.kubectl, "delete", "deployment/late", "hpa/late", "-n", "shop", "--cascade=foreground")
        agent = self.agent(str(self.folder / "waits.evk"))
        self.eventually(180, lambda: self.advised(agent, "late"), 6)
        self.eventually(60, lambda: agent.get("/readyz"), (200, "ok\n"))
        # The autoscaler has gone as far as it may, and of all pods there are figures: from then on the bound alone holds the advice down.
        self.eventually(120, lambda: self.advice(agent, "late")["figures"]["pods"], 6)
        # Five kinds are watched, metrics asked for, and more.
        self.assertLessEqual(agent.connections(self.port()), CONNECTIONS)
        watch = Watch(agent)
        command = self.killed("kube-apiserver")
        self.eventually(90, lambda: agent.get("/readyz")[0], 503)
        self.assertEqual(agent.get("/healthz")[0], 200)
        self.by_another_door(command, ("patch", "hpa", "late", "-n", "shop", "--type=merge", "-p", '{"spec": {"maxReplicas": 8}}'))
        self.compact()
        self.start("kube-apiserver", command)
        self.eventually(120, self.ready, "ok")
        begun = time.monotonic()
        self.eventually(FRESH, lambda: (agent.get("/readyz")[0], self.most(agent, "late")), (200, 8))
        print(f"   sees it again {time.monotonic() - begun:.1f} s after the API server was ready", file=sys.stderr)
        self.eventually(begun + FRESH - time.monotonic() + A_LOOK, lambda: self.advised(agent, "late"), 8)
        print(f"   decided anew {time.monotonic() - begun:.1f} s after the API server was ready", file=sys.stderr)
        seen = watch.stop()
        advised = [self.of(one, "recommended_replicas", "late") for one in seen]
        self.assertLessEqual(set(advised), {6, 8, None})
        self.assertNotIn(6, advised[advised.index(8):])
        self.assertLess(max(one["process_resident_memory_bytes"] for one in seen), MOST_MEMORY)
        status, said = agent.end()
        self.assertEqual(status, 0, said)
        said = said.splitlines()
        self.assertEqual([len([one for one in said if text in one]) for text in ("nothing can be listed: ", "the cluster is seen again")], [1, 1], said)

    def test_a_rollout_is_told_and_its_surge_raises_nothing(self):
        scaler = objects.autoscaler("rolled", {"apiVersion": "apps/v1", "kind": "Deployment", "name": "rolled"})
        scaler["spec"]["maxReplicas"] = 20
        self.create(objects.deployment("rolled", "300m"), scaler)
        self.addCleanup(self.kubectl, "delete", "deployment/rolled", "hpa/rolled", "-n", "shop", "--cascade=foreground")
        agent = self.agent(str(self.folder / "rolled.evk"))
        self.eventually(120, lambda: self.advised(agent, "rolled"), 4)
        watch = Watch(agent)
        # New pods find no node, so that it hangs: one of them is there in place of an old one, one beside them.
        nowhere = {"spec": {"template": {"spec": {"nodeSelector": {"evenkeel.test/none": "here"}}}}}
        self.kubectl("patch", "deployment", "rolled", "-n", "shop", "--type=merge", "-p", json.dumps(nowhere))
        self.eventually(30, lambda: self.advice(agent, "rolled")["notes"], ["a rollout is under way: 5 pods of two templates, 1 more than asked for, 2 not ready"])
        self.eventually(30, lambda: "2 pods find no place (0/2 nodes are available" in self.advice(agent, "rolled")["reason"], True)
        time.sleep(20)  # a decision at the least
        # One that serves is killed for want of memory.
        pod = next(one for one in json.loads(self.kubectl("get", "pods", "-n", "shop", "-l", "app=rolled", "-o", "json"))["items"] if one["spec"].get("nodeName"))
        statuses = pod["status"]["containerStatuses"]
        statuses[0] |= {"restartCount": 1, "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}
        self.kubectl("patch", "pod", pod["metadata"]["name"], "-n", "shop", "--subresource=status", "--type=merge", "-p", json.dumps({"status": {"containerStatuses": statuses}}))
        self.eventually(30, lambda: "1 pod was killed for memory" in self.advice(agent, "rolled")["reason"], True)
        # Until it is over, with pods that serve beside the old ones: shares of the load move, and it stays what it was.
        self.kubectl("patch", "deployment", "rolled", "-n", "shop", "--type=merge", "-p", '{"spec": {"template": {"spec": {"nodeSelector": null}}}}')
        self.eventually(60, lambda: self.advice(agent, "rolled")["notes"], [])
        self.assertLessEqual({self.of(one, "recommended_replicas", "rolled") for one in watch.stop()}, {4})
        self.assertEqual(agent.end()[0], 0)

    def test_a_cluster_that_is_none_is_told_of_once_and_waited_for(self):
        for name, cluster, why in self.wrong_clusters():
            with self.subTest(name):
                agent = Running(EVENKEEL, f"--kubeconfig={self.elsewhere(name, **cluster)}", "-n", "shop", "--log", str(self.folder / f"{name}.evk"))
                self.addCleanup(agent.process.kill)
                self.eventually(30, lambda agent=agent: agent.get("/readyz")[0], 503)
                told = agent.process.stderr.readline()
                self.assertIn("nothing can be listed: ", told)
                self.assertIn(why, told)
                status, said = agent.end()
                self.assertEqual((status, said), (0, ""))


if __name__ == "__main__":
    case.main()
