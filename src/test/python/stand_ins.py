"""A small checkout with the launcher in it, and stand-ins for Java, Maven, pip and JupyterLab."""

import contextlib
import http.server
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

CHECKOUT = Path(__file__).resolve().parents[3]
LAUNCHER = Path("src", "main", "python", "launcher")
CUDA = Path("src", "main", "resources", "org", "unrolled", "backend", "cuda.properties")

JAVA = """\
#!/bin/sh
echo "java $*" >> "$CALLS"
echo "locale LC_ALL=$LC_ALL LC_CTYPE=$LC_CTYPE" >> "$CALLS"
case "$*" in
  *-XshowSettings*)
    echo "    java.home = {home}"
    echo "    java.specification.version = {version}" ;;
  *--list-modules*)
    echo "java.base@{version}"
    case "$FAKE" in *no-vectors*) ;; *) echo "jdk.incubator.vector@{version}" ;; esac ;;
  *WarmUp.java*)
    case "$*:$FAKE" in *lib-gpu*:*gpu-breaks*) echo "Error: no CUDA driver"; exit 1 ;; esac
    mkdir -p "$HOME/natives"; echo "cache=$HOME/natives" ;;
  *) echo "java says: $*" ;;
esac
"""

MAVEN = """\
#!/bin/sh
echo "mvn $*" >> "$CALLS"
case "$*" in *-version*) echo "Apache Maven {version}"; exit 0 ;; esac
case "$FAKE" in
  *maven-slow*) sleep 1.5 ;;
  *maven-hangs*) sleep 30 ;;
  *maven-offline*) echo "[ERROR] Could not transfer artifact a:b:1 from central: repo.example: Unknown host"; exit 1 ;;
  *maven-full*) echo "[ERROR] java.io.IOException: No space left on device"; exit 1 ;;
  *maven-compile*)
    echo "[ERROR] COMPILATION ERROR :"; echo "[ERROR] A.java:[3,5] ';' expected"; exit 1 ;;
esac
for argument in "$@"; do
  case "$argument" in
    -DoutputDirectory=*) mkdir -p "${{argument#*=}}"; echo jar > "${{argument#*=}}/nd4j.jar" ;;
    package) mkdir -p build/maven; date +%s%N > build/maven/unrolled.jar ;;
    test)
      mkdir -p build/maven/surefire-reports
      echo '<testsuite tests="5" failures="0" errors="0" skipped="1"/>' > build/maven/surefire-reports/TEST-a.xml
      case "$FAKE" in *java-test-fails*)
        echo '<testsuite tests="2" failures="1" errors="0" skipped="0"/>' > build/maven/surefire-reports/TEST-b.xml
        exit 1 ;;
      esac ;;
  esac
done
"""

POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>org.unrolled</groupId><artifactId>unrolled</artifactId><version>7.8</version>
</project>
"""

# `python -m venv FOLDER` finds this in place of the standard module.
VENV = """\
import os, sys
from pathlib import Path
with open(os.environ["CALLS"], "a") as calls:
    calls.write("venv\\n")
if "no-venv" in os.environ.get("FAKE", ""):
    sys.exit("The virtual environment was not created successfully because ensurepip is not available.")
folder = Path(sys.argv[1])
jar = folder / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
jar.parent.mkdir(parents=True)
jar.write_text("jar")
(folder / "bin").mkdir()
python = folder / "bin" / "python"
python.write_text(os.environ["FAKE_PYTHON"])
python.chmod(0o755)
"""

PYTHON = """\
#!/bin/sh
echo "python $*" >> "$CALLS"
case "$*" in
  "-m pip"*)
    echo "proxy $HTTPS_PROXY" >> "$CALLS"
    case "$FAKE" in *pip-proxy*) echo "ERROR: Cannot connect to proxy $HTTPS_PROXY"; exit 1 ;; esac
    case "$FAKE" in *pip-offline*)
      echo "WARNING: Retrying: NewConnectionError: Name or service not known"
      echo "ERROR: Could not find a version that satisfies the requirement jupyterlab"; exit 1 ;;
    esac
    echo "Collecting jupyterlab" ;;
  "-m jupyterlab"*) exec {python} {lab} "$@" ;;
  *run_notebook.py*)
    echo "mode=$UNROLLED_MODE home=$UNROLLED_HOME results=$UNROLLED_RESULTS jupyter=$JUPYTER_PATH" >> "$CALLS"
    case "$*:$FAKE" in *bad.ipynb*) echo "cell 3 failed: boom"; exit 1 ;; esac
    echo "cell 1 ok" ;;
  "-m unittest"*)
    echo "Ran 4 tests in 0.1s"; echo; echo "OK (skipped=1)" ;;
  *lint_notebooks.py*) echo "7 passed, 0 failed" ;;
  *browser_test.py*)
    case "$FAKE" in *no-driver*) echo "browser_test: Playwright is missing."; exit 77 ;; esac
    echo "browser $UNROLLED_BROWSER" >> "$CALLS"; echo "9 passed, 1 failed"; exit 1 ;;
esac
"""

LAB = """\
import http.server, os, re, sys
port = int(re.search(r"ServerApp.port=(\\d+)", " ".join(sys.argv))[1])
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(os.environ["JUPYTER_TOKEN"].encode())
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


def write(path, text, executable=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if executable:
        path.chmod(0o755)
    return path


class Server:
    """A local web server that hands out one file, and can break off in its middle."""

    def __init__(self, path, content, cut_after=None):
        self.requests = []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.requests.append(self.path)
                if self.path != path:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[:cut_after])

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipIf(os.name == "nt", "the stand-ins are shell scripts")
class LauncherTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="unrolled-")).resolve()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.root = self.folder / "checkout"
        self.tools = self.folder / "tools"
        self.home = self.folder / "home"
        self.home.mkdir()
        self.calls_file = write(self.folder / "calls", "")
        self.make_checkout()
        self.make_jdk(self.folder / "jdk17", 17)
        self.link_java(self.folder / "jdk17")
        self.make_maven("3.9.0")
        write(self.folder / "python" / "venv" / "__init__.py", "")
        write(self.folder / "python" / "venv" / "__main__.py", VENV)
        lab = write(self.folder / "lab.py", LAB)
        self.environment = {
            "PATH": os.pathsep.join([str(self.tools), "/usr/bin", "/bin"]),
            "HOME": str(self.home),
            "PYTHONPATH": str(self.folder / "python"),
            "CALLS": str(self.calls_file),
            "FAKE_PYTHON": PYTHON.format(python=sys.executable, lab=lab),
            "FAKE": "",
        }

    def make_checkout(self):
        self.root.mkdir()
        shutil.copy2(CHECKOUT / "course", self.root / "course")
        shutil.copytree(CHECKOUT / LAUNCHER, self.root / LAUNCHER, ignore=shutil.ignore_patterns("__pycache__"))
        write(self.root / CUDA, (CHECKOUT / CUDA).read_text(encoding="utf-8"))
        write(self.root / "pom.xml", POM)
        write(self.root / "src/main/java/A.java", "class A {}")
        write(self.root / "src/main/jupyter/WarmUp.java", "class WarmUp {}")
        write(self.root / "src/main/jupyter/startup.jsh", "")
        write(self.root / "src/main/jupyter/logback.xml", "<configuration/>")
        write(self.root / "src/main/python/requirements.txt", "jupyterlab==1\n")
        write(self.root / "src/main/python/run_notebook.py", "")
        for name in ("00-welcome", "02-vanilla-rnn", "02-more"):
            write(self.root / "notebooks" / f"{name}.ipynb", "{}")

    def make_jdk(self, home, version, compiler=True):
        write(home / "bin" / "java", JAVA.format(home=home, version=version), executable=True)
        if compiler:
            write(home / "bin" / "javac", "#!/bin/sh\n", executable=True)

    def link_java(self, home):
        self.tools.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (self.tools / "java").unlink()
        (self.tools / "java").symlink_to(home / "bin" / "java")

    def make_maven(self, version):
        write(self.tools / "mvn", MAVEN.format(version=version), executable=True)

    def without_system_tools(self):
        """A PATH with the shell's own tools, whatever Java and Maven this machine has."""
        for name in ("sh", "mkdir", "date", "sleep", "env", "true"):
            link = self.tools / name
            if not link.exists():
                link.symlink_to(shutil.which(name))
        self.environment["PATH"] = str(self.tools)

    def course(self, *arguments, fake="", code=0, **variables):
        """Runs the launcher; returns what it printed. Never may a traceback be in it."""
        result = subprocess.run(
            [sys.executable, str(self.root / "course"), *arguments], cwd=self.folder,
            env=dict(self.environment, FAKE=fake, **variables), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="surrogateescape", timeout=60,
        )
        self.assertNotIn("Traceback", result.stdout)
        self.assertEqual(code, result.returncode, result.stdout)
        return result.stdout

    def start(self, *arguments, fake="", **variables):
        process = subprocess.Popen(
            [sys.executable, str(self.root / "course"), *arguments],
            env=dict(self.environment, FAKE=fake, **variables), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    def open_lab(self, *arguments, **variables):
        """Starts ./course lab; returns its process and what it printed up to JupyterLab's address and the line after it."""
        process = self.start("lab", "--no-browser", "--port", str(free_port()), *arguments, **variables)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C here stops it" in line:
                break
        return process, "".join(lines)

    def calls(self, beginning=""):
        lines = self.calls_file.read_text().splitlines()
        self.calls_file.write_text("")
        return [line for line in lines if line.startswith(beginning)]

    def wait_for(self, condition, what):
        for _ in range(300):
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"never came: {what}")

    def kernelspec(self, folder="jupyter"):
        return json.loads((self.root / "build" / folder / "kernels/java/kernel.json").read_text())

    def module(self):
        """The launcher's package as this checkout has it, in this test's environment; its modules are attributes."""
        patch = mock.patch.dict(os.environ, self.environment, clear=True)
        patch.start()
        self.addCleanup(patch.stop)
        self.forget_launcher()
        self.addCleanup(self.forget_launcher)
        with mock.patch.object(sys, "dont_write_bytecode", True), \
                mock.patch.object(sys, "path", [str((self.root / LAUNCHER).parent), *sys.path]):
            return importlib.import_module("launcher.cli") and sys.modules["launcher"]

    @staticmethod
    def forget_launcher():
        for name in [name for name in sys.modules if name.partition(".")[0] == "launcher"]:
            del sys.modules[name]
