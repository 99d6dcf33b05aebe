"""The machine: its memory, processor and graphics card."""

import contextlib
import ctypes
import os
import platform
import re
import shutil
from pathlib import Path

from launcher.places import MAC, ROOT, WINDOWS
from launcher.programs import output_of
from launcher.telling import Problem

LEAST_MEMORY = 4 << 30
QUICK_MEGABYTES = 1280


def memory_bytes():
    """The memory that this process may use: the machine's, or its container's if that is less."""
    total = 8 << 30
    if WINDOWS:
        class Status(ctypes.Structure):
            _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
                (name, ctypes.c_ulonglong) for name in ("total", "free", "pages", "free_pages", "space", "left", "more")
            ]

        status = Status(length=ctypes.sizeof(Status))
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            total = status.total
    else:
        with contextlib.suppress(ValueError, OSError):
            total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with contextlib.suppress(ValueError, OSError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return total


def kernel_memory(total, quick=False):
    """Megabytes for a notebook's kernel, Java's heap and ND4J's tensors together: half of what is there, in quick mode no more
    than 1.25 GB, so that several notebooks can be open; the process itself takes some 200 MB beside them."""
    wish = os.environ.get("UNROLLED_MEMORY", "").strip().lower()
    if wish:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([mg])b?", wish)
        megabytes = int(float(match[1]) * (1024 if match[2] == "g" else 1)) if match else 0
        if megabytes < 512:
            raise Problem(f"UNROLLED_MEMORY is '{wish}', expected a size of at least 512m.", "For example: 6g or 3000m")
        return megabytes
    return min(QUICK_MEGABYTES if quick else 16384, max(1536, (total >> 20) // 2))


def cpu_features():
    """Which of 'avx2' and 'avx512' the processor has; none on anything but x86-64."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return set()
    if WINDOWS:
        has = ctypes.windll.kernel32.IsProcessorFeaturePresent
        return {name for name, number in (("avx2", 40), ("avx512", 41)) if has(number)}
    if MAC:
        flags = (output_of(["sysctl", "-n", "machdep.cpu.leaf7_features"]) or "").lower().split()
        return {name for name, flag in (("avx2", "avx2"), ("avx512", "avx512f")) if flag in flags}
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return set()
    match = re.search(r"^flags\s*:(.*)$", text, re.MULTILINE)
    flags = set(match[1].split()) if match else set()
    wanted = {"avx2": {"avx2"}, "avx512": {"avx512f", "avx512bw", "avx512dq", "avx512vl"}}
    return {name for name, needed in wanted.items() if needed <= flags}


def thread_settings():
    """OpenBLAS 0.3.19 does not know newer AVX-512 processors and falls back to slow kernels on them."""
    settings = {"OMP_WAIT_POLICY": "passive"}
    if "avx512" in cpu_features():
        settings["OPENBLAS_CORETYPE"] = "SkylakeX"
    return settings


def gpu_table():
    """The CUDA backend's name and the compute capabilities that it runs on, where the Java library reads them too."""
    lines = (ROOT / "src/main/resources/org/unrolled/backend/cuda.properties").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=") for line in lines if line and not line.startswith("#"))


def gpu():
    """(name, compute capability) of the first NVIDIA GPU, or (None, the reason)."""
    if not shutil.which("nvidia-smi"):
        return None, "no NVIDIA GPU was found (nvidia-smi is missing)"
    text = output_of(["nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader"])
    match = re.search(r"^(.*),\s*(\d+\.\d+)\s*$", text or "", re.MULTILINE)
    if not match:
        return None, "nvidia-smi does not tell of a GPU with its compute capability"
    return match[1].strip(), match[2]


def gpu_refusal():
    """Why the GPU can't be used, as one sentence, or None when it can."""
    backend, low, high = (gpu_table()[key] for key in ("backend", "oldest", "newest"))
    if platform.machine().lower() not in ("x86_64", "amd64") or MAC:
        return f"{backend} exists for Linux and Windows on x86-64 alone: the CPU is used."
    name, capability = gpu()
    if name is None:
        return f"{capability[0].upper()}{capability[1:]}: the CPU is used."
    if not as_version(low) <= as_version(capability) <= as_version(high):
        return f"The GPU ({name}) has compute capability {capability}, {backend} runs {low} to {high}: the CPU is used."
    return None


def as_version(text):
    return tuple(int(number) for number in text.split("."))
