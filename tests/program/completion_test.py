"""Command lines completed in a real bash: keys typed on a terminal, and the line that they lead to."""

import os
import pty
import re
import select
import subprocess
import unittest

from program import Case, EVENKEEL

SETUP = """
PATH={bin}:$PATH PS1=
source <(evenkeel completion bash)
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
bind '"\\e*": insert-completions'
bind -x '"\\C-g": printf "\\001%s\\002" "$READLINE_LINE"'
"""
SECONDS = 60


class Shell:
    def __init__(self, folder):
        self.terminal, other = pty.openpty()
        self.bash = subprocess.Popen(["bash", "--noprofile", "--rcfile", os.path.join(folder, "setup"), "-i"], cwd=folder,
                                     stdin=other, stdout=other, stderr=other, start_new_session=True,
                                     env={**os.environ, "TERM": "dumb", "HOME": folder, "HISTFILE": ""})
        os.close(other)

    def line_after(self, keys):
        """What stands on the command line then."""
        os.write(self.terminal, b"\x15" + keys.encode() + b"\x07")  # Ctrl-U, keys, Ctrl-G
        seen = b""
        while not (told := re.search(rb"\x01([^\x02]*)\x02", seen)):
            if not select.select([self.terminal], [], [], SECONDS)[0]:
                raise AssertionError(f"bash says no more than {seen!r}")
            seen += os.read(self.terminal, 65536)
        return told[1].decode()

    def close(self):
        self.bash.kill()
        self.bash.wait()
        os.close(self.terminal)


class Completion(Case):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("bin"))
        for name in ("evenkeel", "kubectl-evenkeel"):
            os.symlink(EVENKEEL, self.path(f"bin/{name}"))
        self.write("setup", SETUP.format(bin=self.path("bin")))
        self.shell = Shell(self.folder.name)
        self.addCleanup(self.shell.close)

    def completes(self, typed, line):
        """`typed` and the tab key lead to `line`."""
        self.assertEqual(self.shell.line_after(typed + "\t"), line)

    def offered(self, typed):
        """All that may stand in the place of the last word."""
        before = typed[:typed.rindex(" ") + 1]
        line = self.shell.line_after(typed + "\x1b*")
        self.assertTrue(line.startswith(before), line)
        return line[len(before):].split()

    def names(self, *arguments, heading):
        told = self.ok(*arguments).split(heading)[1].split("\n\n")[0]
        return re.findall(r"^ +(?:-\w,)?([\w-]+)", told, re.MULTILINE)

    def test_commands(self):
        commands = self.names("--help", heading="Subcommands:")
        self.assertIn("explain", commands)
        self.assertEqual(self.offered("evenkeel "), commands)
        self.assertEqual(self.offered("evenkeel re"), ["replay", "recommend"])
        self.completes("evenkeel reco", "evenkeel recommend ")
        self.completes("bin/evenkeel reco", "bin/evenkeel recommend ")
        self.completes("kubectl-evenkeel reco", "kubectl-evenkeel recommend ")
        self.completes("evenkeel nothing", "evenkeel nothing")

    def test_options(self):
        for command in ("run", "tune", "recommend"):
            options = [name for name in self.names(command, "--help", heading="\nOptions:") if name.startswith("--")]
            self.assertIn("--help", options)
            self.assertEqual(self.offered(f"evenkeel {command} --"), options)
        self.completes("evenkeel run --quiet --rep", "evenkeel run --quiet --report ")
        self.assertEqual(self.offered("evenkeel --"), ["--help", "--version"])
        self.assertIn("--policy", self.offered("evenkeel run small.yaml "))  # it takes no other file

    def test_values_of_enumerations(self):
        self.assertEqual(self.offered("evenkeel recommend -o "), ["table", "wide", "json", "yaml"])
        self.completes("evenkeel recommend -o j", "evenkeel recommend -o json ")
        self.completes("evenkeel recommend --output=w", "evenkeel recommend --output=wide ")
        self.assertEqual(self.offered("evenkeel fit small.yaml --gaps "), ["refuse", "zero", "hold"])
        self.completes("evenkeel completion ", "evenkeel completion bash ")

    def test_files_where_there_may_be_files(self):
        self.write("my trace.csv", "")
        self.completes("evenkeel run sma", "evenkeel run small.yaml ")
        self.completes("evenkeel validate x.yaml ./sma", "evenkeel validate x.yaml ./small.yaml ")
        self.completes("evenkeel fit my", "evenkeel fit my\\ trace.csv ")
        self.completes("evenkeel run small.yaml --out=sma", "evenkeel run small.yaml --out=small.yaml ")
        self.completes("evenkeel run --policy static sma", "evenkeel run --policy static small.yaml ")
        self.completes("evenkeel run bi", "evenkeel run bin/")
        for no_file in ("evenkeel run --seed sma", "evenkeel policies sma", "evenkeel recommend -n sma"):
            self.completes(no_file, no_file)

    def test_policies(self):
        names = re.findall(r"^([a-z-]+) ", self.ok("policies"), re.MULTILINE)
        self.assertIn("hpa", names)
        for typed in ("policies ", "compare small.yaml --policies ", "run small.yaml --policy "):
            self.assertEqual(self.offered(f"evenkeel {typed}"), names)
        self.completes("evenkeel policies model", "evenkeel policies model-based ")
        self.completes("evenkeel run --policy model", "evenkeel run --policy model-based")
        self.completes("evenkeel compare --policies static,mod", "evenkeel compare --policies static,model-based")
        self.completes("evenkeel compare --policies=static+mod", "evenkeel compare --policies=static+model-based")

    def test_parameters_of_policies(self):
        self.completes("evenkeel run --policy 'hpa(loo", "evenkeel run --policy 'hpa(loop=")
        self.completes("evenkeel run --policy 'hpa(cpu=60, downsc", "evenkeel run --policy 'hpa(cpu=60, downscaleStabilization=")
        self.completes("evenkeel run --policy=\"static,kpa(metric=r", "evenkeel run --policy=\"static,kpa(metric=rps\"")
        self.completes("evenkeel run --policy 'schedule(policy=hpa(loo", "evenkeel run --policy 'schedule(policy=hpa(loop=")


class Asked(Case):
    """As kubectl asks its plug-ins."""

    def test_what_kubectl_reads(self):
        self.assertEqual(self.ok("__complete", "reco"), "recommend\tSay what would be done in a Kubernetes cluster\n:4\n")
        self.assertEqual(self.ok("__complete", "run", ""), ":0\n")
        self.assertTrue(self.ok("__complete", "run", "--policy", "q").endswith("\n:6\n"))
        self.assertIn("--version", self.ok("__complete", "--"))
        self.assertIn("run\t", self.ok("__complete"))
        self.assertEqual(self.ok("__complete", "run", "--none=x"), ":4\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
