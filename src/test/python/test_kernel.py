"""The notebook kit inside a real Java kernel: what shows, what updates in place, what an interrupt stops.

Needs the kernelspec that the launcher installs below build/jupyter, and jupyter_client; without them it skips itself.
UNROLLED_TEST_JUPYTER names another folder with kernels/java, to try another kernel.
"""

import base64
import os
import pathlib
import re
import tempfile
import threading
import time
import unittest

try:
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager
except ImportError:
    KernelManager = None

ROOT = pathlib.Path(__file__).resolve().parents[3]
JUPYTER = pathlib.Path(os.environ.get("UNROLLED_TEST_JUPYTER", ROOT / "build" / "jupyter"))
PATIENCE = 120


@unittest.skipIf(KernelManager is None, "jupyter_client is not installed: run it in build/venv")
@unittest.skipUnless((JUPYTER / "kernels" / "java" / "kernel.json").is_file(), "no kernelspec: run ./course lab once")
class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name="java")
        cls.manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[str(JUPYTER / "kernels")])
        cls.results = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.results.cleanup)
        cls.manager.start_kernel(env={**os.environ, "UNROLLED_HOME": str(ROOT), "UNROLLED_MODE": "quick",
                                      "UNROLLED_RESULTS": cls.results.name})
        cls.addClassCleanup(cls.manager.shutdown_kernel, now=True)
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.addClassCleanup(cls.client.stop_channels)
        cls.client.wait_for_ready(timeout=PATIENCE)

    def run_cell(self, code, interrupt_when=None):
        """Runs a cell and returns its messages; interrupts it once this function of a message says so."""
        request = self.request = self.client.execute(code)
        messages = []
        idle = threading.Event()
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                idle.set()
                break
            messages.append((kind, content))
            if interrupt_when and interrupt_when(kind, content):
                interrupt_when = None
                threading.Thread(target=self.interrupt_until, args=(idle,), daemon=True).start()
        self.client.get_shell_msg(timeout=PATIENCE)
        self.assertEqual([], [c["text"] for k, c in messages if k == "stream" and c["name"] == "stderr"])
        return messages

    def last_state(self, request, identity, states, kind="text/html"):
        """What a display with this id shows in the end: waits for one of these states of it, also after the cell."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            content = message["content"]
            if message["msg_type"] == "update_display_data" and content["transient"]["display_id"] == identity:
                self.assertEqual(request, message["parent_header"].get("msg_id"), "not below the cell that it belongs to")
                if re.search(states, content["data"][kind]):
                    return content["data"]

    def interrupt_until(self, idle):
        """As a reader does: presses the button, and again when nothing happens (a kernel that compiles doesn't hear)."""
        while not idle.wait(timeout=1):
            self.manager.interrupt_kernel()

    def outputs(self, code):
        messages = self.run_cell(code)
        errors = [content for kind, content in messages if kind == "error"]
        self.assertEqual([], errors)
        return [(kind, content) for kind, content in messages if kind not in ("status", "execute_input")]

    def last_expression(self, code):
        (kind, content), = self.outputs(code)
        self.assertEqual("execute_result", kind)
        return content["data"]

    def number(self, code):
        return int(self.last_expression(code)["text/plain"])

    def assert_stands_still(self, code):
        time.sleep(0.5)
        first = self.number(code)
        time.sleep(1)
        self.assertEqual(first, self.number(code))
        self.assertGreater(first, 0)

    def test_the_start_up_script_imports_and_names_the_kernel(self):
        self.assertIn(self.last_expression("Kernel.name()")["text/plain"], ("JJava", "IJava"))
        self.assertEqual("1", self.last_expression("Course.choose(1, 2)")["text/plain"])

    def test_the_log_shows_warnings_alone_and_on_standard_output(self):
        outputs = self.outputs('var log = org.slf4j.LoggerFactory.getLogger("a.b.Name");\nlog.info("quiet"); log.warn("loud");')
        self.assertEqual(["WARN  Name: loud\n"], [content["text"] for kind, content in outputs if kind == "stream"])

    def test_an_array_shows_with_shape_and_type(self):
        data = self.last_expression("Nd4j.ones(2, 3)")
        self.assertIn("float [2, 3], order c", data["text/html"])
        self.assertTrue(data["text/plain"].startswith("float [2, 3], order c\n[[1, 1, 1],"), data["text/plain"])

    def test_a_table_shows_as_html(self):
        data = self.last_expression('Table.create("t", StringColumn.create("w", "a<b"), DoubleColumn.create("p", 0.5))')
        self.assertIn("<table", data["text/html"])
        self.assertIn("a&lt;b", data["text/html"])

    def test_a_chart_shows_as_a_picture_with_words(self):
        data = self.last_expression(
            'var chart = Plots.lines("Loss", "step", "nats");\n'
            'chart.addSeries("training", new double[] {0, 1}, new double[] {2, 1});\nchart')
        self.assertIn('alt="Line chart &quot;Loss&quot;, nats over step.', data["text/html"])
        picture = re.search(r'src="data:image/png;base64,([^"]+)"', data["text/html"]).group(1)
        self.assertTrue(base64.b64decode(picture).startswith(b"\x89PNG"))

    def test_show_shows_in_the_middle_of_a_cell_and_returns_nothing(self):
        shown = self.outputs('Show.text("one"); Show.html("<b>two</b>"); Show.array("W", Nd4j.eye(2))')
        self.assertEqual(["display_data"] * 3, [kind for kind, _ in shown])
        self.assertEqual("one", shown[0][1]["data"]["text/plain"])
        self.assertEqual("<b>two</b>", shown[1][1]["data"]["text/html"])

    def text(self, messages, stream="stdout"):
        return "".join(content["text"] for kind, content in messages if kind == "stream" and content["name"] == stream)

    def test_a_flood_of_lines_arrives_whole_and_in_order(self):
        lines = self.text(self.outputs('for (int i = 0; i < 60_000; i++) { System.out.println("line " + i); }')).splitlines()
        self.assertEqual([f"line {i}" for i in range(60_000)], lines)
        self.assertEqual("still here\n", self.text(self.outputs('System.out.println("still here");')))

    def test_streams_displays_and_the_result_keep_their_order(self):
        request = self.client.execute(
            'System.out.println("1"); System.out.print("2"); System.err.println("3"); Show.text("4"); System.out.println("5");\n'
            'System.out.write(54);\n7')
        seen = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            content = message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if content.get("execution_state") == "idle":
                break
            seen.append(content.get("text") or content.get("data", {}).get("text/plain"))
        self.client.get_shell_msg(timeout=PATIENCE)
        self.assertEqual("1 2 3 4 5 6 7".split(), "".join(f"{text}\n" for text in seen if text).split())

    def test_printed_characters_stay_whole(self):
        self.assertEqual("ä€😀\n", self.text(self.outputs(
            'for (byte b : "ä€😀".getBytes("UTF-8")) { System.out.write(b); System.out.flush(); Thread.sleep(60); }\n'
            'System.out.println();')))

    def test_what_a_cell_prints_last_belongs_to_it(self):
        self.assertEqual("no line break", self.text(self.outputs('System.out.print("no line break");')))
        self.assertEqual("", self.text(self.outputs("1 + 1")))

    def traceback(self, code):
        """The plain text of the error with which this cell ends."""
        lines = [line for kind, content in self.run_cell(code) if kind == "error" for line in content["traceback"]]
        return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))

    def test_an_error_names_its_cell_and_line(self):
        first = self.execution_count('int half(int x) {\n    if (x == 1)\n        throw new IllegalStateException("one");\n'
                                     '    return x / (x - 2);\n}')
        self.assertIn(f"IllegalStateException: one\n\tat cell[{first}].half(line 3)\n\tat cell[{first + 1}].code(line 4)",
                      self.traceback('int a = 3;\n\nsay("%d", a);\nhalf(1);'))
        self.assertIn(f"at cell[{first}].half(line 4)\n\tat cell[{first + 2}].code(line 2)",
                      self.traceback("for (int i = 0; i < 3; i++) {\n  List.of(2).forEach(x -> half(x));\n}"))
        self.outputs("class Box {\n  int go() {\n    return half(2); } }")
        self.assertIn(f"at cell[{first + 3}].Box.go(line 3)\n\tat cell[{first + 4}].code(line 1)",
                      self.traceback("new Box().go()"))

    def test_an_exercise_names_the_line_of_a_students_error(self):
        cell = self.execution_count("int third(List<Integer> x) {\n    int n = 2;\n    return x.get(n);\n}")
        (shown,) = [content["data"]["text/html"] for kind, content in self.run_cell(
            'Exercise.of("Third").check("a", () -> third(List.of(1)), 3, 0, "").check("b", () -> third(List.of(2)), 3, 0, "")'
            '.report();') if kind == "display_data"]
        self.assertIn(f"(cell {cell}, line 3)", shown)
        self.assertEqual(1, shown.count("OutOfBoundsException"), shown)

    def execution_count(self, code):
        return next(content["execution_count"] for kind, content in self.run_cell(code) if kind == "execute_input")

    def hints(self, code):
        return [content["data"]["text/plain"] for kind, content in self.run_cell(code) if kind == "display_data"]

    def test_an_unknown_name_gets_a_hint_to_run_the_cells_above(self):
        for code in ("neverDefined.size();", "int x1 = neverDefined(3);", "List<NeverDefined> x2 = null;",
                     "int usesIt() { return neverDefined; }\nusesIt();"):
            with self.subTest(code):
                (hint,) = self.hints(code)
                self.assertRegex(hint, "^[nN]everDefined.* is not known. .* run those above first")
        for code in ('"".neverDefined();', "Math.neverDefined();", "int x3 = \"\";"):
            with self.subTest(code):
                self.assertEqual([], self.hints(code))

    @unittest.skipUnless(pathlib.Path("/proc/self/status").exists(), "reads the memory from /proc")
    def test_an_idle_kernel_gives_memory_back(self):
        def megabytes():
            status = pathlib.Path(f"/proc/{self.manager.provisioner.process.pid}/status").read_text()
            return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024

        self.outputs("int touched = 0;\nvoid fill() {\n    var blocks = new ArrayList<byte[]>();\n"
                     "    for (int i = 0; i < 4000; i++) { blocks.add(new byte[100_000]); touched += blocks.get(i).length; }\n}\n"
                     "fill();")
        full = megabytes()
        self.assertGreater(full, 450)
        end = time.monotonic() + PATIENCE
        while megabytes() > full - 250 and time.monotonic() < end:
            time.sleep(0.5)
        self.assertLess(megabytes(), full - 250)

    def test_java_arrays_show_their_values(self):
        for code, words in (("new double[][] {{1, 2.5}, {3, 4}}", "double[2][2]\n[[1.0000, 2.5000],\n [3.0000, 4.0000]]"),
                            ("new int[] {1, -2}", "int[2]\n[ 1, -2]"), ('new String[] {"a", null}', 'String[2]\n[ "a", null]'),
                            ("new long[][] {{1L << 60}, {}}", "long[2][]\n[[1152921504606846976],\n []]"),
                            ("new boolean[0]", "boolean[0]\n[]")):
            with self.subTest(code):
                self.assertEqual(words, self.last_expression(code)["text/plain"])
        self.assertEqual("[1, 2]", self.last_expression("List.of(1, 2)")["text/plain"])

    def signature(self, code, cursor):
        request = self.client.inspect(code, cursor)
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"].get("data", {}).get("text/plain", "")

    def test_a_signature_shows_with_the_cursor_in_and_behind_a_name(self):
        self.outputs("1")
        for code in ("Trainer.of(null).epochs(3)", "Trainer.of(null).epochs", "Trainer.of(null).epochs (3)"):
            for cursor in range(17, 24):
                with self.subTest(code, cursor=cursor):
                    self.assertIn("Trainer Trainer.epochs(int epochs)", self.signature(code, cursor))
        self.assertEqual("", self.signature("int x = 1 + 2;", 9))

    def test_progress_moves_in_one_place(self):
        shown = self.outputs(
            'try (var p = Progress.start("training", 40)) { for (int i = 0; i < 40; i++) { Thread.sleep(20); p.step(); } }')
        self.assertEqual("display_data", shown[0][0])
        self.assertEqual({"update_display_data"}, {kind for kind, _ in shown[1:]})
        self.assertEqual(1, len({content["transient"]["display_id"] for _, content in shown}))
        fractions = [float(re.search(r'data-fraction="([\d.]+)"', content["data"]["text/html"]).group(1))
                     for _, content in shown]
        self.assertEqual(sorted(fractions), fractions)
        self.assertGreaterEqual(len(set(fractions)), 3)
        self.assertIn('data-state="done"', shown[-1][1]["data"]["text/html"])

    def test_a_live_chart_grows_in_one_place(self):
        shown = self.outputs(
            'try (var c = LiveChart.lines("Loss", "step", "nats")) '
            '{ for (int i = 0; i < 50; i++) { Thread.sleep(10); c.add("training", i, 1.0 / (i + 1)); } }')
        self.assertEqual(1, len({content["transient"]["display_id"] for _, content in shown}))
        self.assertIn("training: 50 points", shown[-1][1]["data"]["text/plain"])

    def test_figures_out_of_range_fail_the_cell_by_name(self):
        messages = self.run_cell('var figures = Figures.of("kernel-test", 1);\n'
                                 'figures.check("loss", 3, 0, 1, "nats");\nfigures.report();')
        self.assertTrue((pathlib.Path(self.results.name) / "kernel-test.json").is_file())
        self.assertIn("kernel-test (quick mode, seed 1): loss is 3.0, expected 0.0 to 1.0 nats",
                      "\n".join(line for kind, content in messages if kind == "error" for line in content["traceback"]))

    def test_an_interrupt_stops_a_loop_with_progress(self):
        self.outputs("var turns = new java.util.concurrent.atomic.AtomicLong();")
        messages = self.run_cell(
            'try (var p = Progress.start("endless")) { while (true) { Thread.onSpinWait(); turns.incrementAndGet(); p.step(); } }',
            interrupt_when=lambda kind, content: kind == "update_display_data")
        self.assertTrue([content for kind, content in messages if kind == "error"])
        self.assert_stands_still("turns.get()")

    def assert_says_stopped(self, messages):
        """The bar that these messages opened goes on to say that it was stopped, and where."""
        identity = next(content["transient"]["display_id"] for kind, content in messages if kind == "display_data")
        shown = [content["data"] for kind, content in messages if kind.endswith("display_data")
                 and content["transient"]["display_id"] == identity]
        if 'data-state="stopped"' not in shown[-1]["text/html"]:
            shown.append(self.last_state(self.request, identity, 'data-state="(stopped|done)"'))
        self.assertIn('data-state="stopped"', shown[-1]["text/html"])
        self.assertRegex(shown[-1]["text/plain"], r"stopped at \d+%")

    def test_a_stopped_bar_says_so(self):
        messages = self.run_cell(
            'var bar = Progress.start("bare", 1_000_000); for (int i = 0; i < 1_000_000; i++) { Thread.sleep(1); bar.step(); }',
            interrupt_when=lambda kind, content: kind == "update_display_data")
        self.assert_says_stopped(messages)

    def test_a_stopped_training_says_so(self):
        self.outputs(
            "import org.deeplearning4j.nn.conf.layers.*;\nimport org.nd4j.linalg.dataset.DataSet;\n"
            "var trained = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()"
            ".layer(new OutputLayer.Builder().nIn(50).nOut(5).build()).build());\n"
            "trained.init();\nvar batch = new DataSet(Nd4j.rand(64, 50), Nd4j.rand(64, 5));")
        messages = self.run_cell(
            'Trainer.of(trained).epochs(1).steps(1_000_000).batches(epoch -> Collections.nCopies(1_000_000, batch))'
            '.observe(TrainingView.of("long")).run();',
            interrupt_when=lambda kind, content: kind == "update_display_data")
        self.assert_says_stopped(messages)

    def test_what_an_abandoned_cell_prints_stays_below_it(self):
        messages = self.run_cell(
            'Show.text("going"); try { Thread.sleep(60_000); } catch (InterruptedException e) '
            '{ long end = System.nanoTime() + 1_500_000_000L; while (System.nanoTime() < end); System.out.println("late"); }',
            interrupt_when=lambda kind, content: kind == "display_data")
        abandoned = self.request
        self.assertTrue([content for kind, content in messages if kind == "error"])
        messages = self.outputs("Thread.sleep(1); 7")
        self.assertEqual(["execute_result"], [kind for kind, _ in messages])
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                break
        self.assertEqual(("late\n", abandoned), (message["content"]["text"], message["parent_header"]["msg_id"]))

    def test_an_interrupt_stops_a_loop_with_a_live_chart(self):
        self.outputs("var frames = new java.util.concurrent.atomic.AtomicLong();")
        self.run_cell(
            'try (var c = LiveChart.lines("Loss", "step", "nats")) { while (true) { c.add("a", frames.incrementAndGet(), 1); } }',
            interrupt_when=lambda kind, content: kind == "display_data")
        self.assert_stands_still("frames.get()")

    def test_an_interrupt_stops_fit(self):
        self.outputs(
            "import org.deeplearning4j.nn.conf.*;\nimport org.deeplearning4j.nn.conf.layers.*;\n"
            "import org.deeplearning4j.nn.multilayer.*;\nimport org.unrolled.train.*;\n"
            "var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()"
            ".layer(new OutputLayer.Builder().nIn(50).nOut(5).build()).build());\n"
            "network.init();\nnetwork.setListeners(new StopOnInterrupt());\n"
            "var inputs = Nd4j.rand(64, 50);\nvar labels = Nd4j.rand(64, 5);")
        self.run_cell('{ Show.text("training"); while (true) { network.fit(inputs, labels); } }',
                      interrupt_when=lambda kind, content: kind == "display_data")
        self.assert_stands_still("network.getIterationCount()")

    def test_the_kernel_goes_on_after_an_interrupt(self):
        self.run_cell('{ Show.text("asleep"); Thread.sleep(60_000); }',
                      interrupt_when=lambda kind, content: kind == "display_data")
        self.assertEqual(2, self.number("1 + 1"))


if __name__ == "__main__":
    unittest.main()
