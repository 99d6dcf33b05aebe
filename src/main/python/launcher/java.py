"""The JDK in use."""

import functools
import os
import re
import shutil
from pathlib import Path

from launcher.places import MAC, WINDOWS
from launcher.programs import output_of, utf8_locale
from launcher.telling import Problem

OLDEST_JAVA = 17
VECTORS = "jdk.incubator.vector"


def java_remedy():
    if MAC:
        return "brew install openjdk@17"
    if WINDOWS:
        return "winget install EclipseAdoptium.Temurin.17.JDK"
    return "sudo apt-get install openjdk-17-jdk-headless (or your system's JDK 17)"


def executable(folder, name):
    return shutil.which(name, path=str(folder))


def java_at(path):
    """(version, home) as that java tells them, or None."""
    text = output_of([path, "-XshowSettings:properties", "-version"]) or ""
    version = re.search(r"java\.specification\.version = (?:1\.)?(\d+)", text)
    home = re.search(r"java\.home = (.*)", text)
    return (int(version[1]), Path(home[1].strip())) if version and home else None


class Java:
    """The JDK in use: conda's, JAVA_HOME's or the PATH's, the first that is new enough."""

    def __init__(self):
        seen = []
        places = [("JAVA_HOME", Path(os.environ["JAVA_HOME"]) / "bin")] if os.environ.get("JAVA_HOME") else []
        places.append(("PATH", os.environ.get("PATH", "")))
        if conda_prefix():
            places.reverse()
        for origin, folder in places:
            path = executable(folder, "java")
            found = java_at(path) if path else None
            if not found:
                continue
            version, home = found
            compiler = executable(home / "bin", "javac") or executable(home.parent / "bin", "javac")
            if version >= OLDEST_JAVA and compiler:
                self.version, self.home = version, Path(compiler).parent.parent
                self.java, self.javac = Path(executable(self.home / "bin", "java") or path), Path(compiler)
                return
            lack = f"Java {version}" if version < OLDEST_JAVA else f"Java {version} without its compiler"
            seen.append(f"{lack} by {origin} at {path}")
        found = f"found {' and '.join(seen)}" if seen else "none was found by JAVA_HOME or on the PATH"
        raise Problem(f"Unrolled needs a JDK of version {OLDEST_JAVA} or newer, {found}.", f"Install it: {java_remedy()}")

    def environment(self):
        return dict(os.environ, JAVA_HOME=str(self.home), **utf8_locale())

    def build_options(self):
        """For Maven: a compiler newer than ours warns of more."""
        return ["-Djavac.warnings=-nowarn"] if self.version > OLDEST_JAVA else []

    @functools.cached_property
    def vector_options(self):
        """What makes the JVM offer its vectors, in which the layers multiply faster. The module is incubating: a JVM has it when
        it is asked for, and a JDK may be built without it."""
        modules = output_of([self.java, "--list-modules"]) or ""
        return ["--add-modules", VECTORS] if re.search(rf"^{re.escape(VECTORS)}(@|$)", modules, re.MULTILINE) else []

    def test_options(self):
        """For Maven's tests, which ask for the vectors by themselves."""
        return [] if self.vector_options else ["-Dvectors.option="]


def conda_prefix():
    """The activated conda environment, if it holds JupyterLab and a Java kernel."""
    prefix = os.environ.get("CONDA_PREFIX")
    if not prefix or os.environ.get("VIRTUAL_ENV"):
        return None
    prefix = Path(prefix)
    lab = list(prefix.glob("lib/python3*/site-packages/jupyterlab")) + list(prefix.glob("Lib/site-packages/jupyterlab"))
    return prefix if lab and (prefix / "share/jupyter/kernels/java/kernel.json").is_file() else None
