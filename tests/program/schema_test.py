"""What run and compare write as JSON, against docs/compare.schema.json."""

import copy
import json
import os
import unittest

import jsonschema  # Debian: python3-jsonschema; without it this test fails

from program import Case, SCENARIO

SCHEMA = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "compare.schema.json")


class Schema(Case):
    @classmethod
    def setUpClass(cls):
        with open(SCHEMA, encoding="utf-8") as file:
            cls.schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(cls.schema)
        cls.validator = jsonschema.Draft202012Validator(cls.schema)

    def compared(self, *arguments):
        self.ok("compare", "small.yaml", "--policies", "static,hpa(cpu=60)", "--json", "out.json", *arguments)
        return json.loads(self.read("out.json"))

    def assert_valid(self, output):
        self.assertEqual([f"{list(e.absolute_path)}: {e.message}" for e in self.validator.iter_errors(output)], [])

    def assert_invalid(self, output):
        self.assertFalse(self.validator.is_valid(output))

    def test_run(self):
        self.ok("run", "small.yaml", "--quiet", "--json", "out.json")
        self.assert_valid(json.loads(self.read("out.json")))

    def test_compare(self):
        self.assert_valid(self.compared("--seeds", "2"))
        self.assert_valid(self.compared("--seeds", "1", "--split"))

    def test_tune(self):
        with open(os.path.join(os.path.dirname(SCHEMA), "tune.schema.json"), encoding="utf-8") as file:
            validator = jsonschema.Draft202012Validator(json.load(file))
        for judge in ("1", "0"):
            self.ok("tune", "small.yaml", "--policy", "hpa", "--vary", "cpu=50..70", "--seeds", "1", "--judge-seeds", judge,
                    "--json", "out.json")
            tuned = json.loads(self.read("out.json"))
            self.assertEqual([e.message for e in validator.iter_errors(tuned)], [])
            self.assertEqual(tuned["judged"] is None, judge == "0")
            if tuned["judged"]:
                self.assert_valid(tuned["judged"])

    def test_blocks_of_time(self):
        stress = self.compared("--seeds", "1")
        self.assertEqual(stress["blocks"], {"count": 0, "lengthSeconds": 14400, "least": 6})
        self.assertIsNone(stress["policies"][1]["blockDifferenceToFirst"])

        # Thirty hours of a trace in half an hour.
        counts = "".join(f"{minute},{3000 if minute % 600 < 300 else 9000}\n" for minute in range(1800))
        self.write("trace.csv", "minute,count\n" + counts)
        text = SCENARIO.replace("step: {before: 20, after: 120, at: 3m}", "trace: {file: trace.csv, stretch: 0.016666667}")
        self.write("small.yaml", text.replace("duration: 10m", "duration: 29m"))
        table = self.ok("compare", "small.yaml", "--policies", "static,hpa(cpu=60)", "--seeds", "2", "--json", "out.json")
        self.assertIn("BY 7 BLOCKS OF 4 H", table)
        output = json.loads(self.read("out.json"))
        self.assert_valid(output)
        self.assertEqual(output["blocks"]["count"], 7)
        first, second = output["policies"]
        self.assertIsNone(first["blockDifferenceToFirst"])
        for run in first["runs"]:
            self.assertEqual(len(run["blocks"]), 7)
            self.assertAlmostEqual(sum(block["podSeconds"] for block in run["blocks"]) / 3600, run["podHours"])
            self.assertEqual(sum(block["windows"] for block in run["blocks"]), run["windows"])
        pods = [sum(run["podHours"] for run in policy["runs"]) for policy in (first, second)]
        difference = second["blockDifferenceToFirst"]["podHours"]
        self.assertAlmostEqual(difference["value"], 100 * (pods[1] / pods[0] - 1))
        self.assertEqual(difference["unit"], "%")
        self.assertLess(difference["interval"]["low"], difference["value"])

    def test_every_measure_has_its_key_everywhere(self):
        output = self.compared("--seeds", "1")
        keys = self.schema["$defs"]["measureKey"]["enum"]
        self.assertEqual([m["key"] for m in output["measures"]], keys)
        for policy in output["policies"]:
            for part in ("summary", "differenceToFirst"):
                self.assertEqual(list(policy[part]), keys)

    def test_what_the_schema_does_not_name_is_refused(self):
        output = self.compared("--seeds", "1")
        places = {
            "comparison": lambda o: o,
            "measure": lambda o: o["measures"][0],
            "policy": lambda o: o["policies"][0],
            "run": lambda o: o["policies"][0]["runs"][0],
            "application": lambda o: o["policies"][0]["runs"][0]["applications"][0],
            "summary": lambda o: o["policies"][0]["summary"],
            "figure": lambda o: o["policies"][0]["summary"]["money"],
        }
        for name, place in places.items():
            with self.subTest(name):
                changed = copy.deepcopy(output)
                place(changed)["unheardOf"] = 1
                self.assert_invalid(changed)

    def test_what_is_missing_or_of_another_type_is_refused(self):
        output = self.compared("--seeds", "1")
        run = output["policies"][0]["runs"][0]
        application = run["applications"][0]
        for of, place in ((run, lambda o: o["policies"][0]["runs"][0]),
                          (application, lambda o: o["policies"][0]["runs"][0]["applications"][0])):
            for key in of:
                with self.subTest(key):
                    changed = copy.deepcopy(output)
                    del place(changed)[key]
                    self.assert_invalid(changed)
                    place(changed)[key] = "many" if key != "name" else 1
                    self.assert_invalid(changed)

    def test_one_application_has_the_figures_of_all(self):
        run = self.compared("--seeds", "1")["policies"][0]["runs"][0]
        [application] = run["applications"]
        self.assertEqual(application.pop("name"), "shop")
        self.assertEqual({key: run[key] for key in application if key != "money"},
                         {key: application[key] for key in application if key != "money"})

    def test_where_nothing_was_answered(self):
        self.write("small.yaml", SCENARIO.replace("{kind: exponential, mean: 20ms}", "{kind: deterministic, mean: 2h}"))
        output = self.compared("--seeds", "1")
        self.assert_valid(output)
        run = output["policies"][0]["runs"][0]
        self.assertIsNone(run["responseP95"])
        self.assertEqual(run["violatedWindows"], 100)
        self.assertIsNone(output["policies"][0]["summary"]["responseMean"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
