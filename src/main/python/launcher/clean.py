"""./course clean"""

from launcher.files import remove
from launcher.places import BUILD, WINDOWS
from launcher.steps import setup_lock, stamp_path
from launcher.telling import say


def clean(options):
    """Without --all what takes long to get again stays: the Python environment, Maven, the Java libraries."""
    if not BUILD.exists():
        say("There is nothing to remove.")
        return 0
    kept = set() if options.all else {"venv", "maven-dist", "lib", "lib-gpu", "stamps"}
    with setup_lock(wait=False):
        for path in sorted(BUILD.iterdir()):
            if path.name != ".lock" and path.name not in kept:
                remove(path)
        if not options.all:
            remove(stamp_path("library"))
        elif not WINDOWS:
            remove(BUILD)
    if options.all and BUILD.exists():
        remove(BUILD)
    say(f"Removed {BUILD if options.all else 'what was built, not what was downloaded (./course clean --all does)'}.")
    return 0
