"""Every scenario here must come out as its golden figures say, byte for byte.

golden_test.py EVENKEEL            compares
golden_test.py EVENKEEL --update   writes them anew: look at the difference before you commit it

A scenario is run, replayed and explained; those of COMPARED are compared. Programs that a scenario
names are found from the repository's root.
"""

import difflib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COMPARED = {"clairvoyant": "static,hpa(cpu=60),clairvoyant,clairvoyant(bound=B0)"}


def outcome(program, scenario, folder):
    figures = pathlib.Path(folder) / "figures.json"
    if scenario.stem in COMPARED:
        subprocess.run([program, "compare", str(scenario), "--policies", COMPARED[scenario.stem], "--seeds", "2", "--threads",
                        "2", "--json", str(figures)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return {".figures.json": figures.read_text(encoding="utf-8")}
    log = pathlib.Path(folder) / (scenario.stem + ".evk")
    subprocess.run([program, "run", str(scenario), "--quiet", "--out", str(log), "--json", str(figures)],
                   check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    overview = subprocess.run([program, "explain", log.name], check=True, capture_output=True, text=True,
                              cwd=folder).stdout
    subprocess.run([program, "replay", str(log)], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return {".figures.json": figures.read_text(encoding="utf-8"), ".decisions.txt": overview}


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    update = "--update" in sys.argv
    failed = 0
    for scenario in sorted(HERE.glob("*.yaml")):
        with tempfile.TemporaryDirectory() as folder:
            for suffix, got in outcome(program, scenario, folder).items():
                golden = scenario.with_suffix(suffix)
                if update:
                    golden.write_text(got, encoding="utf-8")
                    continue
                wanted = golden.read_text(encoding="utf-8")
                if got != wanted:
                    failed += 1
                    sys.stdout.writelines(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True),
                                                               golden.name, "now"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
