"""The vector instructions that the benchmarks run with: the processor's own, or AVX2 on both sides of a processor that has more."""
import argparse
import os
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

from launcher.machine import cpu_features  # noqa: E402 (its folder is known from here on)

NATIVE, AVX2 = "native", "avx2"
# Where libraries choose their code by the processor, each has a switch of its own: OpenBLAS (ours, and NumPy's), oneDNN, MKL, ATen.
HELD = {"OPENBLAS_CORETYPE": "Haswell", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2", "ATEN_CPU_CAPABILITY": "avx2"}


def add_argument(parser):
    parser.add_argument("--isa", choices=[NATIVE, AVX2], default=NATIVE,
                        help="avx2: both sides without the AVX-512 that the processor has (default: all that it has)")
    parser.add_argument("--vectors", action="store_true", help=argparse.SUPPRESS)


def check(isa):
    if isa == AVX2 and "avx2" not in cpu_features():
        raise SystemExit(f"--isa avx2 on a processor without AVX2 ({platform.machine()}): leave it out.")


def variables(isa):
    """What a process gets in its environment, whichever side it is."""
    check(isa)
    return dict(HELD) if isa == AVX2 else {}


def java_options(options):
    """As the notebooks' kernel has them, and no longer vectors than the other side."""
    vectors = ["--add-modules", "jdk.incubator.vector"] if options.vectors else []
    return vectors + (["-XX:UseAVX=2"] if options.isa == AVX2 else [])


def vector_bits(isa):
    """Width of the vectors that both sides run with."""
    features = cpu_features()
    if "avx512" in features and isa == NATIVE:
        return 512
    return 256 if features else 128


def machine(isa):
    """The machine as a report names it."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"cpu": name, "cores": os.cpu_count(), "isa": isa, "vectorBits": vector_bits(isa), "system": platform.platform(),
            "python": platform.python_version()}


def line(isa, threads):
    """The machine in a line, which stands above or below each table."""
    held = " (held to AVX2)" if isa == AVX2 and "avx512" in cpu_features() else ""
    return f"{machine(isa)['cpu']}, vectors of {vector_bits(isa)} bits{held}, {threads} thread{'s' * (threads != 1)}"
