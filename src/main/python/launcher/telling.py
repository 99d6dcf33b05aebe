"""What the user reads: lines, the line of a running activity, and problems that he can mend."""

import errno
import shutil
import sys
import threading
import time


class Problem(Exception):
    """Something that the user can mend: one sentence, and what to do."""

    def __init__(self, sentence, remedy=""):
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


def as_problem(error):
    """Whatever ended the command, in one sentence and what to do."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, KeyboardInterrupt):
        return Problem("Stopped.", "The same command again goes on from here.")
    if not isinstance(error, OSError):
        remedy = "This is a fault of ours: UNROLLED_DEBUG=1 shows where it happened, please report it."
        return Problem(f"{type(error).__name__}: {error}.", remedy)
    place = f": {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(f"The disk is full{place}.", "Free some space and run the same command again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        remedy = "Mend its rights, or clone into a folder of your own. On Windows, close running notebooks first."
        return Problem(f"A file or folder can't be written{place}.", remedy)
    return Problem(f"{error.strerror or error}{place}.", "UNROLLED_DEBUG=1 shows where it happened.")


def say(line=""):
    print(line, flush=True)


class Activity:
    """One line that says what is being done, since when, and how it ended."""

    def __init__(self, label):
        self.label = label
        self.note = ""
        self.started = time.monotonic()
        self.live = sys.stdout.isatty()
        self.done = threading.Event()
        self.ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self):
        if not self.live:
            say(f"{self.label} ...")
        self.ticker.start()
        return self

    def __exit__(self, kind, *_):
        self.done.set()
        self.ticker.join()
        word = "done" if kind is None else "stopped" if kind is KeyboardInterrupt else "failed"
        self._overwrite(f"{self.label} ... {word} ({self._seconds()} s)", end="\n")

    def _seconds(self):
        return round(time.monotonic() - self.started)

    def _tick(self):
        while not self.done.wait(1 if self.live else 15):
            note = f", {self.note}" if self.note else ""
            self._overwrite(f"{self.label} ... {self._seconds()} s{note}", end="" if self.live else "\n")

    def _overwrite(self, line, end):
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            line = "\r" + line[:width].ljust(width)
        print(line, end=end, flush=True)
