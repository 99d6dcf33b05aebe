"""Copies of the notebooks for a class: marked lines are left to write, everything else stays."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

from launcher.teaching import (INSTRUCTOR, STUDENT, UNWRITTEN, Unmarked, copy_of, first_task, for_instructor, for_student,  # noqa: E402
                               has_tasks, regions)

CELL = """int twice(int n) {
    // BEGIN SOLUTION two "times" n
    int twice = 2 * n;
    return twice;
    // END SOLUTION
}
twice(2)"""


def notebook(*sources):
    cells = [{"cell_type": "code", "source": source.splitlines(keepends=True)} for source in sources]
    return {"cells": [{"cell_type": "markdown", "source": ["// BEGIN SOLUTION is a word here"]}, *cells]}


def sources(made):
    return ["".join(cell["source"]) for cell in made["cells"]]


class RegionTest(unittest.TestCase):
    def test_students_get_a_stub_that_says_what_to_write(self):
        self.assertEqual("""int twice(int n) {
    // YOUR CODE HERE: two "times" n
    throw new UnsupportedOperationException(
        "still to write: two \\"times\\" n");
}
twice(2)""", for_student(CELL))

    def test_instructors_get_the_lines(self):
        self.assertEqual("""int twice(int n) {
    // Students write this: two "times" n
    int twice = 2 * n;
    return twice;
}
twice(2)""", for_instructor(CELL))

    def test_several_regions_of_a_cell(self):
        two = CELL + "\n" + CELL
        self.assertEqual(2, len(regions(two)))
        self.assertEqual(2, for_student(two).count(UNWRITTEN))
        self.assertNotIn("2 * n", for_student(two))

    def test_marks_that_make_no_region_are_named_by_their_line(self):
        for text, why in (("// BEGIN SOLUTION a\nb", "line 1 begins a solution that doesn't end"),
                          ("a\n// END SOLUTION", "line 2 ends a solution that none began"),
                          ("// BEGIN SOLUTION\na\n// END SOLUTION", "doesn't say what is to be written"),
                          ("// BEGIN SOLUTION a\n// END SOLUTION", "without a line"),
                          ("// BEGIN SOLUTION a\n// BEGIN SOLUTION b\nc\n// END SOLUTION", "line 2 begins a solution within")):
            with self.subTest(text), self.assertRaisesRegex(Unmarked, why):
                regions(text)


class CopyTest(unittest.TestCase):
    def test_only_marked_lines_of_code_change_and_the_source_stays(self):
        source = notebook("int a = 1;", CELL)
        before = json.dumps(source)
        made, count = copy_of(source, STUDENT)
        self.assertEqual(1, count)
        self.assertEqual(["// BEGIN SOLUTION is a word here", "int a = 1;", for_student(CELL)], sources(made))
        self.assertEqual(before, json.dumps(source))

    def test_the_first_task_with_the_cells_that_use_it(self):
        cut = first_task(notebook("int a = 1;", CELL, "1", "2", "3", "4", "5"))
        self.assertEqual(["int a = 1;", for_student(CELL), "1", "2", "3", "4"], sources(cut)[1:])

    def test_all_notebooks_of_the_course_are_marked_rightly(self):
        tasks = {}
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            source = json.loads(path.read_text(encoding="utf-8"))
            made, tasks[path.name[:2]] = copy_of(source, STUDENT)
            filled, _ = copy_of(source, INSTRUCTOR)
            self.assertEqual(bool(tasks[path.name[:2]]), has_tasks(path), path.name)
            self.assertNotIn("// BEGIN SOLUTION", "".join(sources(made) + sources(filled)), path.name)
            if not tasks[path.name[:2]]:
                self.assertEqual(source, made, path.name)
        self.assertGreaterEqual(min(tasks["02"], tasks["06"], tasks["11"], tasks["13"]), 1, tasks)


class CommandTest(unittest.TestCase):
    def run_course(self, *arguments):
        done = subprocess.run([sys.executable, str(ROOT / "course"), "notebooks", *map(str, arguments)], capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout + done.stderr

    def test_copies_land_in_a_folder_and_what_was_there_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            code, output = self.run_course("student", "02", "--out", folder)
            self.assertEqual(0, code, output)
            copy = Path(folder, "02-vanilla-rnn.ipynb")
            self.assertIn(UNWRITTEN, copy.read_text(encoding="utf-8"))
            self.assertIn("to write", output)
            self.run_course("student", "02", "--out", folder)
            self.assertEqual([copy], list(Path(folder).iterdir()), "the same again sets nothing aside")
            copy.write_text("a student's work", encoding="utf-8")
            code, output = self.run_course("instructor", "02", "--out", folder)
            self.assertEqual(0, code, output)
            self.assertNotIn(UNWRITTEN, copy.read_text(encoding="utf-8"))
            kept = [path for path in Path(folder).iterdir() if path != copy]
            self.assertEqual(["a student's work"], [path.read_text(encoding="utf-8") for path in kept])
            self.assertIn(kept[0].name, output)

    def test_the_notebooks_themselves_are_never_written_over(self):
        code, output = self.run_course("student", "02", "--out", ROOT / "notebooks")
        self.assertEqual(1, code)
        self.assertIn("the notebooks themselves", output)

    def test_a_file_that_is_no_notebook_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder, "broken.ipynb")
            broken.write_text("{", encoding="utf-8")
            code, output = self.run_course("student", broken, "--out", Path(folder, "out"))
            self.assertEqual(1, code)
            self.assertIn("broken.ipynb is no notebook", output)
            broken.write_text(json.dumps(notebook("// BEGIN SOLUTION a\nb")), encoding="utf-8")
            code, output = self.run_course("student", broken, "--out", Path(folder, "out"))
            self.assertEqual(1, code)
            self.assertIn("broken.ipynb: Cell 2: line 1 begins a solution that doesn't end.", output)


if __name__ == "__main__":
    unittest.main()
