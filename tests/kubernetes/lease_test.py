"""Who may act, by a Lease of a real API server: processes that die or are stopped, a server that is down, an end in order.

Usage: lease_test.py LEASE
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time

import case
from outage import Outage

LEASE = sys.argv.pop(1) if len(sys.argv) > 1 else None
DURATION, DEADLINE, RETRY = 15, 10, 2  # s
NEXT = DURATION + 2.2 * RETRY + 5  # s, until another has it that waits; on a busy machine


class Candidate:
    """A process that wants the Lease, and what it says: (time, what, epoch, holder)."""

    def __init__(self, kubeconfig, name, identity):
        self.identity = identity
        self.program = subprocess.Popen([LEASE, kubeconfig, "default", name, identity], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.said = []
        self.lines = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.program.stdout:
            what, _, rest = line.strip().partition(" ")
            epoch, _, holder = rest.partition(" ") if what in ("acts", "waits") else (0, "", rest)
            self.lines.put((time.monotonic(), what, int(epoch), holder))

    def until(self, what, holder, seconds):
        """The next time that it says so."""
        end = time.monotonic() + seconds
        while True:
            try:
                self.said.append(self.lines.get(timeout=max(0.01, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"{self.identity} did not say '{what} {holder}' in {seconds} s, but {self.said[-5:]}") from None
            if self.said[-1][1] == what and self.said[-1][3] == holder:
                return self.said[-1]

    def acts(self, seconds):
        return self.until("acts", self.identity, seconds)

    def signal(self, which):
        os.kill(self.program.pid, which)
        return time.monotonic()

    def close(self):
        """As in order: it gives the Lease up."""
        self.program.stdin.close()
        if self.program.wait(timeout=30):
            raise AssertionError(self.program.stderr.read())

    def end(self):
        self.program.kill()
        self.program.wait()
        for stream in (self.program.stdin, self.program.stdout, self.program.stderr):
            stream.close()


class Leases(Outage, case.Case):
    def candidate(self, name, identity):
        one = Candidate(self.bed("kubeconfig").stdout.strip(), name, identity)
        self.addCleanup(one.end)
        return one

    def lease(self, name):
        return json.loads(self.kubectl("get", "lease", name, "-o", "json"))

    def two(self, name):
        """The first holds it, with that epoch, and the second waits."""
        first = self.candidate(name, "first")
        # Made anew: one that was there before may still be acted on.
        _, _, epoch, _ = first.acts(NEXT)
        second = self.candidate(name, "second")
        self.assertEqual(second.until("waits", "first", 10)[2], epoch)
        return first, second, epoch

    def test_one_that_is_killed_is_followed(self):
        first, second, epoch = self.two("killed")
        spec = self.lease("killed")["spec"]
        self.assertEqual((spec["holderIdentity"], spec["leaseDurationSeconds"], spec["leaseTransitions"]), ("first", DURATION, epoch))
        self.assertLessEqual(spec["acquireTime"], spec["renewTime"])
        self.assertRegex(self.kubectl("get", "lease", "killed"), r"killed +first ")
        self.kubectl("label", "lease", "killed", "team=a")  # is kept, and disturbs nobody
        time.sleep(2 * RETRY)
        since = first.signal(signal.SIGKILL)
        when, _, after, _ = second.acts(NEXT)
        print(f"   killed: another acts after {when - since:.1f} s", file=sys.stderr)
        self.assertGreater(when - since, DURATION - 1.1 * RETRY)
        self.assertGreater(after, epoch)
        lease = self.lease("killed")
        self.assertEqual((lease["spec"]["holderIdentity"], lease["metadata"]["labels"]["team"]), ("second", "a"))

    def test_one_that_was_stopped_knows_it_at_once(self):
        first, second, epoch = self.two("stopped")
        first.signal(signal.SIGSTOP)
        _, _, after, _ = second.acts(NEXT)
        since = first.signal(signal.SIGCONT)
        when, _, _, _ = first.until("waits", "first", 5)
        print(f"   stopped: it says so after {when - since:.3f} s", file=sys.stderr)
        self.assertLess(when - since, 0.5)
        self.assertEqual(first.until("waits", "second", 10)[2], after)
        self.assertGreater(after, epoch)

    def test_an_api_server_that_is_down(self):
        first, second, epoch = self.two("down")
        command = self.killed("kube-apiserver")
        since = time.monotonic()
        lost, _, _, _ = first.until("waits", "first", DEADLINE + 3)
        print(f"   down: lost after {lost - since:.1f} s", file=sys.stderr)
        self.assertLess(lost - since, DEADLINE + 0.5)
        time.sleep(max(0.0, since + 20 - time.monotonic()))
        self.start("kube-apiserver", command)
        self.eventually(120, self.ready, "ok")
        again = time.monotonic()
        self.eventually(NEXT, lambda: {self.lease("down")["spec"]["leaseTransitions"] > epoch}, {True})
        holder = {"first": first, "second": second}[self.lease("down")["spec"]["holderIdentity"]]
        when, _, after, _ = holder.acts(5)
        print(f"   down: {holder.identity} acts {when - again:.1f} s after /readyz", file=sys.stderr)
        self.assertGreater(after, epoch)

    def test_an_end_in_order_lets_the_next_begin(self):
        first, second, epoch = self.two("ended")
        since = time.monotonic()
        first.close()
        first.until("released", "", 1)
        when, _, after, _ = second.acts(2.2 * RETRY + 2)
        print(f"   ended: another acts after {when - since:.1f} s", file=sys.stderr)
        self.assertEqual(after, epoch + 1)
        second.close()
        self.assertEqual(self.lease("ended")["spec"].get("holderIdentity", ""), "")

    def test_one_that_was_deleted_is_made_again(self):
        first, second, epoch = self.two("deleted")
        self.kubectl("delete", "lease", "deleted")
        self.assertGreaterEqual(first.until("waits", "first", 3 * RETRY)[2], epoch)
        self.eventually(NEXT, lambda: self.lease("deleted")["spec"]["leaseTransitions"] > epoch, True)

    def test_what_is_not_permitted(self):
        self.kubectl("create", "namespace", "shop")
        nobody = Candidate(str(self.kubeconfig_of("nobody")), "forbidden", "nobody")
        self.addCleanup(nobody.end)
        nobody.until("waits", "", 10)
        nobody.close()
        nobody.until("released", "", 1)  # nothing


if __name__ == "__main__":
    case.main()
