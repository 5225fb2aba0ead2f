"""What run and compare write as JSON, against docs/compare.schema.json."""

import copy
import json
import os
import unittest

import jsonschema  # Debian: python3-jsonschema; without it this test fails

from program import Case

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
        for key in run:
            with self.subTest(key):
                changed = copy.deepcopy(output)
                del changed["policies"][0]["runs"][0][key]
                self.assert_invalid(changed)
                changed["policies"][0]["runs"][0][key] = "many"
                self.assert_invalid(changed)


if __name__ == "__main__":
    unittest.main()
