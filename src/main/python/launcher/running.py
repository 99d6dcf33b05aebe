"""./course run"""

import time
from pathlib import Path

from launcher.kernel import jupyter_environment
from launcher.notebooks import resolve_notebook
from launcher.places import BUILD, NOTEBOOKS, PYTHON_SOURCES
from launcher.programs import run_in_foreground, run_logged
from launcher.setup import Setup
from launcher.telling import Problem, say

CORE = "core"


def execute_notebook(setup, notebook, kernel="java", full=False, timeout=None, log_name=None, apart=None):
    """Executes one notebook; with a log name its progress goes into the log. Returns (exit code, output).

    A run that isn't that of the whole notebook, "core" or "solutions", keeps its copy and its figures apart."""
    runs = BUILD / "runs" / (apart or "")
    runs.mkdir(parents=True, exist_ok=True)
    environment = jupyter_environment(setup)
    environment["UNROLLED_MODE"] = "full" if full else "quick"
    if apart:
        environment["UNROLLED_RESULTS"] = str(Path(environment["UNROLLED_RESULTS"]) / apart)
    Path(environment["UNROLLED_RESULTS"]).mkdir(parents=True, exist_ok=True)
    command = [
        setup.python, PYTHON_SOURCES / "run_notebook.py", "--notebook", notebook, "--out", runs / notebook.name,
        "--kernel", kernel, "--timeout", str(timeout or (4 * 3600 if full else 900)),
        *(["--core"] if apart == CORE else []),
    ]
    if log_name:
        return run_logged(notebook.stem, command, log_name, environment, check=False)
    return run_in_foreground(command, environment), ""


def run(options):
    if not options.notebooks:
        for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
            say(notebook.stem)
        return 0
    notebooks = [resolve_notebook(name) for name in options.notebooks]
    if options.timeout is not None and options.timeout <= 0:
        raise Problem(f"--timeout is {options.timeout}, expected seconds, more than 0.", "For example: --timeout 600")
    apart = CORE if options.core else None
    setup = Setup(options.gpu, options.full)
    setup.prepare()
    failed = []
    for notebook in notebooks:
        say(f"{notebook.stem} ({'full' if options.full else 'quick'} mode, kernel {options.kernel}{', core path' if apart else ''})")
        started = time.monotonic()
        code, _ = execute_notebook(setup, notebook, options.kernel, options.full, options.timeout, apart=apart)
        say(f"{notebook.stem} {'failed' if code else 'ran'} in {time.monotonic() - started:.0f} s: "
            f"{BUILD / 'runs' / (apart or '') / notebook.name}")
        if code:
            failed.append(notebook.stem)
    if len(notebooks) > 1:
        say(f"{len(notebooks) - len(failed)} of {len(notebooks)} notebooks ran" +
            (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0
