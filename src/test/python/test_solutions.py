"""Solutions lie apart from the notebooks, and each exercise of a notebook that has a file of them has one."""

import json
import re
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

from launcher.solutions import ANSWER, CHECK, code_cells, exercises_alone, outcome, read, solved, source_of, wrong  # noqa: E402
from launcher.telling import Problem  # noqa: E402

# In these a check tries a method on several inputs; in later notebooks an exercise may ask for numbers that solve a task.
NO_TYPED_VALUES = {"00", "01", "02"}
# A method without parameters is left to write where what it gives can't be typed in: a piece of code, trained weights.
WITHOUT_PARAMETERS = ("IntSupplier counter()", "Weights curriculum()")
STUB = 'int twice(int n) {\n    throw new UnsupportedOperationException("your turn");\n}'
SOLUTION = "int twice(int n) {\n    return 2 * n;\n}"


def code(name, source):
    return {"cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [], "source": source.splitlines(True)}


def notebook():
    return {"cells": [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# 01 · Title"]},
                      code("setup", "start();\nimport a.b.*;"), code("train", "int slow = train();"),
                      code("helper", "int helper(int x) { return x + 1; }"), code("more", "import c.d.*;\nhelper(7);"),
                      code("exercise-1", STUB), code("exercise-1-check", 'Exercise.of("1").check(twice(helper(1)), 4);'),
                      code("report", "figures.report();")], "nbformat": 4}


class FileTest(unittest.TestCase):
    def test_a_file_holds_cells_by_their_names(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "01.jsh")
            path.write_text(f"// What this is.\n\n// cell exercise-1\n{SOLUTION}\n\n// cell other\nint a;\n// no cell\n", encoding="utf-8")
            self.assertEqual({"exercise-1": SOLUTION, "other": "int a;\n// no cell"}, read(path))

    def test_a_solution_takes_the_place_of_the_stub(self):
        source = notebook()
        before = json.dumps(source)
        cells = {cell["id"]: source_of(cell) for cell in solved(source, {"exercise-1": SOLUTION})["cells"]}
        self.assertEqual(SOLUTION, cells["exercise-1"])
        self.assertEqual(before, json.dumps(source))

    def test_a_cell_that_waits_for_no_answer_is_refused(self):
        for name in ("helper", "exercise-9"):
            with self.assertRaisesRegex(Problem, f"no cell {name} that waits"):
                solved(notebook(), {name: SOLUTION})

    def test_only_what_the_checks_need_is_kept(self):
        cells = exercises_alone(solved(notebook(), {"exercise-1": SOLUTION}))["cells"]
        self.assertEqual(["setup", "imports", "helper", "exercise-1", "exercise-1-check", "report"], [cell["id"] for cell in cells])
        self.assertEqual("import a.b.*;\nimport c.d.*;", cells[1]["source"])

    def test_the_outcome_of_a_run(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "01.json")
            path.write_text(json.dumps({"exercises": [{"title": "1", "passed": 2, "of": 3}]}), encoding="utf-8")
            results = outcome(path)
        self.assertEqual(["1: 2 of 3 checks passed"], wrong(results, 1, True))
        self.assertEqual(["1: 2 of 3 checks passed"], wrong(results, 1, False))
        self.assertEqual([], wrong([("1", 3, 3)], 1, True))
        self.assertEqual([], wrong([("1", 0, 3)], 1, False))
        self.assertEqual(["1 exercises were checked, the notebook has 2"], wrong([("1", 3, 3)], 2, True))


class CourseTest(unittest.TestCase):
    """The files that are there."""

    def test_every_exercise_has_a_solution_and_none_takes_a_typed_value(self):
        files = sorted((ROOT / "solutions").glob("*.jsh"))
        self.assertLessEqual(NO_TYPED_VALUES, {path.name[:2] for path in files})
        for path in files:
            source = json.loads((ROOT / "notebooks" / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
            cells, answers = source["cells"], read(path)
            waiting = [cells[place]["id"] for place in code_cells(cells, ANSWER) if cells[place]["id"].startswith("exercise")
                       and CHECK not in source_of(cells[place])]
            self.assertEqual(sorted(waiting), sorted(answers), path.name)
            self.assertGreaterEqual(len(code_cells(cells, CHECK)), 3 if path.name[:2] in NO_TYPED_VALUES else 2, path.name)
            for name in waiting if path.name[:2] in NO_TYPED_VALUES else []:
                stub = source_of(next(cell for cell in cells if cell["id"] == name))
                self.assertIsNone(re.search(r"=\s*null\s*;", stub), f"{path.name}, {name}: a value to type in")
                if not stub.startswith(WITHOUT_PARAMETERS):
                    self.assertRegex(stub, r"\(\w[^()]*\) \{\n\s+throw", f"{path.name}, {name}: one value would do")
            kept = [cell["id"] for cell in exercises_alone(solved(source, answers))["cells"]]
            self.assertLess(len(kept), len(cells), path.name)
            for name in waiting:
                self.assertIn(name, kept, path.name)


if __name__ == "__main__":
    unittest.main()
