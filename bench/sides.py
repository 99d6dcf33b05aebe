"""What the full-size benchmarks share: the two sides, each a process of its own with the same number of threads, and the report."""
import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import isa

ROOT = Path(__file__).resolve().parent.parent
OURS, PEER = "unrolled", "pytorch"


def add_arguments(parser, out):
    """Adds what both benchmarks are told; `out` is the name of the JSON file."""
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=os.environ.get("UNROLLED_TORCH_PYTHON", sys.executable),
                        help="a Python with torch (default: this one, or UNROLLED_TORCH_PYTHON)")
    isa.add_argument(parser)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / out)


def with_settings(parser):
    """Parses the command line; what the parser doesn't know are settings of the recipe, and come beside the options."""
    options, settings = parser.parse_known_args()
    if len(settings) % 2 or any(not name.startswith("--") for name in settings[::2]):
        parser.error(f"settings come as --name value, given {' '.join(settings)}")
    return options, settings


def folders(name):
    """Where a data set may lie: the mirror, and the cache."""
    return [Path(os.environ.get("UNROLLED_MIRROR", ROOT.parent / "shared" / "data")) / name,
            Path(os.environ.get("UNROLLED_DATA", Path.home() / ".unrolled" / "data")) / name]


def command(options, side, script, benchmark, arguments, memory):
    """How a side is started: `script` is the peer's, `benchmark` our class."""
    if side == PEER:
        return [options.python, str(ROOT / "bench" / script), "--threads", str(options.threads), *arguments]
    return [options.java, *isa.java_options(options), f"-Xmx{memory}", f"-Dunrolled.threads={options.threads}",
            "-cp", options.classpath, f"org.unrolled.bench.{benchmark}", *arguments]


def environment(options, side):
    variables = {**os.environ, **isa.variables(options.isa), "OMP_NUM_THREADS": str(options.threads)}
    if side == PEER:
        # Set for ND4J's sake; PyTorch's threads are quicker with their own policy.
        variables.pop("OMP_WAIT_POLICY", None)
    return variables


def run(options, side, line):
    """Runs a side's command; prints what it prints, and gives the JSON object of its last line with the seconds of the process."""
    started, last = time.time(), ""
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment(options, side)) as process:
        for printed in process.stdout:
            if not printed.startswith("{"):
                print(f"{side}: {printed}", end="", flush=True)
            last = printed
    if process.returncode or not last.startswith("{"):
        raise SystemExit(f"The side {side} failed; see the messages above.")
    return {**json.loads(last), "processSeconds": round(time.time() - started, 1)}


def save(options, report):
    """Writes the report with the machine and the threads, by way of a temporary file."""
    report = {"machine": isa.machine(options.isa), "threads": options.threads, **report}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    partial = options.out.with_suffix(".part")
    partial.write_text(json.dumps(report, indent=1), encoding="utf-8")
    os.replace(partial, options.out)


def tell_saved(options):
    """The last two lines of a benchmark: what the figures above are of, and where they lie."""
    print(f"\nMachine: {isa.line(options.isa, options.threads)}\nSaved to {options.out}")
