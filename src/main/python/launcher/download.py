"""Files fetched whole and checked."""

import errno
import hashlib
import time
import urllib.error
import urllib.request

from launcher.network import proxy
from launcher.programs import explain
from launcher.telling import Problem


def download(address, target, sha512, activity):
    """Fetches a file whole, checked; raises the Problem when that fails three times."""
    proxy()  # says what is wrong with it, where urllib would not
    for attempt in (1, 2, 3):
        try:
            digest, received = hashlib.sha512(), 0
            with urllib.request.urlopen(address, timeout=30) as reply, open(target, "wb") as sink:
                expected = int(reply.headers.get("Content-Length") or 0)
                for block in iter(lambda: reply.read(1 << 16), b""):
                    digest.update(block)
                    sink.write(block)
                    received += len(block)
                    activity.note = f"{received / 1e6:.1f} MB"
            if received < expected:
                raise urllib.error.URLError(f"Connection reset after {received} of {expected} bytes")
            break
        except (OSError, urllib.error.URLError) as error:
            if getattr(error, "errno", None) == errno.ENOSPC:
                raise
            if attempt == 3 or isinstance(error, urllib.error.HTTPError):
                reason = getattr(error, "reason", error)
                raise explain(f"The download of {address}", f"error: {reason}", None)
            time.sleep(attempt)
    if digest.hexdigest() != sha512:
        raise Problem(
            f"The download of {address} is not the file that was expected (its SHA-512 differs).",
            "Something on the way changes files, such as a log-in page: try another network, or install Maven yourself.",
        )
