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
        request = self.client.execute(code)
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
