"""Unrolled's launcher: sets the course up, opens it, runs it, tests it.

    ./course lab [--no-browser] [--port N] [--gpu]      open your copies of the notebooks in JupyterLab
    ./course lab --originals                            open the notebooks themselves, to write them
    ./course reset NOTEBOOK...                          a clean copy of a notebook, yours is kept beside it
    ./course run NOTEBOOK... [--full] [--kernel NAME]   execute notebooks without a browser
    ./course run NOTEBOOK... --core                     the same without the side trips
    ./course notebooks student [NOTEBOOK...] [--out DIR]  copies for a class, with the marked lines left to write
    ./course notebooks instructor ...                   the same filled in
    ./course test [--fast]                              everything that CI checks
    ./course doctor                                     what this machine lacks, and what mends it
    ./course data list | fetch NAME... | verify         the data sets of full mode
    ./course bench [--cells lstm] [--shapes 32x35x256]  time the layers beside stock DL4J and PyTorch
    ./course bench character-model                      train the full-size character model beside PyTorch
    ./course bench translation [--model attention]      train the full-size translation models
    ./course bench classification [--set TREC]          train the classifiers of the public sets of sentences
    ./course bench features                             time the features of an hour of speech
    ./course bench ctc                                  time the CTC loss beside PyTorch's
    ./course bench speech [--held-out takes]            train and measure recognisers of digit strings
    ./course bench captioning [--model attend]          train and measure the full-size captioning models
    ./course install                                    the library for your own Maven projects
    ./course clean [--all]                              remove what was built

Python 3.9 or newer, standard library only. On Windows: py course ...
All that it makes lies under build/, your copies of the notebooks in my-notebooks/. A set-up step runs again only when its inputs have changed:
build/stamps/STEP.json holds a hash of them and is written last, so an interrupted step starts over.
"""

import argparse
import os
import signal
import sys
import traceback
from pathlib import Path

from launcher.bench import bench
from launcher.clean import clean
from launcher.data import data
from launcher.doctor import doctor
from launcher.install import install
from launcher.lab import lab, reset
from launcher.network import hide_passwords, normalise_proxies
from launcher.running import run
from launcher.teaching import INSTRUCTOR, STUDENT, notebooks
from launcher.telling import Problem, as_problem
from launcher.testing import test


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Problem(f"{message[0].upper()}{message[1:]}.", f"See: {self.prog} --help")


def parser():
    top = Parser(prog="./course", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    gpu_wanted = os.environ.get("UNROLLED_GPU", "") in ("1", "true", "yes")

    command = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    command.add_argument("--no-browser", action="store_true", help="print the address only")
    command.add_argument("--port", type=int, default=8888, help="the first port to try (8888)")
    command.add_argument("--gpu", action="store_true", default=gpu_wanted, help="use the NVIDIA GPU, if ND4J runs on it")
    command.add_argument("--idle", type=int, default=60, metavar="MINUTES",
                         help="end a notebook's kernel after so many minutes without use, to free its memory (60; 0: never)")
    command.add_argument("--originals", action="store_true", help="open the notebooks themselves, not your copies of them")
    command.set_defaults(action=lab)

    command = commands.add_parser("reset", help="a clean copy of a notebook; yours is kept beside it")
    command.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a file name, or how it begins (02)")
    command.set_defaults(action=reset)

    command = commands.add_parser("run", help="execute notebooks without a browser")
    command.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a path, or how the name begins (02); none lists them")
    command.add_argument("--full", action="store_true", help="the real data sets and the long training")
    command.add_argument("--core", action="store_true", help="leave out the side trips")
    command.add_argument("--kernel", default="java", help="kernelspec to run on (java)")
    command.add_argument("--gpu", action="store_true", default=gpu_wanted, help="use the NVIDIA GPU, if ND4J runs on it")
    command.add_argument("--timeout", type=int, help="seconds that one cell may take")
    command.set_defaults(action=run)

    command = commands.add_parser("notebooks", help="copies for a class: for students with lines left to write, for instructors filled in")
    command.add_argument("audience", choices=[STUDENT, INSTRUCTOR])
    command.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a path, or how the name begins (02); none: all")
    command.add_argument("--out", type=Path, help="a folder (build/notebooks/student, build/notebooks/instructor)")
    command.set_defaults(action=notebooks)

    command = commands.add_parser("test", help="everything that CI checks")
    command.add_argument("--fast", action="store_true", help="without executing the notebooks, without a browser")
    command.set_defaults(action=test)

    command = commands.add_parser("doctor", help="what this machine lacks, and what mends it")
    command.set_defaults(action=doctor)

    command = commands.add_parser("data", prefix_chars="\0", add_help=False, help="list, fetch or verify the data sets")
    command.add_argument("arguments", nargs=argparse.REMAINDER, metavar="list | fetch NAME... | verify")
    command.set_defaults(action=data)

    command = commands.add_parser("bench", prefix_chars="\0", add_help=False, help="time the layers beside stock DL4J and PyTorch")
    command.add_argument("arguments", nargs=argparse.REMAINDER, metavar="[--shapes 32x35x256] [--cells lstm] ...")
    command.set_defaults(action=bench)

    command = commands.add_parser("install", help="put the library into Maven's local repository, for projects of your own")
    command.set_defaults(action=install)

    command = commands.add_parser("clean", help="remove what was built; the data cache stays")
    command.add_argument("--all", action="store_true", help="what was downloaded, too")
    command.set_defaults(action=clean)
    return top


def main(arguments):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a path that the terminal's encoding lacks is no error
    normalise_proxies()
    try:
        options = parser().parse_args(arguments)
        if not options.command:
            parser().print_help()
            return 2
        return options.action(options)
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("UNROLLED_DEBUG"):
            sys.stderr.write(hide_passwords(traceback.format_exc()))
        problem = as_problem(error)
        sys.stderr.write(hide_passwords(f"{problem.sentence}\n" + (f"{problem.remedy}\n" if problem.remedy else "")))
        return 130 if isinstance(error, KeyboardInterrupt) else 1
