"""Students work on copies of the notebooks that git ignores: what happens to them when the course is updated."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import unittest

from stand_ins import CHECKOUT, LauncherTest, write


def notebook(*sources, outputs=()):
    """The text of a notebook with these code cells; the first of them has the outputs."""
    cells = [{"cell_type": "code", "id": f"c{number}", "metadata": {}, "execution_count": None, "source": source,
              "outputs": list(outputs) if number == 0 else []} for number, source in enumerate(sources)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


OUTPUT = {"output_type": "stream", "name": "stdout", "text": "3"}


class WorkingCopiesTest(LauncherTest):
    def setUp(self):
        super().setUp()
        self.originals, self.copies = self.root / "notebooks", self.root / "my-notebooks"
        for path in self.originals.iterdir():
            path.unlink()
        write(self.originals / "00-welcome.ipynb", notebook("int a = 1;"))
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 1;", "b + 1"))
        write(self.originals / "images/02-unrolled.svg", "<svg/>")
        self.copy = self.copies / "02-vanilla-rnn.ipynb"

    def update(self):
        """What the launcher says as it brings the copies up to date."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self.module().notebooks.update_copies()
        return said.getvalue()

    def kept(self):
        return [path for path in self.copies.glob("02-vanilla-rnn.*.ipynb")]

    def test_first_start_copies_everything_with_pictures_and_repeats_nothing(self):
        write(self.originals / ".ipynb_checkpoints/00-checkpoint.ipynb", "{}")
        self.assertEqual("", self.update())
        names = {path.relative_to(self.copies).as_posix() for path in self.copies.rglob("*") if path.is_file()}
        self.assertEqual({".originals.json", "00-welcome.ipynb", "02-vanilla-rnn.ipynb", "images/02-unrolled.svg"}, names)
        self.copy.write_text(notebook("mine"))
        self.assertEqual("", self.update())
        self.assertEqual(notebook("mine"), self.copy.read_text())

    def test_an_unchanged_copy_follows_the_update(self):
        self.update()
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 2;"))
        write(self.originals / "images/02-unrolled.svg", "<svg>better</svg>")
        write(self.originals / "03-more.ipynb", notebook("new"))
        self.assertEqual("The course has new editions, and your copies follow: 02-vanilla-rnn.\n", self.update())
        self.assertEqual(notebook("int b = 2;"), self.copy.read_text())
        self.assertEqual("<svg>better</svg>", (self.copies / "images/02-unrolled.svg").read_text())
        self.assertTrue((self.copies / "03-more.ipynb").exists())
        self.assertEqual([], self.kept())

    def test_a_copy_that_was_only_run_follows_and_its_outputs_are_kept_beside(self):
        self.update()
        ran = notebook("int b = 1;", "b + 1", outputs=[OUTPUT]).replace('"execution_count": null', '"execution_count": 7')
        self.copy.write_text(ran)
        self.assertEqual("", self.update())
        self.assertEqual(ran, self.copy.read_text())
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 2;"))
        self.assertIn("your copies follow: 02-vanilla-rnn", self.update())
        self.assertEqual(notebook("int b = 2;"), self.copy.read_text())
        self.assertEqual([ran], [path.read_text() for path in self.kept()])

    def test_a_changed_copy_stays_and_every_start_says_that_there_is_a_newer_one(self):
        self.update()
        self.copy.write_text(notebook("int b = 41;", "b + 1"))
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 2;"))
        for _ in range(2):
            self.assertEqual("02-vanilla-rnn: the course has a newer edition, your changed copy stays.\n"
                             "  ./course reset 02-vanilla-rnn brings the newer one and keeps yours beside it.\n", self.update())
        self.assertEqual(notebook("int b = 41;", "b + 1"), self.copy.read_text())

    def test_a_copy_that_cannot_be_read_or_whose_record_is_lost_stays(self):
        self.update()
        self.copy.write_text("half a noteb")
        (self.copies / ".originals.json").write_text("[")
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 2;"))
        self.assertIn("your changed copy stays", self.update())
        self.assertEqual("half a noteb", self.copy.read_text())

    def test_an_update_that_was_cut_off_goes_on(self):
        self.update()
        before = (self.copies / ".originals.json").read_text()
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 2;"))
        self.update()
        (self.copies / ".originals.json").write_text(before)
        self.assertEqual("", self.update())
        write(self.originals / "02-vanilla-rnn.ipynb", notebook("int b = 3;"))
        self.assertIn("your copies follow", self.update())

    def test_metadata_and_outputs_are_no_change_but_text_and_attachments_are(self):
        course = self.module()
        path = self.folder / "some.ipynb"
        cell = {"cell_type": "markdown", "source": ["a\n", "b"], "metadata": {}}

        def digest(**changes):
            path.write_text(json.dumps({"cells": [{**cell, **changes}], "metadata": {"x": len(changes)}}))
            return course.notebooks.work_in(path)

        same = digest()
        self.assertEqual(same, digest(source="a\nb", metadata={"collapsed": True}, attachments={}))
        self.assertNotEqual(same, digest(source="a\nc"))
        self.assertNotEqual(same, digest(cell_type="raw"))
        self.assertNotEqual(same, digest(attachments={"p.png": {"image/png": "AA"}}))

    def test_reset_brings_a_clean_copy_and_loses_nothing(self):
        self.update()
        for work in ("mine", "mine again"):
            self.copy.write_text(notebook(work))
            output = self.course("reset", "02")
            self.assertRegex(output, r"my-notebooks/02-vanilla-rnn\.ipynb is clean; yours is kept as "
                                     r"02-vanilla-rnn\.\d{4}-\d\d-\d\d-\d{6}(-\d+)?\.ipynb beside it\.")
        self.assertEqual({notebook("mine"), notebook("mine again")}, {path.read_text() for path in self.kept()})
        original = self.originals / "02-vanilla-rnn.ipynb"
        self.assertEqual(original.read_text(), self.copy.read_text())
        self.assertEqual("my-notebooks/02-vanilla-rnn.ipynb is clean.\n", self.course("reset", str(self.copy)))
        self.assertEqual(2, len(self.kept()))
        write(original, notebook("int b = 2;"))
        self.assertIn("your copies follow", self.update())

    def test_reset_of_what_is_no_notebook(self):
        self.assertIn("'99' is no notebook.\nThere are: 00-welcome, 02-vanilla-rnn", self.course("reset", "99", code=1))
        self.assertIn("For example: ./course reset 02", self.course("reset", code=1))
        stray = write(self.folder / "mine.ipynb", notebook("x"))
        self.assertIn("is no notebook", self.course("reset", str(stray), code=1))

    def stop(self, process):
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)

    def test_lab_opens_the_copies_and_git_sees_no_change(self):
        shutil.copy2(CHECKOUT / ".gitignore", self.root)

        def git(*arguments):
            settings = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]
            return subprocess.run(["git", *settings, *arguments], cwd=self.root, check=True, stdout=subprocess.PIPE,
                                  encoding="utf-8", env=dict(self.environment, GIT_CONFIG_NOSYSTEM="1")).stdout

        git("init", "-q")
        git("add", "-A")
        git("commit", "-qm", "course")
        process, text = self.open_lab()
        self.assertIn("your own copies in my-notebooks/", text)
        self.assertRegex(text, r"/lab/tree/00-welcome\.ipynb\?token=")
        self.assertIn(f"--ServerApp.root_dir={self.copies} ", self.calls("python -m jupyterlab")[0])
        self.copy.write_text(notebook("mine"))
        self.stop(process)
        self.assertEqual("", git("status", "--porcelain"))
        self.course("clean", "--all")
        self.assertEqual(notebook("mine"), self.copy.read_text())

    def test_lab_opens_the_originals_for_those_who_ask(self):
        process, text = self.open_lab("--originals")
        self.assertIn("the originals in notebooks/", text)
        self.assertRegex(text, r"/lab/tree/notebooks/00-welcome\.ipynb\?token=")
        self.assertFalse(self.copies.exists())
        self.stop(process)


if __name__ == "__main__":
    unittest.main()
