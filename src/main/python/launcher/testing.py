"""./course test: everything that CI checks, closed by one line of counts."""

import json
import os
import re
import shutil
import time
import xml.etree.ElementTree as ElementTree

from launcher.files import remove
from launcher.kernel import jupyter_environment
from launcher.machine import thread_settings
from launcher.maven import maven
from launcher.places import BUILD, LOGS, NOTEBOOKS, PYTHON_TESTS
from launcher.programs import explain, run_logged
from launcher.running import CORE, execute_notebook
from launcher.setup import Setup
from launcher.sidetrips import TAG
from launcher.solutions import test_solutions
from launcher.teaching import UNWRITTEN, first_task, has_tasks, written
from launcher.telling import Activity, say

CANNOT_RUN = 77
CORE_RUN = "02-*.ipynb"


class Tally:
    """What passed, failed and was skipped, over all kinds of tests."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, what, passed, failed, skipped=0, output=""):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        say(f"  {what}: {passed} ok, {failed} not ok" + (f", {skipped} left out" if skipped else ""))
        if failed:
            for line in output.splitlines()[-60:]:
                say(f"    | {line}")

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def surefire_counts(folder):
    """(passed, failed, skipped) over Surefire's XML reports."""
    total = failed = skipped = 0
    for report in folder.glob("TEST-*.xml"):
        suite = ElementTree.parse(report).getroot()
        total += int(suite.get("tests"))
        failed += int(suite.get("failures")) + int(suite.get("errors"))
        skipped += int(suite.get("skipped"))
    return total - failed - skipped, failed, skipped


def unittest_counts(output):
    """(passed, failed, skipped) from unittest's closing lines."""
    ran = re.findall(r"^Ran (\d+) tests?", output, re.MULTILINE)
    total = int(ran[-1]) if ran else 0
    closing = (re.findall(r"^(?:OK|FAILED)(?: \((.*)\))?$", output, re.MULTILINE) or [""])[-1]
    counts = dict(re.findall(r"([a-z ]+)=(\d+)", closing))
    failed = sum(int(counts.get(key, 0)) for key in ("failures", " errors", "errors", " unexpected successes"))
    skipped = sum(int(counts.get(key, 0)) for key in ("skipped", " skipped"))
    return total - failed - skipped, failed, skipped


def closing_counts(output):
    """(passed, failed, skipped) from a last line `N passed, N failed`, or None."""
    found = re.findall(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", output)
    return tuple(int(number or 0) for number in found[-1]) if found else None


def test_java(setup, tally):
    reports = BUILD / "maven" / "surefire-reports"
    remove(reports)

    def progress(activity, line):
        name = re.search(r"Running ([\w.]+)", line)
        if name:
            activity.note = name[1]

    os.environ.update(thread_settings())
    code, output = maven(setup.java, "Java tests", ["test", *setup.java.test_options()], "test-java", check=False, on_line=progress)
    passed, failed, skipped = surefire_counts(reports)
    if code and not failed:
        say(f"  {explain('mvn test', output, LOGS / 'test-java.log').sentence}")
        failed = 1
    tally.add("Java", passed, failed, skipped, "\n".join(l for l in output.splitlines() if l.startswith("[ERROR]")))


def test_python(setup, tally):
    command = [setup.python, "-m", "unittest", "discover", "-s", PYTHON_TESTS, "-p", "test_*.py"]
    with Activity("Python tests"):
        code, output = run_logged("Python tests", command, "test-python", jupyter_environment(setup), check=False)
    passed, failed, skipped = unittest_counts(output)
    tally.add("Python", passed, failed or (1 if code else 0), skipped, output)


def test_script(setup, tally, what, script, arguments=(), variables=()):
    """A script of tests that closes with `N passed, N failed`, or with CANNOT_RUN where it has no browser."""
    with Activity(what):
        environment = dict(jupyter_environment(setup), **dict(variables))
        command = [setup.python, script, *arguments]
        code, output = run_logged(what, command, f"test-{script.stem}", environment, check=False)
    if code == CANNOT_RUN and os.environ.get("CI") != "true":
        say(f"  {what}: left out, {output.strip().splitlines()[0] if output.strip() else 'something is missing'}")
        tally.skipped += 1
        return
    passed, failed, skipped = closing_counts(output) or (0, 0, 0)
    tally.add(what, passed, failed or (1 if code else 0), skipped, output)


def test_notebooks(setup, tally):
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        with Activity(f"Notebook {notebook.stem}"):
            code, output = execute_notebook(setup, notebook, log_name=f"test-{notebook.stem}")
        tally.add(notebook.stem, int(not code), int(bool(code)), 0, output)


def test_student_copies(setup, tally):
    """A student's copy comes to its first task and says there what is to be written, and nothing stops it before."""
    folder = BUILD / "notebooks" / "first-tasks"
    for notebook in filter(has_tasks, sorted(NOTEBOOKS.glob("*.ipynb"))):
        copy = folder / f"student-{notebook.name}"
        folder.mkdir(parents=True, exist_ok=True)
        copy.write_text(written(first_task(json.loads(notebook.read_text(encoding="utf-8")))), encoding="utf-8")
        with Activity(f"Student's copy of {notebook.stem}"):
            code, output = execute_notebook(setup, copy, log_name=f"test-{copy.stem}")
        right = code and f"UnsupportedOperationException: {UNWRITTEN}" in output
        tally.add(copy.stem, int(bool(right)), int(not right), 0, output)


def has_side_trips(path):
    return f'"{TAG}"' in path.read_text(encoding="utf-8")


def test_core_path(setup, tally):
    """The core path of one notebook, run alone. For the others the lint reads off that they use nothing of a side trip."""
    for notebook in filter(has_side_trips, sorted(NOTEBOOKS.glob(CORE_RUN))):
        with Activity(f"Core path of {notebook.stem}"):
            code, output = execute_notebook(setup, notebook, log_name=f"test-core-{notebook.stem}", apart=CORE)
        tally.add(f"core path of {notebook.stem}", int(not code), int(bool(code)), 0, output)


def browser_path():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


def test_browser(setup, tally):
    script = PYTHON_TESTS / "browser_test.py"
    if not script.exists():
        return
    if browser_path():
        test_script(setup, tally, "Browser", script, variables={"UNROLLED_BROWSER": browser_path()})
    elif os.environ.get("CI") == "true":
        tally.add("Browser", 0, 1, 0, "no Chromium: install it by apt-get install chromium")
    else:
        say("  Browser: left out, there is no Chromium (Debian: sudo apt-get install chromium)")
        tally.skipped += 1


def test(options):
    started = time.monotonic()
    setup = Setup()
    setup.prepare(browser=not options.fast and browser_path() is not None)
    tally = Tally()
    test_java(setup, tally)
    test_python(setup, tally)
    lint = PYTHON_TESTS / "lint_notebooks.py"
    if lint.exists():
        test_script(setup, tally, "Notebook lint", lint, [NOTEBOOKS])
    if not options.fast:
        test_notebooks(setup, tally)
        test_student_copies(setup, tally)
        test_core_path(setup, tally)
        test_solutions(setup, tally)
        test_browser(setup, tally)
    say(f"Took {time.monotonic() - started:.0f} s. Logs: {LOGS}")
    say(str(tally))
    return 1 if tally.failed or not tally.passed else 0
