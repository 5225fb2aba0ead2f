"""The Debian package: what is in it, that it installs into an empty root, and that what is installed there works.

Usage: debian_test.py BUILD/CPackConfig.cmake
"""

import gzip
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

CONFIG = os.path.abspath(sys.argv.pop())

# Of a server that is not there: port 9 of this machine.
KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: nowhere
contexts: [{name: nowhere, context: {cluster: nowhere, user: nobody}}]
clusters: [{name: nowhere, cluster: {server: "http://127.0.0.1:9"}}]
users: [{name: nobody, user: {}}]
"""


def run(*command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False, **options)
    if done.returncode:
        raise AssertionError(f"{shlex.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def packed(folder):
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    run("cpack", "--config", CONFIG, "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", "-B", folder, env=environment)  # xz takes 10 s
    [package] = pathlib.Path(folder).glob("*.deb")
    return package


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.package = packed(cls.folder / "first")
        cls.root = cls.folder / "root"
        run("dpkg-deb", "-x", cls.package, cls.root)
        cls.environment = {**os.environ, "PATH": f"{cls.root}/usr/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}

    def field(self, name):
        return run("dpkg-deb", "-f", self.package, name).strip()

    def installed(self, *command, **options):
        return run(*command, env=self.environment, cwd=self.folder, **options)

    def test_twice_the_same_bytes(self):
        self.assertEqual(packed(self.folder / "second").read_bytes(), self.package.read_bytes())

    def test_what_it_says_of_itself(self):
        version = self.installed("evenkeel", "--version").split()[1]
        self.assertEqual(self.field("Version"), version)
        newest = gzip.decompress((self.root / "usr/share/doc/evenkeel/changelog.gz").read_bytes()).decode().splitlines()[0]
        self.assertTrue(newest.startswith(f"evenkeel ({version}) "), newest)
        self.assertEqual(self.package.name, f"evenkeel_{version}_{self.field('Architecture')}.deb")
        for library in ("libc6", "libfmt", "libcurl4", "libsqlite3-0", "tzdata"):
            self.assertRegex(self.field("Depends"), rf"\b{library}")

    def test_modes_and_owners(self):
        for line in run("dpkg-deb", "-c", self.package).splitlines():
            self.assertRegex(line, r"^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--|lrwxrwxrwx) root/root ")

    def test_lintian_finds_no_error(self):
        if not shutil.which("lintian"):
            self.skipTest("no lintian here")
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", self.package], capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_dpkg_installs_and_purges_it(self):
        if os.geteuid() != 0:
            self.skipTest("needs root, to install")
        root = self.folder / "installed"
        for name in ("var/lib/dpkg/updates", "var/lib/dpkg/info"):
            (root / name).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        dpkg = ("dpkg", f"--root={root}", "--force-script-chrootless", "--force-depends", f"--log={self.folder}/dpkg.log")
        run(*dpkg, "-i", self.package)
        self.assertIn("ok installed", run("dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f", "${Status}", "evenkeel"))
        self.assertEqual(run("dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f", "${Conffiles}", "evenkeel").split()[0],
                         "/etc/default/evenkeel-agent")
        (root / "var/lib/private/evenkeel").mkdir(parents=True)
        run(*dpkg, "-r", "evenkeel")
        self.assertTrue((root / "etc/default/evenkeel-agent").exists(), "what was configured stays")
        run(*dpkg, "-P", "evenkeel")
        left = [str(path) for path in root.rglob("*evenkeel*") if "dpkg" not in path.parts]
        self.assertEqual(left, [])

    def test_the_program_runs(self):
        example = self.root / "usr/share/doc/evenkeel/examples/steady.yaml"
        told = self.installed("evenkeel", "run", example, "--duration", "5m", "--quiet", "--out", self.folder / "run.evk")
        self.assertIn("run.evk", told)
        self.installed("evenkeel", "replay", self.folder / "run.evk")
        for one in sorted(example.parent.glob("*.yaml")):
            if "nasa" not in one.name:  # wants real data
                self.installed("evenkeel", "validate", one)

    def test_the_manual_page(self):
        page = self.root / "usr/share/man/man1/evenkeel.1.gz"
        done = subprocess.run(["groff", "-k", "-ww", "-man", "-Tutf8", "-P-cbou"], input=gzip.decompress(page.read_bytes()),
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.stderr, b"")
        self.assertIn("evenkeel recommend", done.stdout.decode())
        for name in ("kubectl-evenkeel", "kubectl_complete-evenkeel"):
            self.assertEqual((page.parent / f"{name}.1.gz").resolve(), page)

    def test_completion(self):
        script = ("source {}/usr/share/bash-completion/completions/evenkeel; COMP_LINE='evenkeel recommend -o ' COMP_CWORD=3;"
                  " COMP_WORDS=(evenkeel recommend -o ''); _evenkeel evenkeel '' -o; printf '%s ' \"${{COMPREPLY[@]}}\"")
        self.assertEqual(self.installed("bash", "-c", script.format(self.root)).split(), ["table", "wide", "json", "yaml"])
        told = self.installed("kubectl_complete-evenkeel", "recommend", "-o", "w")
        self.assertEqual(told, "wide\n:4\n")

    def test_the_plug_in_of_kubectl(self):
        self.assertEqual(self.installed("kubectl-evenkeel", "--version"), self.installed("evenkeel", "--version"))

    def test_what_help_refers_to_is_there(self):
        page = gzip.decompress((self.root / "usr/share/man/man1/evenkeel.1.gz").read_bytes()).decode()
        named = re.findall(r"\bdocs/([\w./-]+\.(?:md|json))", page.replace("\\-", "-"))
        self.assertIn("compare.schema.json", named)
        for name in named:
            self.assertTrue((self.root / "usr/share/doc/evenkeel" / name).is_file(), name)

    def unit(self):
        return self.root / "usr/lib/systemd/system/evenkeel-agent.service"

    def test_the_service_starts_the_agent(self):
        [line] = re.findall(r"^ExecStart=(.*)$", self.unit().read_text(), re.MULTILINE)
        for variable, value in (("${CREDENTIALS_DIRECTORY}", self.folder), ("${STATE_DIRECTORY}", self.folder),
                                ("$EVENKEEL_AGENT_OPTIONS", "--policy=hpa(cpu=60) --listen=127.0.0.1:0")):
            self.assertIn(variable, line)
            line = line.replace(variable, str(value))
        (self.folder / "kubeconfig").write_text(KUBECONFIG, encoding="utf-8")
        agent = subprocess.Popen(line.split(), env=self.environment, stderr=subprocess.PIPE, text=True)
        try:
            self.assertIn("observing nowhere", agent.stderr.readline())
            agent.send_signal(signal.SIGTERM)
            told = agent.communicate(timeout=60)[1]
            self.assertEqual(agent.returncode, 0, told)
        finally:
            agent.kill()
            agent.communicate()
        self.assertTrue((self.folder / "agent.evk").exists())

    def test_systemd_takes_the_unit(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("no systemd here")
        unit = self.folder / self.unit().name
        unit.write_text(self.unit().read_text().replace("ExecStart=evenkeel", f"ExecStart={self.root}/usr/bin/evenkeel"))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        run("systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", unit)


if __name__ == "__main__":
    unittest.main(verbosity=2)
