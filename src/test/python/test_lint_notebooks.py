"""Each rule of the linter on a notebook that keeps it and on one that breaks it."""

import json
import re
import sys
import tempfile
import unittest
from pathlib import Path
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parent))
try:
    import lint_notebooks as linter
except SystemExit as reason:
    raise unittest.SkipTest(str(reason))


def text(source, **extra):
    return {"cell_type": "markdown", "id": f"t{crc32(source.encode())}", "metadata": {}, "source": source, **extra}


def code(source):
    return {"cell_type": "code", "execution_count": None, "id": f"c{crc32(source.encode())}",
            "metadata": {}, "outputs": [], "source": source}


def good_cells():
    """A small notebook that keeps every rule."""
    return [
        text("# 07 · Layers that read both ways\n\nWhat does the future of a word tell about it?"),
        code("org.unrolled.notebook.Kernel.start();\nvar figures = Figures.of(\"07-both-ways\", 42);"),
        text("## A first look\n\nThe state after $h[t](x)$ steps, see [the exercises](#Exercises)."),
        code("var x = Nd4j.rand(2, 3); // shape [2, 3], the same on cuda\nx"),
        text("The figures of this run:"),
        code("figures.report();"),
        text("## Exercises\n\n1. Turn it round."),
        text("## Further reading\n\n[The paper](https://example.org/paper) and [the plan](plan.md#what-to-do)."),
    ]


def document(cells, **top):
    return {"cells": cells, "metadata": json.loads(json.dumps(linter.METADATA)),
            "nbformat": 4, "nbformat_minor": 5, **top}


class LintCase(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.path = self.folder / "07-both-ways.ipynb"
        (self.folder / "plan.md").write_text("# What to do\n", encoding="utf-8")
        (self.folder / "picture.svg").write_text("<svg/>", encoding="utf-8")

    def write(self, content, name=None):
        """Writes a document (in nbformat's layout) or a raw text."""
        path = self.folder / name if name else self.path
        raw = content if isinstance(content, str) else linter.layout_of(
            linter.nbformat.v4.reads_json(json.dumps(content)))
        path.write_bytes(raw.encode("utf-8"))
        return path

    def findings(self, rule, content, name=None):
        """(cell number, what is wrong) by one rule alone."""
        notebook = linter.Notebook(self.write(content, name))
        return [(number, what) for number, what, remedy in rule(notebook)]

    def with_cells(self, change):
        cells = good_cells()
        change(cells)
        return document(cells)

    def assert_keeps(self, rule, content, name=None):
        self.assertEqual([], self.findings(rule, content, name))

    def assert_breaks(self, rule, content, cell, words, name=None):
        found = self.findings(rule, content, name)
        self.assertEqual(1, len(found), found)
        self.assertEqual(cell, found[0][0])
        self.assertIn(words, found[0][1])


class RulesTest(LintCase):

    def setUp(self):
        super().setUp()
        self.cells = good_cells()
        self.good = document(self.cells)

    def test_good_notebook_keeps_every_rule(self):
        for rule in linter.RULES:
            with self.subTest(rule.__name__):
                self.assert_keeps(rule, self.good)

    def test_valid(self):
        broken = document([text("# 07 · T", colour="red")])
        self.assert_breaks(linter.rule_valid, broken, None, "schema")

    def test_layout(self):
        four_spaces = json.dumps(self.good, indent=4)
        self.assert_breaks(linter.rule_layout, four_spaces, None, "line 2 ")
        good = self.write(self.good).read_text(encoding="utf-8")
        self.assert_breaks(linter.rule_layout, good.rstrip("\n"), None, "laid out")
        self.assert_breaks(linter.rule_layout, good.replace("\n", "\r\n"), None, "line 1 ")
        self.assert_breaks(linter.rule_layout, good.replace("·", "\\u00b7"), None, "laid out")

    def test_lines_fit_beside_the_menus(self):
        self.cells[3]["source"] = "var x = 1;" + 90 * " " + "\n" + 101 * "x"
        self.assert_breaks(linter.rule_length, self.good, 4, "101 columns")

    def test_the_library_has_what_all_notebooks_use(self):
        self.cells[3]["source"] = "void say(String s) {\n    System.out.println(s);\n}"
        self.assert_breaks(linter.rule_start, self.good, 4, "defines require or say")
        self.cells[3]["source"] = "\n".join(f"import a.b{i}.*;" for i in range(6))
        self.assert_breaks(linter.rule_start, self.good, 4, "more than 5 imports")
        self.cells[3]["source"] = "int x;"
        self.cells[1]["source"] = "int y;"
        self.assert_breaks(linter.rule_start, self.good, 2, "does not start the course's kit")

    def test_cleared(self):
        self.cells[3]["execution_count"] = 4
        self.assert_breaks(linter.rule_cleared, self.good, 4, "execution count 4")
        self.cells[3].update(execution_count=None,
                             outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}])
        self.assert_breaks(linter.rule_cleared, self.good, 4, "1 outputs")

    def test_ids(self):
        self.cells[4]["id"] = self.cells[1]["id"]
        self.assert_breaks(linter.rule_ids, self.good, 5, "of cell 2")
        self.cells[4]["id"] = "two words"
        self.assert_breaks(linter.rule_ids, self.good, 5, "invalid id")
        del self.cells[4]["id"]
        self.assert_breaks(linter.rule_ids, self.good, 5, "no valid id")

    def test_metadata(self):
        self.good["metadata"]["kernelspec"]["name"] = "jjava"
        self.assert_breaks(linter.rule_metadata, self.good, None, "kernelspec")
        self.good["metadata"]["kernelspec"]["name"] = "java"
        self.cells[1]["metadata"] = {"scrolled": True, "tags": ["x"]}
        self.assert_breaks(linter.rule_metadata, self.good, 2, "(scrolled)")

    def test_length(self):
        self.cells[3]["source"] = "\n".join(f"int x{n};" for n in range(28))
        self.assert_keeps(linter.rule_length, self.good)
        self.cells[3]["source"] += "\nint last;"
        self.assert_breaks(linter.rule_length, self.good, 4, "29 lines")

    def test_text_before_code(self):
        self.assert_breaks(linter.rule_text, self.with_cells(lambda cells: cells.pop(2)), 3, "directly after code")
        self.cells[2]["source"] = "## A first look\n"
        self.assert_breaks(linter.rule_text, self.good, 4, "nothing but a heading")
        self.assert_breaks(linter.rule_text, document([code("x")]), 1, "directly after code")

    def test_links_to_files(self):
        self.cells[2]["source"] = "See ![a picture](picture.svg), <img src='picture.svg' alt='a'> and [this](./plan.md)."
        self.assert_keeps(linter.rule_links, self.good)
        for bad in ("[x](gone.md)", "![x](gone.png)", '<img src="gone.png" alt="x">', "[x]: gone.md",
                    "[![x](gone.png)](plan.md)"):
            with self.subTest(bad):
                self.cells[2]["source"] = bad
                self.assert_breaks(linter.rule_links, self.good, 3, "missing file")
        self.cells[2]["source"] = "[x](/plan.md)"
        self.assert_breaks(linter.rule_links, self.good, 3, "absolute")
        self.cells[2]["source"] = "[x](../docs/plan.md)"
        self.assert_breaks(linter.rule_links, self.good, 3, "out of the notebooks' folder")

    def test_what_only_looks_like_a_link(self):
        self.cells[2]["source"] = "```java\n[x](gone.md)\n```\n`[y](gone.md)`, $h[t](x)$ and $$\nv[i](j)\n$$"
        self.assert_keeps(linter.rule_links, self.good)

    def test_links_to_headings(self):
        other = document([text("# 08 · Time series\n\n## A `Table` of *loads*")])
        self.write(other, "08-series.ipynb")
        self.cells[2]["source"] = "[a](08-series.ipynb#A-Table-of-loads) [b](#A-second-look)\n\n## A second look"
        self.assert_keeps(linter.rule_links, self.good)
        for bad in ("[a](08-series.ipynb#Weather)", "[a](#Weather)", "[a](plan.md#Weather)"):
            with self.subTest(bad):
                self.cells[2]["source"] = bad
                self.assert_breaks(linter.rule_links, self.good, 3, "missing heading")

    def test_pictures(self):
        inside = "![a *cell*][picture.svg] and text\n\n[picture.svg]: data:image/svg+xml;base64,PHN2Zy8+"
        for outside in ("![a *cell*](picture.svg) and text", "![a *cell*](picture.svg) and text\n"):
            self.cells[2]["source"] = outside
            self.assert_breaks(linter.rule_pictures, self.good, 3, "shows picture.svg, which a copy")
            self.assertEqual(inside, linter.with_pictures(outside, self.folder))
        self.assertEqual(inside, linter.with_pictures(inside, self.folder))
        self.cells[2]["source"] = inside
        for rule in (linter.rule_pictures, linter.rule_links, linter.rule_alt, linter.rule_paths):
            self.assert_keeps(rule, self.good)
        (self.folder / "picture.svg").write_text("<svg>new</svg>")
        self.assert_breaks(linter.rule_pictures, self.good, 3, "another picture.svg than the file")
        self.cells[2]["source"] = linter.with_pictures(inside, self.folder)
        self.assert_keeps(linter.rule_pictures, self.good)
        (self.folder / "picture.svg").unlink()
        self.assert_breaks(linter.rule_pictures, self.good, 3, "no file any more")
        self.cells[2]["source"] = "![][picture.svg]\n\n[picture.svg]: data:image/svg+xml;base64,PHN2Zy8+"
        self.assertEqual(1, len(self.findings(linter.rule_alt, self.good)))

    def test_two_pictures_one_of_them_a_tag(self):
        (self.folder / "b.png").write_bytes(b"png")
        source = "![a](picture.svg)\n<img src='b.png' alt='b'>\n![c](b.png)\n```\n![x](picture.svg)\n```\n[text](picture.svg)"
        got = linter.with_pictures(source, self.folder)
        self.assertEqual("![a][picture.svg]\n<img src='data:image/png;base64,cG5n' alt='b'>\n![c][b.png]\n"
                         "```\n![x](picture.svg)\n```\n[text](picture.svg)\n\n"
                         "[picture.svg]: data:image/svg+xml;base64,PHN2Zy8+\n[b.png]: data:image/png;base64,cG5n", got)
        self.cells[2]["source"] = got
        self.assert_keeps(linter.rule_pictures, self.good)

    def test_alternative_text(self):
        for bad in ("![](picture.svg)", "<img src='picture.svg'>", '<img src="picture.svg" alt=" ">'):
            with self.subTest(bad):
                self.cells[2]["source"] = bad
                self.assert_breaks(linter.rule_alt, self.good, 3, "no alternative text")
        self.cells[2]["source"] = '![two gates](picture.svg) <img alt="a cell" src="picture.svg">'
        self.assert_keeps(linter.rule_alt, self.good)

    def test_title(self):
        for bad in ("## 07 · Layers", "# Layers", "# 07: Layers", "# 07B · Layers"):
            with self.subTest(bad):
                self.cells[0]["source"] = bad
                self.assert_breaks(linter.rule_title, self.good, 1, "not a title")
        for other in ("# 08 · Layers", "# 07b · Layers"):
            with self.subTest(other):
                self.cells[0]["source"] = other
                self.assert_breaks(linter.rule_title, self.good, 1, "numbered 07")
        self.assert_keeps(linter.rule_title, document([text("# 07b · Between")]), "07b-between.ipynb")

    def test_sections(self):
        self.cells[6]["source"] = "Exercises: turn it round."
        self.assert_breaks(linter.rule_sections, self.good, None, "'Exercises'")
        self.assert_keeps(linter.rule_sections, document([text("# 00 · Welcome")]), "00-welcome.ipynb")

    def test_side_trips(self):
        tagged = {"tags": [linter.sidetrips.TAG]}
        self.cells[2:2] = [text("Aside.\n\nSomething.", metadata=tagged), dict(code("int b = 1;"), metadata=tagged)]
        found = self.findings(linter.rule_trips, self.good)
        self.assertEqual([3, None], [place for place, _ in found])
        self.assertIn("doesn't say so", found[0][1])
        self.assertIn("its opening doesn't say so", found[1][1])
        self.cells[2]["source"] = "**Side trip.** Something."
        self.cells[0]["source"] += "\n\nSkip a **Side trip.** if you like."
        self.assert_keeps(linter.rule_trips, self.good)
        self.cells[4]["source"] = "No heading: the trip has no end."
        self.assert_breaks(linter.rule_trips, self.good, 5, "can't see where that ends")

    def test_the_core_path_is_short(self):
        more = [text(f"Text {n}.") for n in range(linter.sidetrips.CORE_CELLS - 6)]
        self.cells[2:2] = more
        self.assert_keeps(linter.rule_core, self.good)
        self.cells[2:2] = [text("One more.")]
        self.assert_keeps(linter.rule_core, self.good)
        self.cells[2]["metadata"] = self.cells[3]["metadata"] = {"tags": [linter.sidetrips.TAG]}
        self.assert_keeps(linter.rule_core, self.good)
        self.cells[3]["metadata"] = {}
        self.cells[2:2] = [text("And another.")]
        self.assert_breaks(linter.rule_core, self.good, None, f"a core path of {linter.sidetrips.CORE_CELLS + 1} cells")

    def test_the_core_path_needs_nothing_of_a_side_trip(self):
        self.cells[3:3] = [dict(code("var x = 1;"), metadata={"tags": [linter.sidetrips.TAG]}), text("Use it."), code("say(x);")]
        self.assert_breaks(linter.rule_core_alone, self.good, 6, "uses x, which a side trip defined last")
        self.cells[5]["source"] = "var x = 2;\nsay(x);"
        self.assert_keeps(linter.rule_core_alone, self.good)

    def test_report(self):
        self.cells[5]["source"] = "// figures.report();\nfigures"
        self.assert_breaks(linter.rule_report, self.good, 6, "does not check the figures")

    def test_paths(self):
        for bad in ('Path.of("/home/ann/data.csv")', 'new File("C:/data/x.csv")', 'var p = "/data/x.csv";'):
            with self.subTest(bad):
                self.cells[3]["source"] = bad
                self.assert_breaks(linter.rule_paths, self.good, 4, "absolute path")
        self.cells[3]["source"] = 'Show.text("https://example.org/home/x ~/.unrolled/data and/or a/b");'
        self.assert_keeps(linter.rule_paths, self.good)

    def test_finished(self):
        self.cells[2]["source"] = "To come. " + "TO" + "DO: write this."
        self.assert_breaks(linter.rule_finished, self.good, 3, "says TO" + "DO")
        self.cells[2]["source"] = "Blanks at the end  \nof a line."
        self.assert_breaks(linter.rule_finished, self.good, 3, "line 1 ends in blanks")

    def test_devices(self):
        for bad in ("CudaEnvironment.getInstance();", "import org.nd4j.linalg.jcublas.*;", "Nd4jCpu x;"):
            with self.subTest(bad):
                self.cells[3]["source"] = bad
                self.assert_breaks(linter.rule_devices, self.good, 4, "names a device")

    def test_kernels(self):
        self.cells[3]["source"] = "%maven org.example:thing:1.0"
        self.assert_breaks(linter.rule_kernels, self.good, 4, "%maven")
        self.cells[3]["source"] = "import org.unrolled.text.Vocabulary;"
        self.assert_breaks(linter.rule_kernels, self.good, 4, "org.unrolled.text.Vocabulary")


class CommandTest(LintCase):

    def run_linter(self, *arguments):
        lines = []
        status = linter.main([str(argument) for argument in arguments], lines.append)
        return status, lines

    def test_counts_each_rule_on_each_notebook(self):
        self.write(document(good_cells()))
        self.write(document([text("# 08 · T")]), "08-series.ipynb")
        status, lines = self.run_linter(self.folder)
        self.assertEqual(1, status)
        self.assertEqual(f"{2 * len(linter.RULES) - 2} passed, 2 failed", lines[-1])
        self.assertEqual(3, len(lines) - 1, lines)

    def test_a_finding_names_notebook_cell_and_remedy(self):
        content = document(good_cells())
        content["cells"][2]["source"] = "[a](gone.md)"
        self.write(content)
        status, lines = self.run_linter(self.path)
        self.assertEqual(1, status)
        self.assertEqual(f"{self.path} cell 3: link to a missing file: gone.md; "
                         "correct the link or add what it names", lines[0])

    def test_a_clean_folder_passes(self):
        self.write(document(good_cells()))
        self.assertEqual((0, [f"{len(linter.RULES)} passed, 0 failed"]), self.run_linter(self.folder))

    def test_an_unreadable_notebook_fails_every_rule(self):
        for broken in ('{"cells": [', "[]", '{"nbformat": 3}', "{}"):
            with self.subTest(broken):
                self.write(broken)
                status, lines = self.run_linter(self.folder)
                self.assertEqual(1, status)
                self.assertIn("can't be read as a notebook", lines[0])
                self.assertEqual(f"0 passed, {len(linter.RULES)} failed", lines[-1])

    def test_an_empty_or_missing_folder_is_an_error(self):
        for place, words in ((self.folder, "no notebook under"), (self.folder / "gone", "does not exist")):
            status, lines = self.run_linter(place)
            self.assertEqual(2, status)
            self.assertIn(words, lines[0])

    def test_fix_mends_what_an_editor_leaves_and_keeps_the_text(self):
        content = document(good_cells())
        content["metadata"]["language_info"] = {"name": "java", "version": "17.0.15"}
        content["metadata"]["widgets"] = {}
        for cell in content["cells"]:
            cell["id"] = "same"
        del content["cells"][0]["id"]
        content["cells"][1].update(execution_count=3, metadata={"scrolled": True, "tags": ["a"]},
                                   outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}])
        self.write(json.dumps(content, indent=4))
        status, lines = self.run_linter("--fix", self.folder)
        self.assertEqual((0, [f"{self.path}: rewritten", f"{len(linter.RULES)} passed, 0 failed"]), (status, lines))
        after = linter.parse(self.path.read_text(encoding="utf-8"))
        self.assertEqual([cell["source"] for cell in content["cells"]], [cell.source for cell in after.cells])
        self.assertEqual({"tags": ["a"]}, after.cells[1].metadata)
        self.assertEqual("same", after.cells[1].id, "an id that is there is kept")

    def test_fix_is_deterministic_and_changes_nothing_twice(self):
        content = document(good_cells())
        for cell in content["cells"]:
            del cell["id"]
        raw = json.dumps(content)
        first = linter.fixed(raw, self.folder)
        self.assertEqual(first, linter.fixed(raw, self.folder))
        self.assertEqual(first, linter.fixed(first, self.folder))
        self.assertTrue(all(re.fullmatch("[0-9a-f]{8}", cell.id) for cell in linter.parse(first).cells))

    def test_fix_leaves_a_broken_file_alone(self):
        self.write('{"cells": [')
        self.assertEqual(1, self.run_linter("--fix", self.folder)[0])
        self.assertEqual('{"cells": [', self.path.read_text(encoding="utf-8"))
        self.assertEqual(["07-both-ways.ipynb"], [p.name for p in self.folder.glob("*.ipynb*")])


if __name__ == "__main__":
    unittest.main()
