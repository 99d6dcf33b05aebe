"""./course data"""

import os

from launcher.network import proxy_options
from launcher.places import ROOT
from launcher.programs import run_in_foreground
from launcher.setup import Setup
from launcher.steps import check_space, setup_lock


def data(options):
    setup = Setup()
    with setup_lock():
        check_space()
        setup.prepare_library()
    class_path = os.pathsep.join([str(setup.library), os.path.join(setup.dependencies, "*")])
    command = [setup.java.java, *proxy_options(), "-cp", class_path, "org.unrolled.data.DataCommand", *options.arguments]
    environment = dict(setup.java.environment(), UNROLLED_HOME=str(ROOT))
    return run_in_foreground(command, environment)
