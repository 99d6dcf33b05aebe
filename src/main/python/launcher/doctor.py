"""./course doctor"""

import os
import platform
import shutil
import sys
import urllib.error
import urllib.request

from launcher.files import hash_of
from launcher.java import VECTORS, Java, conda_prefix, java_remedy
from launcher.machine import LEAST_MEMORY, cpu_features, gpu, gpu_refusal, kernel_memory, memory_bytes
from launcher.maven import MAVEN, MAVEN_CENTRAL, MAVEN_SHA512, OLDEST_MAVEN, maven_version
from launcher.network import proxy, proxy_address, without_password
from launcher.places import BUILD, ROOT
from launcher.programs import venv_remedy
from launcher.steps import SETUP_BYTES, is_done, stamp_path
from launcher.telling import Problem, say


def examine_java():
    try:
        java = Java()
        return [("ok", "Java", f"{java.version} at {java.home}", ""), ("ok", "javac", str(java.javac), "")]
    except Problem as problem:
        return [("missing", "Java", problem.sentence, java_remedy())]


def examine_maven():
    path = shutil.which("mvn")
    version = maven_version(path) if path else None
    if version and version >= OLDEST_MAVEN:
        return "ok", "Maven", f"{'.'.join(map(str, version))} at {path}", ""
    if is_done("maven", hash_of(MAVEN, MAVEN_SHA512)):
        return "ok", "Maven", f"{MAVEN} in {BUILD / 'maven-dist'}", ""
    had = f"{'.'.join(map(str, version))} is older than 3.6.3" if version else "none on the PATH"
    return "warn", "Maven", f"{had}: ./course lab fetches {MAVEN}", "./course lab"


def examine_python():
    import importlib.util

    rows = [("ok", "Python", f"{platform.python_version()} at {sys.executable}", "")]
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if lacking:
        rows.append(("missing", "Python venv", f"the module {' and '.join(lacking)} is missing", venv_remedy()))
    else:
        rows.append(("ok", "Python venv", "there", ""))
    return rows


def examine_disk():
    free = shutil.disk_usage(ROOT).free
    if free < SETUP_BYTES and not stamp_path("venv").exists():
        return "missing", "disk", f"{free / 1e9:.1f} GB free, the set-up needs {SETUP_BYTES / 1e9:.1f}", "free some space"
    if not os.access(ROOT, os.W_OK):
        return "missing", "disk", f"{ROOT} can't be written", "clone into a folder of your own"
    return "ok", "disk", f"{free / 1e9:.0f} GB free", ""


def examine_memory():
    total = memory_bytes()
    quick, full = kernel_memory(total, quick=True) / 1024, kernel_memory(total) / 1024
    text = f"{total / 2**30:.1f} GiB, of which a notebook may use {quick:.1f}, in full mode {full:.1f}"
    if total < LEAST_MEMORY:
        return "warn", "memory", text, "the course wants 4 GiB, full mode 8: open one notebook at a time"
    return "ok", "memory", text, ""


def examine_processor():
    features = cpu_features()
    cores = f"{os.cpu_count()} cores, {platform.machine()}"
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return "ok", "processor", cores, ""
    if "avx2" not in features:
        return "warn", "processor", f"{cores}, no AVX2: training is slow", "use a newer machine"
    return "ok", "processor", f"{cores}, AVX2{' and AVX-512' if 'avx512' in features else ''}", ""


def examine_kernels():
    """The rule of org.unrolled.nn.backend.cpu.PanelKernels, for a notebook's kernel."""
    features = cpu_features()
    try:
        vectors = Java().vector_options
    except Problem:
        return "ok", "kernels", "known once there is a JDK", ""
    if not features:
        return "ok", "kernels", "OpenBLAS multiplies: vectors of 128 bits have not been measured", ""
    if not vectors:
        return "warn", "kernels", f"OpenBLAS multiplies: this JDK has no module {VECTORS}", "a JDK with it trains recurrent layers faster"
    bits = 512 if "avx512" in features else 256
    return "ok", "kernels", f"the layers' steps multiply in Java's vectors of {bits} bits, large products by OpenBLAS", ""


def examine_gpu():
    refusal = gpu_refusal()
    if refusal:
        return "ok", "GPU", f"{refusal} The course needs none.", ""
    name, capability = gpu()
    return "ok", "GPU", f"{name}, compute capability {capability}: ./course lab --gpu uses it", ""


def examine_network():
    address = os.environ.get("UNROLLED_MAVEN_CENTRAL", MAVEN_CENTRAL)
    try:
        proxy()
    except Problem as problem:
        return "missing", "network", problem.sentence, problem.remedy
    name, through = proxy_address()
    through = f" through {name}={without_password(through)}" if name else ""
    try:
        urllib.request.urlopen(urllib.request.Request(address + "/", method="HEAD"), timeout=8).close()
    except urllib.error.HTTPError as error:
        if error.code == 407:
            return "warn", "network", f"the proxy wants a log-in{through}", f"correct {name}"
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if stamp_path("venv").exists():
            return "warn", "network", f"none{through} ({reason}); the set-up is done without it", ""
        return "warn", "network", f"none{through} ({reason})", f"correct or unset {name}" if name else "connect"
    return "ok", "network", f"Maven Central answers{through}", ""


def doctor(_):
    rows = [*examine_java(), examine_maven(), *examine_python(), examine_disk(), examine_memory(),
            examine_processor(), examine_kernels(), examine_gpu(), examine_network()]
    if conda_prefix():
        rows.append(("ok", "conda", f"{conda_prefix()} is used instead of build/venv", ""))
    for state, what, found, remedy in rows:
        say(f"{state:8} {what:12} {found}")
        if remedy:
            say(f"{'':21} -> {remedy}")
    missing = sum(state == "missing" for state, *_ in rows)
    say("All that the course needs is there." if not missing else f"{missing} to mend, see the arrows.")
    return 1 if missing else 0
