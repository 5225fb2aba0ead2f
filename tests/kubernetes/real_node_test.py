"""A real node runs pods with real CPU limits, from images made here; metrics-server reads their use; down leaves nothing."""

import json
import pathlib
import subprocess

import case

SOURCE = """
int main(void) {
  for (volatile unsigned turns = 0;; ++turns) {
  }
}
"""
BURNER = {
    "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "burner"},
    "spec": {"terminationGracePeriodSeconds": 1, "automountServiceAccountToken": False,
             "containers": [{"name": "burner", "image": "localhost/burner:1", "imagePullPolicy": "Never",
                             "resources": {"requests": {"cpu": "50m", "memory": "16Mi"},
                                           "limits": {"cpu": "100m", "memory": "16Mi"}}}]}}


class RealNode(case.Case):
    options = ("--kubelet",)

    def test_limits_hold_and_down_leaves_nothing(self):
        self.load("burner", SOURCE)
        self.kubectl("create", "-f", "-", text=json.dumps(BURNER))
        self.kubectl("wait", "--for=condition=Ready", "pod/burner", "--timeout=60s")
        self.assertEqual(self.kubectl("logs", "burner"), "")  # the API server reaches the kubelet
        self.eventually(120, lambda: 85 <= self.use() <= 115, True)  # it would burn a core; it gets its limit

        made = json.loads((self.state / "node.json").read_text())
        (bridge, cgroups) = (pathlib.Path("/sys/class/net", made["bridge"]), f"*/{made['cgroup']}")
        self.assertTrue(bridge.exists())
        done = self.bed("down")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.marked(), [])
        self.assertFalse(bridge.exists())
        self.assertEqual(list(pathlib.Path("/sys/fs/cgroup").glob(cgroups)), [])
        self.assertFalse(self.state.exists())
        self.assertNotIn(str(self.state), pathlib.Path("/proc/mounts").read_text())

    def load(self, name, source):
        program = self.folder / name
        subprocess.run(["cc", "-static", "-O1", "-x", "c", "-o", program, "-"], input=source, text=True, check=True, timeout=60)
        done = self.bed("image", name, str(program))
        self.assertEqual(done.returncode, 0, done.stderr)

    def use(self):
        """Of the burner, in thousandths of a core; 0 until the first reading."""
        done = self.bed("kubectl", "top", "pod", "burner", "--no-headers")
        return int(done.stdout.split()[1].removesuffix("m")) if done.returncode == 0 else 0


if __name__ == "__main__":
    case.main()
