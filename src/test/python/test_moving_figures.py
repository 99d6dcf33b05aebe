"""Opens the figures that move in a browser, as a reader of an exported notebook does, and operates them.

The Java test MovingPageTest writes build/moving/figures.json: the figures, and what the library computes for some settings
of their sliders. Here they become the outputs of a notebook, which nbconvert exports; the page is driven by Chromium's own
protocol, so that no other driver has to be installed.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

import nbformat
import websocket
from nbconvert import HTMLExporter

ROOT = Path(__file__).resolve().parents[3]
FIGURES = ROOT / "build" / "moving" / "figures.json"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0",
             "--remote-allow-origins=*", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--window-size=1100,900"]
NAMES = ["unrolled", "lstm", "gru", "gradient", "sampling", "attention", "beam", "states"]
# In each page: the figure by its name, the last one where a notebook has it twice.
HELPERS = """
const figure = name => [...document.querySelectorAll('[data-figure="' + name + '"]')].pop();
const part = (name, which) => figure(name).querySelector('[data-part="' + which + '"]');
const slide = (name, which, value) => {
  part(name, which).value = value;
  part(name, which).dispatchEvent(new Event("input", {bubbles: true}));
};
const exact = (name, which) => Number(part(name, which).dataset.value);
const said = name => figure(name).querySelector(".said").textContent;
const seen = element => getComputedStyle(element).visibility === "visible";
"""


def browser():
    return os.environ.get("UNROLLED_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)


def exported(figures, theme="light"):
    """The figures as outputs of a notebook, exported as HTML; what the template itself would load from elsewhere is left out."""
    notebook = nbformat.v4.new_notebook()
    for name in figures:
        cell = nbformat.v4.new_code_cell(f"Moving.{name}();")
        cell.outputs = [nbformat.v4.new_output("display_data", data=figures[name])]
        notebook.cells.append(cell)
    return HTMLExporter(theme=theme, mathjax_url="", require_js_url="", jquery_url="").from_notebook_node(notebook)[0]


class Page:
    """A page in a browser of its own: runs JavaScript in it, presses keys, moves the mouse, keeps what it logged and asked for."""

    def __init__(self, folder, html, scripts=True):
        self.folder = Path(folder)
        self.file = self.folder / "page.html"
        self.file.write_text(html, encoding="utf-8")
        self.events = []
        self.number = 0
        self.process = subprocess.Popen([browser(), *ARGUMENTS, f"--user-data-dir={self.folder / 'profile'}", "about:blank"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        self.socket = None
        try:
            self.socket = websocket.create_connection(self.page_address(), timeout=60)
            for domain in ("Runtime", "Log", "Network", "Page"):
                self.ask(domain + ".enable")
            # As if its window were in front: else focus moves nothing.
            self.ask("Emulation.setFocusEmulationEnabled", enabled=True)
            if not scripts:
                self.ask("Emulation.setScriptExecutionDisabled", value=True)
            self.ask("Page.navigate", url=self.file.as_uri())
            self.wait_for("Page.loadEventFired")
        except BaseException:
            self.close()
            raise

    def page_address(self):
        for line in self.process.stderr:
            if "DevTools listening on " in line:
                host = line.split("//")[1].split("/")[0]
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(f"http://{host}/json", timeout=60) as answer:
                    return next(target["webSocketDebuggerUrl"] for target in json.load(answer) if target["type"] == "page")
        raise RuntimeError(f"{browser()} ended before it could be spoken to")

    def ask(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(json.loads(self.socket.recv()))

    def run(self, script):
        result = self.ask("Runtime.evaluate", expression=f"(() => {{ {HELPERS} {script} }})()", returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']['exception'].get('description')}")
        return result["result"].get("value")

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                     windowsVirtualKeyCode={"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}[key])

    def point_at(self, figure, part):
        x, y = self.run(f"""part("{figure}", "{part}").scrollIntoView({{block: "center"}});
            const box = part("{figure}", "{part}").getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];""")
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def complaints(self):
        return [event["params"] for event in self.events if event.get("method") == "Runtime.exceptionThrown"
                or event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error"
                or event.get("method") == "Runtime.consoleAPICalled" and event["params"]["type"] in ("error", "warning")]

    def requests(self):
        """What the page asked for beside itself and what it carries itself."""
        asked = [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [url for url in asked if url != self.file.as_uri() and not url.startswith("data:")]

    def close(self):
        if self.socket:
            self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()


@unittest.skipUnless(browser(), "there is no Chromium (Debian: sudo apt-get install chromium)")
@unittest.skipUnless(FIGURES.exists(), "no figures: mvn test -Dtest=MovingPageTest writes them")
class MovingFiguresTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.content = json.loads(FIGURES.read_text(encoding="utf-8"))
        cls.figures = cls.content["figures"]
        cls.scratch = tempfile.TemporaryDirectory(prefix="unrolled-moving-")
        cls.addClassCleanup(cls.scratch.cleanup)
        # The LSTM stands there twice: a cell that was run again, or copied, must not disturb its double.
        cls.page = Page(cls.scratch.name, exported(cls.figures).replace("</body>", cls.figures["lstm"]["text/html"] + "</body>"))
        cls.addClassCleanup(cls.page.close)

    def run_in_page(self, script):
        return self.page.run(script)

    def test_all_are_there(self):
        self.assertEqual(NAMES, list(self.figures))
        self.assertEqual([1] * 8, self.run_in_page(
            f"return {NAMES}.map(name => Math.sign(document.querySelectorAll('[data-figure=\"' + name + '\"] svg').length));"))

    def test_unrolled_goes_step_by_step(self):
        columns = 'return [0, 1, 2, 3].map(t => seen(part("unrolled", "column-" + t)));'
        self.run_in_page('slide("unrolled", "step", 1);')
        self.assertEqual([True, False, False, False], self.run_in_page(columns))
        self.assertTrue(self.run_in_page('return part("unrolled", "back").disabled;'))
        self.run_in_page('part("unrolled", "forward").click(); part("unrolled", "forward").click();')
        self.assertEqual([True, True, True, False], self.run_in_page(columns))
        self.assertIn("It has read “hel”. Best guess l (0.800), next is l (0.800). Loss of this step 0.223",
                      self.run_in_page('return said("unrolled");'))
        self.run_in_page('part("unrolled", "back").click();')
        self.assertIn("It has read “he”. Best guess l (0.880)", self.run_in_page('return said("unrolled");'))

    def test_cells_compute_what_the_library_computes(self):
        for name in ("lstm", "gru"):
            for wanted in self.content[name]:
                if name == "gru":
                    pressed = "true" if wanted["set-after"] else "false"
                    self.run_in_page(f'if (part("gru", "after").getAttribute("aria-pressed") !== "{pressed}") part("gru", "after").click();')
                for key, value in wanted.items():
                    if key.startswith("set-") and key != "set-after":
                        self.run_in_page(f'slide("{name}", "{key[4:]}", {value});')
                for result in {"h", "c"} & set(wanted):
                    self.assertAlmostEqual(wanted[result], self.run_in_page(f'return exact("{name}", "{result}");'), delta=1e-6)
        self.assertRegex(self.run_in_page('return part("gru", "formula-a").textContent;'), r"^a = tanh\(w·x \+ b \+ r·\(R·h′ \+ c\)\)")

    def test_the_same_figure_twice_moves_one_at_a_time(self):
        first = "document.querySelector('[data-figure=\"lstm\"] [data-part=\"h\"]').textContent"
        before = self.run_in_page(f"return {first};")
        self.run_in_page('slide("lstm", "x", -3);')
        self.assertEqual(before, self.run_in_page(f"return {first};"))
        self.run_in_page('slide("lstm", "x", 3);')

    def test_gradient_follows_the_radius(self):
        self.run_in_page('slide("gradient", "radius", 10);')
        one = self.run_in_page('return part("gradient", "curve-0").getAttribute("d");')
        self.assertEqual("factor a step 1.000", self.run_in_page('return part("gradient", "factor-0").textContent;'))
        self.run_in_page('slide("gradient", "radius", 0);')
        self.assertEqual("factor a step 0.500", self.run_in_page('return part("gradient", "factor-0").textContent;'))
        self.assertNotEqual(one, self.run_in_page('return part("gradient", "curve-0").getAttribute("d");'))
        self.assertIn("Spectral radius 0.50. without tanh: factor a step 0.500", self.run_in_page('return said("gradient");'))

    def test_sampling_computes_what_the_library_computes(self):
        for wanted in self.content["sampling"]:
            for key in ("temperature", "top-k", "nucleus"):
                self.run_in_page(f'slide("sampling", "{key}", {wanted[key]});')
            shares = self.run_in_page('return [...Array(16).keys()].map(rank => exact("sampling", "share-" + rank));')
            expected = wanted["shares"] + [0] * (16 - len(wanted["shares"]))
            for a, b in zip(expected, shares):
                self.assertAlmostEqual(a, b, delta=1e-6, msg=str(wanted))
        self.assertEqual("1 of 60 tokens can be drawn, entropy 0.00 bits.", self.run_in_page('return said("sampling");'))
        self.assertEqual("–", self.run_in_page('return part("sampling", "share-1").textContent;'))

    def test_attention_lights_up_under_mouse_and_keyboard(self):
        self.page.point_at("attention", "target-2")
        self.assertIn("“children” looks at “Kinder” most", self.run_in_page('return said("attention");'))
        mean = self.run_in_page('return part("attention", "weight-2").textContent;')
        self.run_in_page('part("attention", "target-5").focus();')
        self.assertIn("“the” looks at", self.run_in_page('return said("attention");'))
        self.page.press("ArrowDown")
        self.assertIn("“garden” looks at", self.run_in_page('return said("attention");'))
        self.run_in_page('part("attention", "target-2").focus(); part("attention", "head-1").click();')
        self.assertNotEqual(mean, self.run_in_page('return part("attention", "weight-2").textContent;'))
        self.assertEqual("true", self.run_in_page('return part("attention", "head-1").getAttribute("aria-pressed");'))
        self.run_in_page('part("attention", "head-0").click();')

    def test_the_beam_grows_and_its_best_path_shows_at_the_end(self):
        self.run_in_page('slide("beam", "step", 1);')
        self.assertFalse(self.run_in_page('return [...figure("beam").querySelectorAll(".best")].some(seen);'))
        self.assertEqual("Step 1: kept blue | the | cat; 3 dropped.", self.run_in_page('return said("beam");'))
        last = self.run_in_page('return Number(part("beam", "step").max);')
        for _ in range(last - 1):
            self.run_in_page('part("beam", "forward").click();')
        self.assertTrue(self.run_in_page('return [...figure("beam").querySelectorAll(".best")].every(seen);'))
        self.assertRegex(self.run_in_page('return said("beam");'), r"The search is over\. Best: .* <end>, score −\d\.\d+")

    def test_states_follow_the_cursor(self):
        self.run_in_page('slide("states", "step", 1); slide("states", "unit", 0); figure("states").querySelector("svg").focus();')
        before = self.run_in_page('return part("states", "bar-3").getAttribute("width");')
        self.page.press("ArrowRight")
        self.page.press("ArrowDown")
        self.assertRegex(self.run_in_page('return said("states");'), r"^After “book” unit 1: −?\d\.\d\d\.$")
        self.assertNotEqual(before, self.run_in_page('return part("states", "bar-3").getAttribute("width");'))
        self.page.point_at("states", "token-6")
        self.assertIn("After “read” unit 1", self.run_in_page('return said("states");'))

    def test_nothing_is_complained_of_and_nothing_leaves_the_page(self):
        self.run_in_page('slide("lstm", "x", 1);')
        self.assertEqual([], self.page.complaints())
        self.assertEqual([], self.page.requests())

    def test_reads_without_scripts(self):
        """A text tree of the page, as a screen reader gets it: the drawings are there, the controls aren't."""
        folder = tempfile.TemporaryDirectory(prefix="unrolled-moving-")
        self.addCleanup(folder.cleanup)
        page = Page(folder.name, exported(self.figures, "dark"), scripts=False)
        self.addCleanup(page.close)
        document = page.ask("DOM.getDocument", depth=0)["root"]["nodeId"]
        drawings = page.ask("DOM.querySelectorAll", nodeId=document, selector=".unrolled-moving svg")["nodeIds"]
        self.assertEqual(8, len(drawings))
        for drawing in drawings:
            box = page.ask("DOM.getBoxModel", nodeId=drawing)["model"]
            self.assertGreater(min(box["width"], box["height"]), 150)
        for controls in page.ask("DOM.querySelectorAll", nodeId=document, selector=".unrolled-moving .controls")["nodeIds"]:
            with self.assertRaises(RuntimeError):
                page.ask("DOM.getBoxModel", nodeId=controls)


if __name__ == "__main__":
    unittest.main()
