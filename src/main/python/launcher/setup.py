"""The set-up: Java libraries, the course's own library, native code, the Python environment."""

import os
import platform
import re
import shutil
import sys
import zipfile
from pathlib import Path

from launcher import kernel
from launcher.files import hash_of, remove, replace_folder
from launcher.java import Java, conda_prefix
from launcher.machine import gpu_refusal, gpu_table, thread_settings
from launcher.maven import maven
from launcher.network import proxy
from launcher.places import BUILD, JUPYTER_SOURCES, LOGS, PYTHON_SOURCES, ROOT, WINDOWS
from launcher.programs import run_logged
from launcher.steps import check_space, setup_lock, stamp_path, step
from launcher.telling import Activity, Problem, say


LOGGING = JUPYTER_SOURCES / "logback.xml"


class GpuFailed(Exception):
    """The GPU backend does not load."""


def add_logging(folder):
    """The notebooks' settings of the log, in a jar beside Logback's own: in the library's they would be its users' too."""
    with zipfile.ZipFile(folder / "unrolled-logging.jar", "w") as jar:
        jar.write(LOGGING, LOGGING.name)


class Setup:
    """Brings build/ up to date, step by step, and knows where everything is."""

    def __init__(self, gpu_wanted=False, full=False):
        if os.pathsep in str(ROOT):
            raise Problem(f"The path {ROOT} holds '{os.pathsep}', at which Java's class path is cut.",
                          "Move or rename the folder.")
        self.full = full or os.environ.get("UNROLLED_MODE") == "full"
        self.java = Java()
        refusal = gpu_refusal() if gpu_wanted else None
        if refusal:
            say(refusal)
        self.use_gpu(gpu_wanted and not refusal)

    def use_gpu(self, yes):
        self.gpu = yes
        suffix = "-gpu" if yes else ""
        self.library = BUILD / "library" / "unrolled.jar"
        self.dependencies = BUILD / f"lib{suffix}"
        self.jupyter_path = BUILD / f"jupyter{suffix}"

    @property
    def prefix(self):
        return conda_prefix() or BUILD / "venv"

    @property
    def python(self):
        if WINDOWS:
            return self.prefix / ("python.exe" if conda_prefix() else "Scripts/python.exe")
        return self.prefix / "bin" / "python"

    def prepare(self, jupyter=True, browser=False):
        """All set-up steps that the command needs, under the lock."""
        with setup_lock():
            check_space()
            self.prepare_library()
            self.prepare_natives()
            if jupyter:
                self.prepare_python()
                kernel.prepare(self)
            if browser:
                self.prepare_browser_driver()

    def prepare_library(self):
        pom = hash_of(ROOT / "pom.xml", LOGGING, platform.system(), platform.machine(), self.gpu)
        sources = hash_of(ROOT / "pom.xml", ROOT / "src/main/java", ROOT / "src/main/resources", ROOT / "data",
                          self.java.version)
        step(self.dependencies.name, pom, self.gather_dependencies)
        step("library", sources, self.build_library)

    def gather_dependencies(self):
        new = BUILD / (self.dependencies.name + ".new")
        remove(new)
        goals = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={new}"]
        if self.gpu:
            goals.append("-Pgpu")
        maven(self.java, "Gathering the Java libraries", goals, self.dependencies.name)
        jars = len(list(new.glob("*.jar")))
        if not jars:
            raise Problem("Maven gathered no Java library.", f"See {LOGS / self.dependencies.name}.log")
        add_logging(new)
        replace_folder(new, self.dependencies)
        return [self.dependencies]

    def build_library(self):
        goals = ["clean", "package", "-DskipTests", *self.java.build_options()]
        maven(self.java, "Building the course's library", goals, "library")
        built = BUILD / "maven" / "unrolled.jar"
        if not built.is_file():
            raise Problem(f"Maven built no {built}.", f"See {LOGS / 'library.log'}")
        self.library.parent.mkdir(parents=True, exist_ok=True)
        new = self.library.with_suffix(".new")
        shutil.copyfile(built, new)
        os.replace(new, self.library)
        return [self.library]

    def prepare_natives(self):
        """ND4J unpacks 400 MB of native code at its first use: here, not while a student waits for a cell."""
        source = JUPYTER_SOURCES / "WarmUp.java"
        inputs = hash_of(stamp_path(self.dependencies.name), source, str(self.java.home), str(Path.home()))

        def warm_up():
            command = [self.java.java, "-cp", os.path.join(self.dependencies, "*"), *kernel.jvm_options(), source]
            with Activity("Unpacking the native libraries"):
                environment = dict(self.java.environment(), **thread_settings())
                code, output = run_logged("Loading ND4J", command, f"natives-{self.dependencies.name}", environment,
                                          check=not self.gpu)
            if code:
                raise GpuFailed()
            cache = re.search(r"^cache=(.*)$", output, re.MULTILINE)
            return [cache[1].strip()] if cache else []

        try:
            step(f"natives-{self.dependencies.name}", inputs, warm_up)
        except GpuFailed:
            say(f"The GPU backend {gpu_table()['backend']} does not start here (see {LOGS}): the CPU is used.")
            self.use_gpu(False)
            self.prepare_library()
            self.prepare_natives()

    def prepare_python(self):
        if conda_prefix():
            return
        requirements = PYTHON_SOURCES / "requirements.txt"
        step("venv", hash_of(requirements, str(ROOT), sys.version, sys.executable), lambda: self.make_venv(requirements))
        if not self.python.exists():
            remove(stamp_path("venv"))
            self.prepare_python()

    def make_venv(self, requirements):
        folder = BUILD / "venv"
        remove(stamp_path("browser-driver"))
        remove(folder)
        with Activity("Making the Python environment"):
            run_logged("Making the Python environment", [sys.executable, "-m", "venv", folder], "venv")
        self.pip("Installing JupyterLab and the Java kernel", requirements, "pip")
        return [folder, self.python]

    def pip(self, what, requirements, log_name):
        proxy()  # says what is wrong with it, where pip would not
        command = [self.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2",
                   "--progress-bar", "off", "-r", requirements]
        with Activity(what) as activity:
            packages = [0]

            def progress(line):
                if line.startswith("Collecting"):
                    packages[0] += 1
                    activity.note = f"{packages[0]} packages found"
                elif line.startswith("Installing collected"):
                    activity.note = f"installing {packages[0]} packages"

            run_logged(what, command, log_name, on_line=progress)

    def prepare_browser_driver(self):
        requirements = PYTHON_SOURCES / "requirements-test.txt"
        if conda_prefix() or not requirements.exists():
            return

        def install():
            self.pip("Installing the browser's driver", requirements, "pip-test")
            return [BUILD / "venv"]

        step("browser-driver", hash_of(requirements, stamp_path("venv")), install)
