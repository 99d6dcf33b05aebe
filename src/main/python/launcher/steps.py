"""Steps of the set-up: each runs again only when its inputs have changed.

build/stamps/STEP.json holds a hash of them and is written last, so an interrupted step starts over. One launcher at a
time runs steps.
"""

import contextlib
import errno
import json
import os
import shutil
import time
from pathlib import Path

from launcher.files import remove, write_atomically
from launcher.places import BUILD, ROOT, WINDOWS
from launcher.telling import Problem, say

SETUP_BYTES = 2_500_000_000


def stamp_path(name):
    return BUILD / "stamps" / f"{name}.json"


def is_done(name, inputs):
    try:
        stamp = json.loads(stamp_path(name).read_text(encoding="utf-8"))
        return stamp["inputs"] == inputs and all(Path(output).exists() for output in stamp["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def step(name, inputs, action):
    """Runs `action`, which returns the paths that it made, unless it ran on the same inputs before."""
    if not is_done(name, inputs):
        remove(stamp_path(name))
        outputs = action()
        write_atomically(stamp_path(name), json.dumps({"inputs": inputs, "outputs": [str(o) for o in outputs]}))


def try_lock(handle):
    try:
        if WINDOWS:
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK):
            return False
        raise


@contextlib.contextmanager
def setup_lock(wait=True):
    """The operating system's lock on build/.lock: it vanishes with its process, however that ends."""
    path = BUILD / ".lock"
    told = False
    while True:
        BUILD.mkdir(parents=True, exist_ok=True)
        handle = open(path, "a+")
        if try_lock(handle):
            if path.exists() and (WINDOWS or os.path.samestat(os.stat(path), os.fstat(handle.fileno()))):
                break
        elif not wait:
            handle.close()
            raise Problem("Another ./course is setting up in this checkout.", "Let it finish, then try again.")
        elif not told:
            say("Another ./course is setting up in this checkout: waiting for it ...")
            told = True
        handle.close()
        time.sleep(0.2)
    try:
        yield
    finally:
        handle.close()


def check_space():
    free = shutil.disk_usage(ROOT).free
    if free < SETUP_BYTES and not stamp_path("venv").exists():
        raise Problem(
            f"The disk that holds {ROOT} has {free / 1e9:.1f} GB free, the set-up needs {SETUP_BYTES / 1e9:.1f} GB.",
            "Free some space, or move the checkout to another disk.",
        )
