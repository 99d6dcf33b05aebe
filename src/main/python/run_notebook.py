"""Executes one notebook without a browser and says in plain words how it went.

The launcher calls this inside the course's virtual environment:

    python src/main/python/run_notebook.py --notebook notebooks/02-vanilla-rnn.ipynb \
        --out build/runs/02-vanilla-rnn.ipynb --kernel java --timeout 600

One line per code cell appears while the cell runs and is completed with its seconds. The executed
copy is kept whatever happens. Exit codes: 0 clean run, 1 a cell failed or the notebook wrote to
stderr, 2 the run could not start, 130 interrupted.
"""

import argparse
import asyncio
import json
import logging
import os
import re
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

from launcher.sidetrips import without_trips

try:
    import nbformat
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
except ImportError as missing:
    sys.exit(f"run_notebook: this Python has no {missing.name}; "
             "run ./course lab once, or start it with build/venv's Python.")

OK, FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
LABEL_WIDTH = 60
LIBRARY_FRAMES_SHOWN = 3

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Both Java kernels paint the offending part of a line that does not compile on a red ground.
PAINTED = re.compile(r"\x1b\[41m(.*?)\x1b\[0m", re.DOTALL)
# A frame inside a cell: "at cell[5].half(line 3)", or "at .(#15:2)", line 2 of the 15th snippet, on a kernel that is not ours.
CELL_FRAME = re.compile(r"^\s*at (cell\[\d+\]\..*\(line \w+\)|.*\(#\d+:\d+\))\s*$")
# Not worth repeating of what a dead kernel wrote: its diary of starting and stopping, and stack frames.
DIARY = re.compile(r"^\[[ID] |^INFO: |^at \S|^\.\.\. \d+ more|jupyter\.channels\.Loop \w+$")
OUT_OF_MEMORY = re.compile(r"OutOfMemoryError|insufficient memory|Cannot allocate memory|os::commit_memory")

# After its answer a kernel has this many seconds to say that the cell is over; if that is lost, so was other output.
LAST_WORD = 60
OUTPUT_LOST = ("some of its output was lost on the way, more than the reader could take in; "
               "print less, or put it together into fewer lines")

MORE_MEMORY = "use quick mode, close other programs, or raise -Xmx in the kernelspec"


class Unusable(Exception):
    """The run cannot start, or cannot go on; the message is the whole story."""


class RunFailed(Exception):
    """The notebook ran and is not clean; the message says where and why."""


def say(text="", end="\n"):
    """Prints at once, also into a pipe, and survives a reader that went away or a narrow encoding."""
    encoding = sys.stdout.encoding or "utf-8"
    safe = text.encode(encoding, "replace").decode(encoding)
    try:
        print(safe, end=end, flush=True)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")


def read_notebook(path):
    """The notebook as nbformat 4, or Unusable with the reason."""
    if not path.is_file():
        raise Unusable(f"there is no notebook {path}; ./course run lists those it knows.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return nbformat.read(str(path), as_version=4)
    except OSError as error:
        raise Unusable(f"{path} can't be read: {error.strerror}.")
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise Unusable(f"{path} is not a notebook ({reason}); restore it from the repository.")


def write_atomically(notebook, path):
    """Writes beside the target and renames, so that the target is never half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=str(path.parent), prefix=path.name + ".", suffix=".part")
    except OSError as error:
        raise Unusable(f"the executed copy can't be written to {path}: {error.strerror}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(nbformat.writes(notebook) + "\n")
        os.chmod(name, 0o644)
        os.replace(name, str(path))
    except OSError as error:
        os.unlink(name)
        raise Unusable(f"the executed copy can't be written to {path}: {error.strerror}.")
    except BaseException:
        os.unlink(name)
        raise


def shorten(text, width=LABEL_WIDTH):
    text = " ".join(text.split())
    return text if len(text) <= width else text[:width - 1].rstrip() + "…"


def headings(markdown):
    """The headings of one text cell, code fences left out."""
    found, fenced = [], False
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = re.match(r"#{1,6}\s+(.+?)\s*#*\s*$", line)
        if match and not fenced:
            found.append(match.group(1))
    return found


def first_words(source):
    """The first line of code that says something."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("import ", "%", "/*", "*"))]
    return (telling or lines or [""])[0].lstrip("/ ")


def labels(notebook):
    """Cell index -> label of each code cell that will run: its heading, or its first words."""
    result, fresh = {}, None
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            fresh = (headings(cell.source) or [fresh])[-1]
        elif cell.cell_type == "code" and cell.source.strip():
            result[index] = shorten(fresh or first_words(cell.source))
            fresh = None
    return result


def merge_streams(cell):
    """Joins neighbouring pieces of one stream, as a front end shows them."""
    merged = []
    for output in cell.get("outputs", []):
        last = merged[-1] if merged else None
        if (last is not None and output.output_type == "stream"
                and last.output_type == "stream" and last.name == output.name):
            last.text += output.text
        else:
            merged.append(output)
    cell.outputs = merged


def stderr_of(cell):
    return "".join(output.text for output in cell.get("outputs", [])
                   if output.output_type == "stream" and output.name == "stderr")


def trim_stack(text):
    """Keeps the messages and the frames that lie in cells; of the library only the innermost few."""
    kept, dropped, library = [], 0, 0
    for line in text.splitlines():
        if not re.match(r"\s*(at \S|\.\.\. \d+ more)", line):
            library = 0
        elif not CELL_FRAME.match(line):
            library += 1
            if library > LIBRARY_FRAMES_SHOWN:
                dropped += 1
                continue
        if dropped:
            kept.append(f"\t… {dropped} frames of the library")
            dropped = 0
        kept.append(line)
    if dropped:
        kept.append(f"\t… {dropped} frames of the library")
    return "\n".join(kept)


def error_text(cell, fallback):
    """What the kernel said about a failing cell, without colours and without its own frames."""
    for output in reversed(cell.get("outputs", [])):
        if output.output_type == "error":
            painted = PAINTED.sub(lambda part: "»" + part.group(1) + "«", "\n".join(output.traceback))
            plain = ANSI.sub("", painted).strip("\n")
            plain = "\n".join(line for line in plain.splitlines() if line.strip("-") or not line)
            return trim_stack(plain).strip("\n") or f"{output.ename}: {output.evalue}"
    return fallback


def indent(text, margin="    "):
    return "\n".join((margin + line).rstrip() for line in text.splitlines())


def numbered(source):
    lines = source.splitlines()
    width = len(str(len(lines)))
    return "\n".join(f"    {number:>{width}} | {line}".rstrip() for number, line in enumerate(lines, 1))


class KernelLog:
    """What the kernel's process (not the notebook) writes: kept for the day it dies."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()

    def text(self):
        self.file.seek(0, os.SEEK_END)
        self.file.seek(max(0, self.file.tell() - 20000))
        return ANSI.sub("", self.file.read().decode("utf-8", "replace"))

    def last_line(self):
        """The last thing said that tells something."""
        lines = [line.strip() for line in self.text().splitlines() if line.strip()]
        telling = [line for line in lines if not DIARY.search(line)]
        return telling[-1] if telling else ""

    def close(self):
        self.file.close()


async def exit_status(manager):
    """The exit code of a kernel that has died, None while unknown."""
    provisioner = getattr(manager, "provisioner", None)
    return await provisioner.poll() if provisioner is not None else None


def why_it_died(status, log):
    if OUT_OF_MEMORY.search(log.text()):
        return f"it ran out of memory; {MORE_MEMORY}"
    if status in (-9, 137):
        return ("the system killed it, most often because memory ran out; close other programs "
                "or use quick mode")
    line = log.last_line()
    return (f"its process ended with status {status}" if status is not None else "its process ended") + (
        f"; the last thing it wrote was: {line}" if line else "")


class Received:
    """Counts the messages of a channel: the course's kernel numbers those that carry output."""

    def __init__(self, channel):
        self.last, self.lost = 0, 0
        self.receive = channel.get_msg
        channel.get_msg = self.get_msg

    async def get_msg(self, *arguments, **options):
        message = await self.receive(*arguments, **options)
        number = message.get("metadata", {}).get("unrolled_message")
        if number is not None:
            self.lost += max(0, number - self.last - 1)
            self.last = max(self.last, number)
        return message


class Run:
    """One execution of one notebook in a kernel of its own."""

    def __init__(self, notebook, folder, kernel, timeout):
        self.notebook = notebook
        self.folder = folder
        self.kernel = kernel
        self.timeout = timeout
        self.noisy = []
        self.log = KernelLog()

    async def start(self):
        """A kernel that answers, and the client that runs cells in it."""
        installed = sorted(KernelSpecManager().find_kernel_specs())
        manager = AsyncKernelManager(kernel_name=self.kernel)
        logging.getLogger("traitlets").setLevel(logging.CRITICAL + 1)
        try:
            await manager.start_kernel(cwd=str(self.folder), stdout=self.log.file, stderr=self.log.file)
        except NoSuchKernel:
            known = ", ".join(installed) if installed else "none"
            raise Unusable(f"there is no kernel named {self.kernel}; installed: {known}. "
                           "./course lab installs the course's own.")
        except OSError as error:
            program = error.filename or "its program"
            raise Unusable(f"the kernel {self.kernel} can't start: {program}: {error.strerror}; "
                           "run ./course doctor.")
        client = NotebookClient(self.notebook, km=manager, timeout=self.timeout,
                                kernel_name=self.kernel, log=logging.getLogger("traitlets"),
                                iopub_timeout=LAST_WORD, raise_on_iopub_timeout=True)
        client.kc = manager.client()
        client.kc.start_channels()
        self.received = Received(client.kc.iopub_channel)
        try:
            await client.kc.wait_for_ready(timeout=120)
        except RuntimeError:
            status = await exit_status(manager)
            await self.stop(manager, client)
            if status is None:
                raise Unusable(f"the kernel {self.kernel} did not answer within 120 s; run ./course doctor.")
            raise Unusable(f"the kernel {self.kernel} died while it started: {why_it_died(status, self.log)}.")
        except BaseException:
            await self.stop(manager, client)
            raise
        client.kc.allow_stdin = False
        return manager, client

    @staticmethod
    async def stop(manager, client):
        client.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)

    async def execute(self):
        """Runs all cells in order; raises RunFailed at the first that fails."""
        names = labels(self.notebook)
        for cell in self.notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        manager, client = await self.start()
        try:
            for number, (index, label) in enumerate(names.items(), 1):
                await self.cell(manager, client, index, f"cell {number} of {len(names)}",
                                f"  {number:>{len(str(len(names)))}}/{len(names)}  {label} … ")
        finally:
            await self.stop(manager, client)
            for cell in self.notebook.cells:
                if cell.cell_type == "code":
                    merge_streams(cell)
        return len(names)

    async def cell(self, manager, client, index, where, line):
        cell = self.notebook.cells[index]
        say(line, end="")
        began = time.monotonic()
        seconds = "stopped after {:.1f} s"
        try:
            await client.async_execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
            seconds = "{:.1f} s"
        except CellExecutionError as error:
            seconds = "failed after {:.1f} s"
            said = error_text(cell, f"{error.ename}: {error.evalue}")
            raise RunFailed(f"{where} failed:\n{numbered(cell.source)}\n\n{indent(said)}"
                            + (f"\n    Memory ran out: {MORE_MEMORY}." if OUT_OF_MEMORY.search(said) else ""))
        except CellTimeoutError as error:
            if "IOPub" in str(error):
                raise RunFailed(f"{where}: {OUTPUT_LOST}.\n{numbered(cell.source)}")
            raise RunFailed(f"{where} was stopped: it ran longer than {self.timeout} s; "
                            f"raise the limit or make the cell do less.\n{numbered(cell.source)}")
        except DeadKernelError:
            reason = why_it_died(await exit_status(manager), self.log)
            raise RunFailed(f"the kernel died in {where}: {reason}.\n{numbered(cell.source)}")
        finally:
            say(seconds.format(time.monotonic() - began))
        if self.received.lost:
            raise RunFailed(f"{where}: {OUTPUT_LOST} ({self.received.lost} messages).\n{numbered(cell.source)}")
        if stderr_of(cell):
            self.noisy.append((where, stderr_of(cell)))


def complain_about_noise(noisy):
    parts = [f"{where} wrote to stderr, where a clean notebook writes nothing:\n"
             + indent("\n".join(text.strip("\n").splitlines()[:12])) for where, text in noisy]
    raise RunFailed("\n".join(parts))


async def run_until_interrupted(run):
    """Runs the notebook; SIGINT and SIGTERM stop the kernel first and then raise KeyboardInterrupt."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(run.execute())
    received = []

    def on_signal(*_):
        received.append(True)
        loop.call_soon_threadsafe(task.cancel)

    for name in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(name, on_signal)
        except (NotImplementedError, RuntimeError):
            signal.signal(name, on_signal)
    try:
        return await task
    except (asyncio.CancelledError, RunFailed):
        # nbclient takes a cancelled wait for a dead kernel: the flag knows better.
        if received:
            raise KeyboardInterrupt from None
        raise


def number(value):
    """A figure as a reader wants it: at most six significant digits."""
    return f"{value:.6g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def figures_table(report):
    """The figures of one result file as aligned text; those out of range are marked."""
    rows = [("figure", "value", "accepted", "unit", "")]
    for figure in report["figures"]:
        rows.append((str(figure["name"]), number(figure["value"]),
                     f"{number(figure['low'])} to {number(figure['high'])}", str(figure.get("unit") or ""),
                     "" if figure["ok"] else "out of range"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}"
        .rstrip() for row in rows)


def show_figures(name, began):
    """Prints the figures that this run wrote; those of an earlier run are not its own."""
    home = Path(os.environ.get("UNROLLED_HOME") or ".")
    folder = Path(os.environ.get("UNROLLED_RESULTS") or home / "build" / "results")
    path = folder / f"{name}.json"
    try:
        # File systems keep whole seconds, some only even ones.
        if path.stat().st_mtime < began - 2:
            return
        say(figures_table(json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunFailed(f"the figures in {path} can't be read ({type(error).__name__}: {error}); "
                        "figures.report() writes them.")


def execute(arguments):
    source = Path(arguments.notebook).resolve()
    target = Path(arguments.out).resolve()
    if source == target:
        raise Unusable(f"--out is the notebook itself, {source}; give the executed copy another place.")
    notebook = read_notebook(source)
    there = len(notebook.cells)
    if arguments.core:
        notebook.cells = without_trips(notebook.cells)
    left_out = f" of the core path ({there - len(notebook.cells)} cells of side trips left out)" if arguments.core else ""
    write_atomically(notebook, target)  # a full disk or a read-only folder shows before the work
    run = Run(notebook, source.parent, arguments.kernel, arguments.timeout or None)
    began, clock = time.time(), time.monotonic()
    say(f"{source.stem} · kernel {arguments.kernel}")
    try:
        count = asyncio.run(run_until_interrupted(run))
    except Unusable:
        raise
    except BaseException:
        write_atomically(notebook, target)
        show_figures(source.stem, began)
        say(f"  executed copy: {target}")
        raise
    finally:
        run.log.close()
    write_atomically(notebook, target)
    show_figures(source.stem, began)
    if run.noisy:
        say(f"  executed copy: {target}")
        complain_about_noise(run.noisy)
    say(f"  {count} cells{left_out} in {time.monotonic() - clock:.1f} s; executed copy: {target}")


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="run_notebook", description="Executes one notebook without a browser.")
    parser.add_argument("--notebook", required=True, help="the notebook to execute; it is not changed")
    parser.add_argument("--out", required=True, help="where the executed copy goes")
    parser.add_argument("--kernel", default="java", help="name of an installed kernel (default: java)")
    parser.add_argument("--timeout", type=int, default=600, metavar="SECONDS",
                        help="limit for one cell, 0 for none (default: 600)")
    parser.add_argument("--core", action="store_true", help="leave the side trips out, the cells with the tag side-trip")
    return parser.parse_args(argv)


def main(argv=None):
    arguments = arguments_of(argv)
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    name = Path(arguments.notebook).name
    try:
        execute(arguments)
        return OK
    except RunFailed as error:
        say(f"{name}: {error}")
        return FAILED
    except Unusable as error:
        say(f"{name}: {error}")
        return UNUSABLE
    except (KeyboardInterrupt, asyncio.CancelledError):
        say(f"{name}: interrupted; the kernel is stopped.")
        return INTERRUPTED
    except Exception as error:
        say(f"{name}: unexpected {type(error).__name__}: {error}; please report it with the command you gave.")
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
