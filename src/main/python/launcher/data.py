"""./course data"""

import os

from launcher.network import proxy_options
from launcher.places import ROOT
from launcher.programs import run_in_foreground
from launcher.setup import Setup
from launcher.steps import check_space, setup_lock
from launcher.telling import say

USAGE = """\
usage: ./course data list              what there is, and what is on this machine
       ./course data fetch NAME...     fetch data sets into the cache
       ./course data verify [NAME...]  read what is there again and compare checksums"""


def data(options):
    """Hands over to Java's DataCommand; a wrong call is told before anything is built for it."""
    words = options.arguments
    asks = bool({"-h", "--help"} & set(words))
    if asks or not words or words[0] not in ("list", "fetch", "verify") or words == ["fetch"]:
        say(USAGE)
        return 0 if asks else 2
    setup = Setup()
    with setup_lock():
        check_space()
        setup.prepare_library()
    class_path = os.pathsep.join([str(setup.library), os.path.join(setup.dependencies, "*")])
    command = [setup.java.java, *proxy_options(), "-cp", class_path, "org.unrolled.data.DataCommand", *words]
    environment = dict(setup.java.environment(), UNROLLED_HOME=str(ROOT))
    return run_in_foreground(command, environment)
