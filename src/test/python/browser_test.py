"""Runs a notebook in a real JupyterLab in a real browser and watches what a student would see.

    python src/test/python/browser_test.py [NOTEBOOK]        # default: notebooks/02-*.ipynb

The test starts a JupyterLab of its own on a free port of 127.0.0.1 with a copy of the notebooks, opens
it in Chromium (the one named by UNROLLED_BROWSER, or found on the path), chooses Run > Run All Cells,
and checks that progress bars and live charts move while their cell runs, that charts are there and
described in words, and that no cell fails or writes to stderr. Screenshots go to build/screenshots.
Exit codes: 0 all checks hold, 1 one does not, 77 Chromium or Playwright is missing.
"""

import argparse
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

MISSING = 77
ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))
from launcher.notebooks import update_copies  # noqa: E402 (its place is known from here on)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER_ARGUMENTS = ["--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# All cells stay in the page, wherever it is scrolled; no pop-up covers a corner.
LAB_SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false",
                                                                        "checkForUpdates": False},
}
WIDTH, HEIGHT = 1280, 1400
LEAST_WIDTH, LEAST_HEIGHT, LEAST_COLOURS = 150, 100, 3

# Looks ten times a second at every progress bar and chart, and keeps what it sees while their cell runs.
WATCH = """() => {
  const seen = window.unrolledSeen = {bars: {}, charts: {}};
  setInterval(() => {
    document.querySelectorAll('.jp-Notebook .jp-CodeCell').forEach((cell, number) => {
      const prompt = cell.querySelector('.jp-InputPrompt');
      if (!prompt || !prompt.textContent.includes('*')) return;
      cell.querySelectorAll('.unrolled-progress[data-fraction]').forEach((bar, n) => {
        const key = number + '/' + n + '/' + (bar.getAttribute('aria-label') || 'progress');
        const states = seen.bars[key] = seen.bars[key] || [];
        const fraction = parseFloat(bar.dataset.fraction);
        if (states[states.length - 1] !== fraction) states.push(fraction);
      });
      cell.querySelectorAll('.jp-OutputArea-output img, .jp-OutputArea-output svg').forEach((chart, n) => {
        const key = number + '/' + n;
        const states = seen.charts[key] = seen.charts[key] || [];
        const picture = chart.tagName.toLowerCase() === 'img' ? chart.src : chart.outerHTML;
        if (states.length < 50 && !states.includes(picture)) states.push(picture);
      });
    });
  }, 100);
}"""

SEEN = """() => ({
  bars: window.unrolledSeen.bars,
  charts: Object.fromEntries(Object.entries(window.unrolledSeen.charts).map(([key, all]) => [key, all.length])),
})"""

STATE = """() => {
  const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')]
      .filter(cell => cell.querySelector('.jp-InputArea-editor').textContent.trim())
      .map(cell => cell.querySelector('.jp-InputPrompt').textContent.trim());
  const dialog = document.querySelector('.jp-Dialog-content');
  return {
    cells: prompts.length,
    running: prompts.filter(text => text.includes('*')).length,
    done: prompts.filter(text => /\\d/.test(text)).length,
    dialog: dialog ? dialog.innerText : null,
  };
}"""

# A picture that was drawn has several colours; an empty or broken one has one.
PICTURES = """() => Promise.all([...document.querySelectorAll(
    '.jp-Notebook .jp-OutputArea-output img, .jp-Notebook .jp-OutputArea-output svg')].map(async picture => {
  const box = picture.getBoundingClientRect();
  const image = picture.tagName.toLowerCase() === 'img';
  const alt = image ? picture.getAttribute('alt')
      : picture.getAttribute('aria-label') || (picture.querySelector('title') || {}).textContent;
  let colours = 0;
  if (!image) {
    colours = new Set([...picture.querySelectorAll('*')].map(part => getComputedStyle(part).stroke
        + getComputedStyle(part).fill)).size;
  } else if (picture.complete && picture.naturalWidth) {
    const canvas = document.createElement('canvas');
    canvas.width = 200; canvas.height = 200;
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0, 200, 200);
    const dots = pen.getImageData(0, 0, 200, 200).data;
    const values = new Set();
    for (let i = 0; i < dots.length; i += 4) values.add((dots[i] << 16) | (dots[i + 1] << 8) | dots[i + 2]);
    colours = values.size;
  }
  return {alt: (alt || '').trim(), width: box.width, height: box.height, colours};
}))"""


class Missing(Exception):
    """Something that this test needs is not installed."""


class Stopped(Exception):
    """The run went so far wrong that the remaining checks can't be made; the message says how."""


class Checks:
    """Counts and prints what held and what did not."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, what, detail=""):
        self.passed += bool(holds)
        self.failed += not holds
        say(f"{'ok  ' if holds else 'FAIL'} {what}{': ' + detail if detail else ''}")


def say(text):
    print(text, flush=True)


def browser():
    named = os.environ.get("UNROLLED_BROWSER")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        raise Missing(f"there is no browser {named}" if named else
                      "there is no Chromium; install it (Debian: sudo apt-get install chromium) "
                      "or name one in UNROLLED_BROWSER")
    return path


def playwright_api():
    try:
        from playwright import sync_api
    except ImportError:
        raise Missing("there is no Playwright; install it by "
                      f"{sys.executable} -m pip install -r src/main/python/requirements-test.txt")
    return sync_api


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """A JupyterLab of the test's own: its own settings, its own copy of the notebooks."""

    def __init__(self, scratch, notebook):
        self.scratch = scratch
        self.folder = scratch / "my-notebooks"
        update_copies(notebook.parent, self.folder)
        self.notebook = notebook.name
        self.token = secrets.token_hex(24)
        self.port = free_port()
        self.process = None
        self.log = scratch / "jupyterlab.log"

    def __enter__(self):
        for name, settings in LAB_SETTINGS.items():
            path = self.scratch / "settings" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(settings), encoding="utf-8")
        environment = dict(os.environ, JUPYTER_TOKEN=self.token)
        environment.setdefault("UNROLLED_HOME", str(ROOT))
        for name, folder in (("JUPYTERLAB_SETTINGS_DIR", "settings"), ("JUPYTERLAB_WORKSPACES_DIR", "workspaces"),
                             ("JUPYTER_CONFIG_DIR", "config"), ("JUPYTER_RUNTIME_DIR", "runtime"),
                             ("UNROLLED_RESULTS", "results")):
            (self.scratch / folder).mkdir(exist_ok=True)
            environment[name] = str(self.scratch / folder)
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1",
                   f"--ServerApp.port={self.port}", "--ServerApp.port_retries=0",
                   f"--ServerApp.root_dir={self.folder}", "--Application.log_level=WARN"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            self.wait_until_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def ask(self, what):
        """JupyterLab's own answer about itself, no proxy between."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/{what}",
                                         headers={"Authorization": f"token {self.token}"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)

    def kernel_state(self):
        sessions = self.ask("sessions")
        return sessions[0]["kernel"]["execution_state"] if sessions else "not started"

    def wait_until_up(self, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Stopped(f"JupyterLab ended with status {self.process.returncode}: {self.last_words()}")
            try:
                self.ask("status")
                return
            except OSError:
                time.sleep(0.2)
        raise Stopped(f"JupyterLab did not answer within {seconds} s: {self.last_words()}")

    def last_words(self):
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "it wrote nothing"

    def address(self):
        return f"http://127.0.0.1:{self.port}/lab/tree/{self.notebook}?token={self.token}"

    def __exit__(self, *_):
        # On SIGTERM the server ends its kernels first.
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def open_notebook(page, lab, seconds):
    """Waits until the page shows all cells and the kernel is idle: before, a run would be lost."""
    wanted = len(json.loads((lab.folder / lab.notebook).read_text(encoding="utf-8"))["cells"])
    page.goto(lab.address(), timeout=seconds * 1000)
    end = time.monotonic() + seconds
    shown, kernel = 0, "not started"
    while time.monotonic() < end:
        refuse_dialog(page.evaluate(STATE))
        shown = page.locator(".jp-Notebook .jp-Cell").count()
        kernel = lab.kernel_state()
        if shown == wanted and kernel == "idle":
            page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")
            return
        page.wait_for_timeout(200)
    raise Stopped(f"after {seconds} s the page shows {shown} of {wanted} cells and the kernel is {kernel}; "
                  f"the server's last words: {lab.last_words()}")


def refuse_dialog(state):
    if state["dialog"]:
        raise Stopped(f"JupyterLab asks: {' '.join(state['dialog'].split())}")


def choose_run_all(page):
    page.click('.lm-MenuBar-itemLabel:text-is("Run")')
    page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')


def wait_until_done(page, lab, seconds, shot):
    """Follows the run to its end or to the limit; takes one screenshot as soon as a progress bar stands half way."""
    end = time.monotonic() + seconds
    shot_taken, idle_polls, next_word = False, 0, 0
    while time.monotonic() < end:
        state = page.evaluate(STATE)
        refuse_dialog(state)
        if time.monotonic() >= next_word:
            say(f"     {state['done']} of {state['cells']} cells have run")
            next_word = time.monotonic() + 10
        # After a failing cell the rest never gets a number.
        idle_polls = idle_polls + 1 if not state["running"] and lab.kernel_state() == "idle" else 0
        if idle_polls >= 3:
            return state
        if not shot_taken:
            shot_taken = page.evaluate(
                "() => Object.values(window.unrolledSeen.bars).some(all => all.some(f => f > 0.3 && f < 1))")
            if shot_taken:
                show(page, ".unrolled-progress >> nth=-1")
                page.screenshot(path=str(shot))
        page.wait_for_timeout(250)
    return state


def saved(page, lab, seconds=30):
    """The notebook as JupyterLab saves it after the run: there an error and stderr are told apart."""
    path = lab.folder / lab.notebook
    before = path.stat().st_mtime_ns
    page.click('.lm-MenuBar-itemLabel:text-is("File")')
    page.click('.lm-Menu-itemLabel:text-is("Save Notebook")')
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if path.stat().st_mtime_ns != before:
            try:
                return json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                pass  # half written
        page.wait_for_timeout(100)
    raise Stopped(f"JupyterLab did not save the notebook within {seconds} s")


def complaints(notebook):
    """(errors, stderr texts) of a saved notebook, each with its cell."""
    errors, noise = [], []
    for number, cell in enumerate(notebook["cells"], 1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                said = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
                errors.append(f"cell {number}: {one_line(said)}")
            elif output["output_type"] == "stream" and output["name"] == "stderr":
                noise.append(f"cell {number}: {one_line(''.join(output['text']))}")
    return errors, noise


def first_few(texts, wanted=3):
    more = len(texts) - wanted
    return "; ".join(texts[:wanted]) + (f"; and {more} more" if more > 0 else "")


def one_line(text, width=400):
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()]
    return " | ".join(line for line in lines if line)[:width]


def show(page, selector):
    """Brings the middle of an element to the middle of the window."""
    found = page.locator(selector)
    if found.count():
        found.first.evaluate("element => element.scrollIntoView({block: 'center'})")
        page.wait_for_timeout(300)


def watch(page, lab, checks, shots, seconds):
    open_notebook(page, lab, seconds)
    page.evaluate(WATCH)
    began = time.monotonic()
    choose_run_all(page)
    name = Path(lab.notebook).stem
    state = wait_until_done(page, lab, seconds, shots / f"{name}-running.png")
    page.wait_for_timeout(500)
    checks.check(state["done"] == state["cells"] and not state["running"], "every code cell has run",
                 f"{state['done']} of {state['cells']} in {time.monotonic() - began:.0f} s")

    seen = page.evaluate(SEEN)
    bars = {key: states for key, states in seen["bars"].items() if states}
    checks.check(bars, "a progress bar appears while its cell runs",
                 ", ".join(key.split("/", 2)[2] for key in bars))
    moving = {key: states for key, states in bars.items() if len(set(states)) > 1 and states == sorted(states)}
    checks.check(moving, "a progress bar moves forward while its cell runs",
                 "; ".join(f"{key.split('/', 2)[2]}: {len(states)} states from {states[0]:.2f} to {states[-1]:.2f}"
                           for key, states in moving.items()) or f"states seen: {list(bars.values())}")
    growing = [count for count in seen["charts"].values() if count > 1]
    checks.check(growing, "a live chart changes while its cell runs",
                 f"pictures seen of each: {list(seen['charts'].values())}")

    pictures = page.evaluate(PICTURES)
    drawn = [p for p in pictures if p["width"] >= LEAST_WIDTH and p["height"] >= LEAST_HEIGHT
             and p["colours"] >= LEAST_COLOURS]
    checks.check(drawn, "a chart is drawn", f"{len(drawn)} of {len(pictures)} pictures are of a chart's size")
    mute = [p for p in pictures if not p["alt"]]
    checks.check(pictures and not mute, "every picture is described in words",
                 f"{len(mute)} of {len(pictures)} have no alternative text")

    errors, noise = complaints(saved(page, lab))
    checks.check(not errors, "no cell fails", first_few(errors))
    checks.check(not noise, "no cell writes to stderr", first_few(noise))

    show(page, ".unrolled-chart >> nth=0")
    page.screenshot(path=str(shots / f"{name}.png"))
    say(f"     screenshots: {shots / name}*.png")


def run(notebook, shots, seconds):
    """All checks on one notebook; returns them."""
    api, executable = playwright_api(), browser()
    checks = Checks()
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="unrolled-browser-", ignore_cleanup_errors=True) if \
            sys.version_info >= (3, 10) else tempfile.TemporaryDirectory(prefix="unrolled-browser-") as name:
        scratch = Path(name)
        try:
            with Lab(scratch, notebook) as lab, api.sync_playwright() as playwright:
                context = playwright.chromium.launch_persistent_context(
                    str(scratch / "profile"), executable_path=executable, headless=True, args=BROWSER_ARGUMENTS,
                    viewport={"width": WIDTH, "height": HEIGHT})
                page = context.pages[0] if context.pages else context.new_page()
                try:
                    watch(page, lab, checks, shots, seconds)
                except (Stopped, api.Error):
                    page.screenshot(path=str(shots / f"{notebook.stem}-failed.png"))
                    raise
                finally:
                    context.close()
        except Stopped as error:
            checks.check(False, str(error))
        except api.Error as error:
            checks.check(False, "the browser went along", error.message.strip().splitlines()[0])
    return checks


def main(argv=None):
    parser = argparse.ArgumentParser(prog="browser_test", description="Runs a notebook in JupyterLab in Chromium.")
    parser.add_argument("notebook", nargs="?", type=Path, help="default: notebooks/02-*.ipynb")
    parser.add_argument("--screenshots", type=Path, default=ROOT / "build" / "screenshots", metavar="FOLDER")
    parser.add_argument("--timeout", type=int, default=600, metavar="SECONDS",
                        help="limit for opening the notebook, and for running it (default: 600)")
    arguments = parser.parse_args(argv)
    notebook = arguments.notebook or next(iter(sorted((ROOT / "notebooks").glob("02-*.ipynb"))), None)
    if notebook is None or not notebook.is_file():
        say(f"FAIL there is no notebook {notebook or 'notebooks/02-*.ipynb'}")
        say("0 passed, 1 failed")
        return 1
    try:
        checks = run(notebook.resolve(), arguments.screenshots, arguments.timeout)
    except Missing as error:
        say(f"browser_test: {error}.")
        return MISSING
    except KeyboardInterrupt:
        say("browser_test: interrupted.")
        return 130
    say(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
