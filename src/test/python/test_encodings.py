"""Paths beyond ASCII, in locales that know ASCII alone: nothing ends in a raw error, and Java gets UTF-8."""

import os
import sys
import unittest

from stand_ins import LauncherTest, write

# The locale C with all of Python's own remedies switched off: what a cron job or a container may have.
BARE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"}


class EncodingTest(LauncherTest):
    def move_to(self, name):
        moved = self.folder / name
        self.root.rename(moved)
        self.root = moved

    @unittest.skipIf(sys.platform == "darwin", "macOS names files in UTF-8 alone")
    def test_any_path_in_any_locale(self):
        write(self.root / "notebooks/03-gr\u00f6\u00dfe.ipynb", "{}")
        for name in ("kurs \u00fc \U0001f600 wow!", os.fsdecode(b"k\xffurs")):
            self.move_to(name)
            for variables in (BARE, {"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}):
                with self.subTest(ascii(name), variables=variables):
                    self.assertIn("cell 1 ok", self.course("run", "03", **variables))
                    self.course("doctor", **variables)
                    self.assertIn("is clean", self.course("reset", "03", **variables))
                    self.assertIn("is no notebook", self.course("run", "\u00e9t\u00e9", code=1, **variables))
                    self.assertIn("DataCommand verify", self.course("data", "verify", **variables))

    def test_a_path_that_no_class_path_can_hold(self):
        self.move_to("a:b")
        self.assertIn(f"The path {self.root} holds ':'", self.course("run", "00", code=1))
        self.assertFalse((self.root / "build").exists())

    @unittest.skipUnless(sys.platform.startswith("linux"), "elsewhere Java takes its encoding from another place")
    def test_java_gets_utf8_in_the_locale_c(self):
        for variables, expected in (({"LC_ALL": "C"}, "LC_ALL=C.UTF-8"), ({"LC_ALL": "POSIX"}, "LC_ALL=C.UTF-8"),
                                    ({"LANG": "C"}, "LC_CTYPE=C.UTF-8"), ({}, "LC_CTYPE=C.UTF-8"),
                                    ({"LC_ALL": "de_DE.UTF-8"}, "LC_ALL=de_DE.UTF-8"),
                                    ({"LANG": "de_DE.UTF-8"}, "LC_ALL= LC_CTYPE=")):
            with self.subTest(variables):
                self.course("data", "verify", PYTHONCOERCECLOCALE="0", **variables)
                self.assertIn(expected, self.calls("locale")[-1])

    @unittest.skipUnless(sys.platform.startswith("linux"), "elsewhere Java takes its encoding from another place")
    def test_the_kernel_gets_it_too(self):
        self.course("run", "00", LC_ALL="C")
        self.assertEqual("C.UTF-8", self.kernelspec()["env"]["LC_ALL"])
        self.course("run", "00", LC_ALL="de_DE.UTF-8")
        self.assertNotIn("LC_ALL", self.kernelspec()["env"])


if __name__ == "__main__":
    unittest.main()
