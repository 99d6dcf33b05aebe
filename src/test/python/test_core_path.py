"""The core path: where side trips begin and end, and what a Java cell defines and uses."""

import json
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

from launcher.sidetrips import (BACK, CORE_CELLS, MARK, TAG, core_cells, has_trips, is_trip, says, source_of, without_trips,  # noqa: E402
                                wrong_marks)
from launcher.snippets import definitions, misses, needed, uses  # noqa: E402


def cell(source, trip=False, kind="markdown"):
    return {"cell_type": kind, "metadata": {"tags": [TAG]} if trip else {}, "source": source}


def code(source, trip=False):
    return cell(source, trip, "code")


class SideTripTest(unittest.TestCase):
    def path(self):
        return [cell("# 01 · Title"), code("int a;"), cell(f"## More\n\n{MARK} What only some need.", True), code("int b;", True),
                cell(f"{BACK} Now the rest."), code("int c;"), cell("## Exercises"), code("int d;")]

    def wrong(self, cells):
        return [(place, what) for place, what, _ in wrong_marks(cells)]

    def test_a_trip_that_says_where_it_begins_and_ends(self):
        self.assertEqual([], self.wrong(self.path()))
        self.assertEqual([], self.wrong([cell("# Title"), cell(f"{MARK} This.", True), cell("## The next section")]))
        self.assertEqual(["int a;", "int c;", "int d;"],
                         [c["source"] for c in without_trips(self.path()) if c["cell_type"] == "code"])

    def test_the_closing_sections_are_not_counted(self):
        self.assertEqual(4, core_cells(self.path()))
        self.assertEqual(2, core_cells([cell("# Title"), cell("Text.")]))

    def test_tags_and_words_that_disagree(self):
        for place, change, words in ((2, cell("## More\n\nNothing said.", True), "doesn't say so"),
                                     (1, cell(f"{MARK} This."), "is none"),
                                     (4, cell("Now the rest."), "can't see where that ends"),
                                     (1, cell(f"{BACK} Now."), "where none has"),
                                     (3, cell("## Another", True), "begins a section within"),
                                     (3, cell(f"{BACK} Now.", True), "is part of one")):
            cells = self.path()
            cells[place] = change
            found = self.wrong(cells)
            self.assertEqual(place, found[0][0], found)
            self.assertIn(words, found[0][1])

    def test_sources_are_text_or_lines(self):
        self.assertEqual("a\nb", source_of({"source": ["a\n", "b"]}))
        self.assertTrue(says(cell(["## Head\n", "\n", f"{MARK} Yes."]), MARK))


class SnippetTest(unittest.TestCase):
    def test_what_a_cell_defines(self):
        for source, names in (("int a = 1, b[] = {1, 2}, c;", {"a", "b", "c"}),
                              ("var x = f(1, 2);\ny.add(x);\nx = 3;", {"x"}),
                              ("Map<String, List<int[]>> m = new TreeMap<>(), n;", {"m", "n"}),
                              ("final double[][] w = new double[2][3];", {"w"}),
                              ("double mean(double... x) {\n    int inner = 0;\n    return inner;\n}\nmean(3)", {"mean/1"}),
                              ("<T> List<T> twice(List<T> x, Map<String, T> y) { return x; }", {"twice/2"}),
                              ("int none() { return 0; }", {"none/0"}),
                              ("record Pair(int a, int b) { int sum() { return a + b; } }\nenum Kind { A, B }", {"Pair", "Kind"}),
                              ("/** int no; */ // int not;\nString s = \"int neither;\";", {"s"}),
                              ("for (int i = 0; i < 3; i++) { int k; }\nif (a) b(); else c();\nreturn x;", set())):
            with self.subTest(source):
                self.assertEqual(names, definitions(source))

    def test_what_a_cell_uses(self):
        self.assertLessEqual({"a", "b", "f/2", "Box"}, uses("int c = f(a, g(1, 2)) + b;\nvar box = new Box(c);\nbox.open(d -> d)"))
        for source in ("for (int a : list) use(a);", "list.stream().map(a -> a + 1);", "list.reduce((a, b) -> a + b);",
                       "int b = 1, a = 2;", "record R(int a) { int twice() { return 2 * a; } }", "x.a", "\"a\"", "// a", "import a.b.*;"):
            with self.subTest(source):
                self.assertNotIn("a", uses(source))

    def test_calls_are_told_apart_by_their_arguments(self):
        self.assertEqual({"f/0", "f/1", "f/3"}, {name for name in uses("f() + f(List.of(1, 2)) + f(1, g(2, 3), 4)") if name[0] == "f"})

    def test_a_name_that_only_a_trip_defines(self):
        sources = ["int a = 1;", "int a = 2; int b = 3; int f(int x) { return x; }", "a", "b", "int b = 4;", "b + f(1)", "f(1, 2)"]
        self.assertEqual([(2, "a"), (3, "b"), (5, "f/1")], list(misses(sources, [False, True] + [False] * 5)))
        self.assertEqual([], list(misses(sources, [False] * 7)))

    def test_the_cells_that_a_cell_needs(self):
        sources = ["int a = 1;", "int b = 2;", "int f() { return a; }", "int a = 3;", "", "f() + 1"]
        self.assertEqual([0, 2, 5], needed(sources, [5]))


class NotebookTest(unittest.TestCase):
    """The notebooks that have been given a core path."""

    def test_their_core_path_is_short_and_stands_alone(self):
        marked = {}
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            if has_trips(cells):
                marked[path.name[:2]] = core_cells(cells)
                self.assertEqual([], list(wrong_marks(cells)), path.name)
                sources = [source_of(c) if c["cell_type"] == "code" else "" for c in cells]
                self.assertEqual([], list(misses(sources, [is_trip(c) for c in cells])), path.name)
        self.assertLessEqual({"01", "02", "03", "04", "05", "07"}, set(marked))
        self.assertLessEqual(max(marked.values()), CORE_CELLS, marked)


if __name__ == "__main__":
    unittest.main()
