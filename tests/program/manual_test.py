"""The manual page: roff without faults, in which all commands, options, policies and parameters stand."""

import re
import subprocess
import unittest

from program import Case


def set_page(roff):
    """As a reader sees it, and what the formatter complains of."""
    done = subprocess.run(["groff", "-k", "-ww", "-man", "-Tutf8", "-P-cbou", "-rLL=100n"], input=roff, capture_output=True,
                          text=True, timeout=60, check=False)
    return done.stdout, done.stderr


class Manual(Case):
    @classmethod
    def setUpClass(cls):
        case = cls("run_it")
        case.setUp()
        try:
            cls.text, cls.faults = set_page(case.ok("manual"))
        finally:
            case.doCleanups()

    def test_it_is_faultless_roff(self):
        self.assertEqual(self.faults, "")
        self.assertIn("evenkeel - keeps applications on an even keel", self.text)
        self.assertNotEqual(set_page(".TH A 1\n.SH NAME\na \\- b\n.NOTHING\n\\fQx\n")[1], "")

    def test_every_command_and_option(self):
        commands = re.findall(r"^  (\w+)", self.ok("--help").split("Subcommands:")[1].split("\n\n")[0], re.MULTILINE)
        self.assertIn("explain", commands)
        for command in commands:
            [part] = re.findall(rf"^   evenkeel {command}\b(.*?)(?=^   \S|^\S)", self.text, re.MULTILINE | re.DOTALL)
            told = self.ok(command, "--help")
            for option in re.findall(r"^  (?:-\w,)?(--[\w-]+)", told, re.MULTILINE):
                if option != "--help":
                    self.assertRegex(part, rf"(?m)^ +(-\w, )?{option}\b", command)
            for positional in re.findall(r"^  ([A-Z]+) ", told, re.MULTILINE):
                self.assertRegex(part, rf"(?m)^ +{positional}(  |$)", command)

    def test_every_policy_and_parameter(self):
        policies = re.findall(r"^([a-z-]+) ", self.ok("policies"), re.MULTILINE)
        self.assertIn("hpa", policies)
        for policy in policies:
            [part] = re.findall(rf"^   {policy}\n(.*?)(?=^   \S|^\S)", self.text, re.MULTILINE | re.DOTALL)
            for parameter in re.findall(r"^  (\w+)  ", self.ok("policies", policy), re.MULTILINE):
                self.assertRegex(part, rf"(?m)^ +{parameter}\b")

    def test_what_is_typed_stays_as_it_is(self):
        self.assertIn("evenkeel compare examples/demo.yaml --policies 'static,hpa(cpu=60)' --seeds 6", self.text)
        self.assertRegex(self.text, r"\n +141 +nobody reads the output any more")


if __name__ == "__main__":
    unittest.main(verbosity=2)
