"""./course data"""

import json
import os
from pathlib import Path

from launcher.network import proxy_options
from launcher.places import ROOT, WINDOWS
from launcher.programs import run_in_foreground
from launcher.setup import Setup
from launcher.steps import check_space, setup_lock
from launcher.telling import say

USAGE = """\
usage: ./course data list              what there is, and what is on this machine
       ./course data fetch NAME...     fetch data sets into the cache
       ./course data verify [NAME...]  read what is there again and compare checksums"""


REGISTRY = ROOT / "src" / "main" / "resources" / "org" / "unrolled" / "data" / "datasets.json"


def named_folder(variable, otherwise=None):
    """The folder that a variable of the environment names, `~` being the user's home, as the library reads it."""
    setting = os.environ.get(variable, "").strip()
    if not setting:
        return otherwise
    home = os.environ.get("HOME", "") if not WINDOWS else ""
    return Path(home or Path.home()) / setting[1:].lstrip("/\\") if setting[0] == "~" else Path(setting)


def is_there(place, item):
    """By size, or by the number of files; `verify` reads what is in them."""
    if "folder" in item:
        return place.is_dir() and sum(1 for _ in place.iterdir()) == item["files"]
    return place.is_file() and (place.stat().st_size == item["bytes"] if "sha256" in item else place.stat().st_size > 0)


def state(dataset, cache, mirror):
    items = [(item, item.get("file") or item.get("folder")) for item in dataset["items"] if "on demand" not in item]

    def count(*folders):
        return sum(any(is_there(folder / path, item) for folder in folders) for item, path in items)

    here = cache / dataset["folder"]
    cached = count(here)
    if cached == len(items):
        return "yes"
    if mirror and count(here, mirror / dataset["folder"]) == len(items):
        return "in the mirror"
    if mirror and "reduced" in dataset and any((mirror / dataset["reduced"]["folder"] / path).exists() for _, path in items):
        return "reduced"
    return f"{cached} of {len(items)}" if cached else "no"


def size(count):
    return f"{count} bytes" if count < 1000 else f"{count // 1000} kB" if count < 1_000_000 else f"{count / 1e6:.1f} MB"


def list_datasets():
    cache = named_folder("UNROLLED_DATA", named_folder("HOME", Path.home()) / ".unrolled" / "data")
    mirror = named_folder("UNROLLED_MIRROR")
    say(f"cache: {cache}")
    say(f"{'name':16} {'size':>10}  {'here':14} what, licence")
    for dataset in json.loads(REGISTRY.read_text(encoding="utf-8")):
        total = sum(item.get("bytes", 0) for item in dataset["items"])
        say(f"{dataset['name']:16} {size(total):>10}  {state(dataset, cache, mirror):14} {dataset['title']}")
        say(f"{'':44}{dataset['licence']}; {dataset['home']}")
    return 0


def data(options):
    """Lists by itself; what fetches or reads is Java's DataCommand. A wrong call is told before anything is built for it."""
    words = options.arguments
    asks = bool({"-h", "--help"} & set(words))
    if asks or not words or words[0] not in ("list", "fetch", "verify") or words == ["fetch"] or words[:1] == ["list"] and words[1:]:
        say(USAGE)
        return 0 if asks else 2
    if words[0] == "list":
        return list_datasets()
    setup = Setup()
    with setup_lock():
        check_space()
        setup.prepare_library()
    class_path = os.pathsep.join([str(setup.library), os.path.join(setup.dependencies, "*")])
    command = [setup.java.java, *proxy_options(), "-cp", class_path, "org.unrolled.data.DataCommand", *words]
    environment = dict(setup.java.environment(), UNROLLED_HOME=str(ROOT))
    return run_in_foreground(command, environment)
