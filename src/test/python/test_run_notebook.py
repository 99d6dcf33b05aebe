"""The notebook runner, called as the launcher calls it, on tiny notebooks in a real kernel.

The kernel is the virtual environment's own Python kernel, which starts fastest; without one it is the
course's Java kernel in build/jupyter. UNROLLED_TEST_KERNEL=java chooses the Java kernel.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
RUNNER = ROOT / "src" / "main" / "python" / "run_notebook.py"
sys.path.insert(0, str(RUNNER.parent))
try:
    import run_notebook
    from jupyter_client.kernelspec import KernelSpecManager
except (ImportError, SystemExit) as reason:
    raise unittest.SkipTest(str(reason))

PYTHON = {
    "print": "print('one')\nprint('two')",
    "beside": "print(open('beside.txt').read())",
    "display": "handle = display('first', display_id='bar')\nhandle.update('second')",
    "update": "handle.update('last')",
    "figures": "import json, os\njson.dump({'figures': [\n"
               "  {'name': 'loss', 'value': 0.123456789, 'low': 0, 'high': 0.5, 'unit': 'nats', 'ok': True},\n"
               "  {'name': 'lag', 'value': 7, 'low': 8, 'high': 20, 'unit': 'steps', 'ok': False}]},\n"
               "  open(os.path.join(os.environ['UNROLLED_RESULTS'], 'figures.json'), 'w'))",
    "fail": "shape = 3\nraise ValueError(f'shape {shape} given')",
    "message": "ValueError: shape 3 given",
    "noise": "import sys\nprint('a warning', file=sys.stderr)",
    "sleep": "import time\ntime.sleep(60)",
    "exit": "import os\nos._exit(3)",
    "wait": "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nwhile not os.path.exists('go'): time.sleep(0.05)",
}
JAVA = {
    "print": 'System.out.println("one");\nSystem.out.println("two");',
    "beside": 'System.out.println(java.nio.file.Files.readString(java.nio.file.Path.of("beside.txt")));',
    "display": 'var id = display("first");\nupdateDisplay(id, "second");',
    "update": 'updateDisplay(id, "last");',
    "figures": "var json = \"{'figures': [{'name': 'loss', 'value': 0.123456789, 'low': 0, 'high': 0.5, "
               "'unit': 'nats', 'ok': true}, {'name': 'lag', 'value': 7, 'low': 8, 'high': 20, 'unit': 'steps', "
               "'ok': false}]}\".replace('\\'', '\"');\n"
               "java.nio.file.Files.writeString(java.nio.file.Path.of(System.getenv(\"UNROLLED_RESULTS\"), "
               "\"figures.json\"), json);\njson = null;",
    "fail": 'int shape = 3;\nthrow new IllegalArgumentException("shape " + shape + " given");',
    "message": "java.lang.IllegalArgumentException: shape 3 given",
    "noise": 'System.err.println("a warning");',
    "sleep": "Thread.sleep(60_000);",
    "exit": "System.exit(3);",
    "wait": 'java.nio.file.Files.writeString(java.nio.file.Path.of("pid"), "" + ProcessHandle.current().pid());\n'
            'while (!java.nio.file.Files.exists(java.nio.file.Path.of("go"))) Thread.sleep(50);',
}


def environment():
    result = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    jupyter = ROOT / "build" / "jupyter"
    if jupyter.is_dir():
        result["JUPYTER_PATH"] = os.pathsep.join(filter(None, [result.get("JUPYTER_PATH"), str(jupyter)]))
    return result


def available_kernel():
    wanted = os.environ.get("UNROLLED_TEST_KERNEL")
    names = [wanted] if wanted else ["python3", "java"]
    installed = set(KernelSpecManager().find_kernel_specs())
    if (ROOT / "build" / "jupyter" / "kernels" / "java").is_dir():
        installed.add("java")
    return next((name for name in names if name in installed), None)


KERNEL = available_kernel()
CELLS = JAVA if KERNEL == "java" else PYTHON


def markdown(source):
    return {"cell_type": "markdown", "id": "text", "metadata": {}, "source": source}


def code(source):
    return {"cell_type": "code", "id": "code", "metadata": {}, "execution_count": None, "outputs": [],
            "source": source}


class RunnerCase(unittest.TestCase):

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "runs" / "copy.ipynb"
        self.environment = dict(environment(), UNROLLED_RESULTS=str(self.folder))

    def write(self, *cells, name="tiny"):
        path = self.folder / f"{name}.ipynb"
        numbered = [dict(cell, id=f"{cell['id']}{n}") for n, cell in enumerate(cells)]
        path.write_text(json.dumps({"cells": numbered, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
                        encoding="utf-8")
        return path

    def command(self, path, kernel=None, timeout=60, out=None, extra=()):
        return [sys.executable, str(RUNNER), "--notebook", str(path), "--out", str(out or self.out),
                "--kernel", kernel or KERNEL or "java", "--timeout", str(timeout), *extra]

    def run_notebook(self, path, **options):
        """(exit code, everything printed); no run may print a traceback of the runner's own."""
        done = subprocess.run(self.command(path, **options), env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        said = done.stdout.decode("utf-8")
        self.assertNotIn(RUNNER.name + '", line', said)
        return done.returncode, said

    def copied(self):
        return json.loads(self.out.read_text(encoding="utf-8"))["cells"]

    def outputs(self, number):
        return self.copied()[number]["outputs"]


@unittest.skipUnless(KERNEL, "no Python or Java kernel is installed")
class KernelTest(RunnerCase):

    def test_a_clean_run_keeps_a_copy_with_the_last_state_of_each_display(self):
        (self.folder / "beside.txt").write_text("found", encoding="utf-8")
        path = self.write(markdown("# 00 · Title\n\n## Counting"), code(CELLS["print"]), code(CELLS["beside"]),
                          code(CELLS["display"]), code(CELLS["update"]), code(CELLS["figures"]), name="figures")
        before = path.read_bytes()
        status, said = self.run_notebook(path)
        self.assertEqual(0, status, said)
        self.assertRegex(said, r"  1/5  Counting … \d+\.\d s\n  2/5  ")
        self.assertRegex(said, r"5 cells in \d+\.\d s")
        self.assertEqual("one\ntwo\n", "".join(self.outputs(1)[0]["text"]))
        self.assertEqual("found", "".join(self.outputs(2)[0]["text"]).strip())
        self.assertIn("last", "".join(self.outputs(3)[0]["data"]["text/plain"]))
        self.assertRegex(said, r"\n  loss +0.123457  0 to 0.5  nats\n  lag +7  8 to 20   steps  out of range\n")
        self.assertEqual(before, path.read_bytes(), "the notebook itself is not touched")
        self.assertEqual(["copy.ipynb"], [p.name for p in self.out.parent.iterdir()])

    def test_the_core_path_leaves_side_trips_out(self):
        trip = {"tags": ["side-trip"]}
        path = self.write(code(CELLS["print"]), dict(markdown("**Side trip.** For some."), metadata=trip),
                          dict(code(CELLS["fail"]), metadata=trip), code(CELLS["print"]))
        status, said = self.run_notebook(path, extra=["--core"])
        self.assertEqual(0, status, said)
        self.assertRegex(said, r"2 cells of the core path \(2 cells of side trips left out\) in \d")
        self.assertEqual(2, len(self.copied()))
        self.assertEqual(1, self.run_notebook(path)[0], "without --core the trip runs, too")

    def test_a_failing_cell_is_named_with_its_source_and_error(self):
        status, said = self.run_notebook(self.write(code(CELLS["print"]), code(CELLS["fail"]), code(CELLS["print"])))
        self.assertEqual(1, status, said)
        self.assertIn("tiny.ipynb: cell 2 of 3 failed:\n    1 | " + CELLS["fail"].splitlines()[0], said)
        self.assertIn(CELLS["message"], said)
        self.assertNotIn("3/3", said)
        self.assertEqual("stream", self.outputs(0)[0]["output_type"])
        self.assertEqual("error", self.outputs(1)[-1]["output_type"])
        self.assertEqual([], self.outputs(2))

    def test_stderr_is_a_failure_of_its_own(self):
        status, said = self.run_notebook(self.write(code(CELLS["print"]), code(CELLS["noise"]), code(CELLS["print"])))
        self.assertEqual(1, status, said)
        self.assertIn("cell 2 of 3 wrote to stderr", said)
        self.assertIn("    a warning\n", said)
        self.assertEqual(1, len(self.outputs(2)), "the cells after it still ran")

    def test_a_cell_over_the_limit_is_stopped(self):
        status, said = self.run_notebook(self.write(code(CELLS["sleep"])), timeout=2)
        self.assertEqual(1, status, said)
        self.assertIn("cell 1 of 1 was stopped: it ran longer than 2 s", said)
        self.assertTrue(self.out.exists())

    @unittest.skipUnless(KERNEL == "python3", "the Python kernel can be made to lose messages")
    def test_lost_output_is_a_failure(self):
        lossy = ("kernel = get_ipython().kernel\nsend = kernel.session.send\n"
                 "def say(number):\n    send(kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'words'}, "
                 "parent=kernel.get_parent(), metadata={'unrolled_message': number})\n")
        status, said = self.run_notebook(self.write(code(lossy + "say(1)\nsay(2)"), code("say(3)\nsay(6)"), code("say(7)")))
        self.assertEqual(1, status, said)
        self.assertRegex(said, r"cell 2 of 3: some of its output was lost on the way.* \(2 messages\)")
        self.assertNotIn("3/3", said)

    @unittest.skipUnless(KERNEL == "python3", "the Python kernel can be made to lose messages")
    def test_a_lost_end_of_a_cell_is_a_failure(self):
        lossy = ("session = get_ipython().kernel.session\nsend = session.send\n"
                 "session.send = lambda socket, kind, *a, **k: kind == 'status' or send(socket, kind, *a, **k)")
        printed = io.StringIO()
        path = self.write(code(lossy))
        with mock.patch.dict(os.environ, self.environment), mock.patch.object(run_notebook, "LAST_WORD", 1), \
                contextlib.redirect_stdout(printed):
            status = run_notebook.main(self.command(path)[2:])
        self.assertEqual(1, status, printed.getvalue())
        self.assertIn("cell 1 of 1: some of its output was lost on the way", printed.getvalue())

    def test_a_dead_kernel_is_named(self):
        status, said = self.run_notebook(self.write(code(CELLS["print"]), code(CELLS["exit"])))
        self.assertEqual(1, status, said)
        self.assertIn("the kernel died in cell 2 of 2: its process ended with status 3", said)
        self.assertEqual("one\ntwo\n", "".join(self.outputs(0)[0]["text"]))

    def test_a_line_appears_before_its_cell_ends(self):
        with self.started(code("\n" + CELLS["wait"])) as process:
            said = self.read_until(process, b"1/1  ")
            self.assertNotIn(b" s\n", said)
            (self.folder / "go").touch()
            rest, _ = process.communicate(timeout=60)
        self.assertEqual(0, process.returncode, rest)
        self.assertIn(b"1 cells in ", rest)

    @unittest.skipIf(os.name == "nt", "Windows sends no SIGINT to another process")
    def test_an_interrupt_stops_the_kernel(self):
        with self.started(code(CELLS["wait"])) as process:
            self.read_until(process, b"1/1  ")
            kernel = self.pid_of_kernel()
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=60)
        self.assertEqual(130, process.returncode, rest)
        self.assertIn(b"interrupted; the kernel is stopped.", rest)
        self.assertFalse(self.lives(kernel))

    def started(self, *cells):
        return subprocess.Popen(self.command(self.write(*cells)), env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def read_until(self, process, wanted):
        said = b""
        while wanted not in said:
            piece = process.stdout.read1(1000)
            self.assertTrue(piece, f"ended before it said {wanted}: {said}")
            said += piece
        return said

    def pid_of_kernel(self):
        """The number that the cell writes as soon as it runs."""
        path, end = self.folder / "pid", time.monotonic() + 60
        while not (path.exists() and path.read_text()):
            self.assertLess(time.monotonic(), end, "the cell did not start")
            time.sleep(0.05)
        return int(path.read_text())

    @staticmethod
    def lives(pid):
        """True unless the process is gone; a moment is left to its parent to collect it."""
        for _ in range(100):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.05)
        return True


class InputTest(RunnerCase):

    def assert_unusable(self, path, words, **options):
        """The runner's answer, without a process of its own: none of these gets as far as a running cell."""
        printed = io.StringIO()
        with mock.patch.dict(os.environ, self.environment), contextlib.redirect_stdout(printed):
            status = run_notebook.main(self.command(path, **options)[2:])
        said = printed.getvalue()
        self.assertEqual(2, status, said)
        self.assertIn(words, said)

    def test_an_unknown_kernel_lists_those_installed(self):
        known = ", ".join(sorted(KernelSpecManager().find_kernel_specs())) or "none"
        self.environment["JUPYTER_PATH"] = os.environ.get("JUPYTER_PATH", "")
        self.assert_unusable(self.write(code("1")), f"there is no kernel named klingon; installed: {known}.",
                             kernel="klingon")

    def test_a_kernel_whose_program_is_missing(self):
        spec = self.folder / "jupyter" / "kernels" / "hollow" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": [str(self.folder / "gone"), "{connection_file}"],
                                    "display_name": "Hollow", "language": "java"}), encoding="utf-8")
        self.environment["JUPYTER_PATH"] = str(self.folder / "jupyter")
        self.assert_unusable(self.write(code("1")), "the kernel hollow can't start", kernel="hollow")

    def test_a_kernel_that_dies_while_it_starts_gives_its_last_words(self):
        spec = self.folder / "jupyter" / "kernels" / "brief" / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text(json.dumps({"argv": [sys.executable, "-c", "print('no room left'); raise SystemExit(4)"],
                                    "display_name": "Brief", "language": "java"}), encoding="utf-8")
        self.environment["JUPYTER_PATH"] = str(self.folder / "jupyter")
        self.assert_unusable(self.write(code("1")), "the kernel brief died while it started: its process ended with "
                             "status 4; the last thing it wrote was: no room left.", kernel="brief")

    def test_no_notebook(self):
        self.assert_unusable(self.folder / "gone.ipynb", "there is no notebook")

    def test_not_a_notebook(self):
        path = self.folder / "half.ipynb"
        path.write_text('{"cells": [', encoding="utf-8")
        self.assert_unusable(path, "is not a notebook")

    def test_the_copy_never_replaces_the_notebook(self):
        path = self.write(code("1"))
        self.assert_unusable(path, "give the executed copy another place", out=path)

    def test_a_place_that_can_not_be_written_shows_before_the_work(self):
        (self.folder / "file").write_text("", encoding="utf-8")
        self.assert_unusable(self.write(code("1")), "the executed copy can't be written",
                             out=self.folder / "file" / "copy.ipynb")


class WordsTest(unittest.TestCase):
    """What the runner makes of headings, stacks and figures, without a kernel."""

    def test_labels_are_the_heading_or_the_first_telling_line(self):
        notebook = run_notebook.nbformat.from_dict({"cells": [
            markdown("# 02 · Title\n\n```\n# no heading\n```\nText."), code("import java.util.*;"),
            code("import java.util.*;\n// Draw ten samples\nsample(10);"), markdown("Only text."), code("train();"),
            code("  "), code("x" * 100)]})
        self.assertEqual({1: "02 · Title", 2: "Draw ten samples", 4: "train();", 6: "x" * 59 + "…"},
                         run_notebook.labels(notebook))

    def test_a_stack_keeps_the_cells_and_a_few_frames_of_the_library(self):
        stack = ["java.lang.IllegalStateException: outer"]
        stack += [f"\tat org.example.Layer.step{n}(Layer.java:{n})" for n in range(9)]
        stack += ["\tat .train(#12:4)", "\tat .(#14:1)", "Caused by: java.lang.ArithmeticException: / by zero",
                  "\tat .f(#11:2)", "\t... 12 more"]
        self.assertEqual([stack[0], *stack[1:4], "\t… 6 frames of the library", *stack[10:14], stack[14]],
                         run_notebook.trim_stack("\n".join(stack)).splitlines())

    def test_frames_that_name_a_cell_are_kept(self):
        stack = ["java.lang.IllegalStateException: outer", *(f"\tat org.example.L.s(L.java:{n})" for n in range(5)),
                 "\tat cell[5].half(line 3)", "\tat cell[12].Box.go(line 12)", "\tat cell[13].code(line unknown)"]
        self.assertEqual([*stack[:4], "\t… 2 frames of the library", *stack[6:]],
                         run_notebook.trim_stack("\n".join(stack)).splitlines())

    def test_the_part_that_does_not_compile_is_marked(self):
        cell = run_notebook.nbformat.from_dict({"outputs": [{
            "output_type": "error", "ename": "CompilationException", "evalue": "",
            "traceback": ["\x1b[1m\x1b[30m|   int a = \x1b[0m\x1b[1m\x1b[30m\x1b[41m\"x\"\x1b[0m\x1b[1m\x1b[30m;\x1b[0m",
                          "\x1b[1m\x1b[31mincompatible types\x1b[0m", ""]}]})
        self.assertEqual('|   int a = »"x"«;\nincompatible types', run_notebook.error_text(cell, "none"))

    def test_memory_is_recognised_by_what_the_kernel_said_or_how_it_ended(self):
        log = run_notebook.KernelLog()
        self.addCleanup(log.close)
        log.file.write(b"[I KernelLauncher] Starting kernel\n")
        self.assertEqual("its process ended with status 3", run_notebook.why_it_died(3, log))
        self.assertIn("the system killed it", run_notebook.why_it_died(-9, log))
        log.file.write(b"# There is insufficient memory for the Java Runtime Environment to continue.\n# end\n")
        self.assertIn("it ran out of memory", run_notebook.why_it_died(1, log))


if __name__ == "__main__":
    unittest.main()
