"""./course lab, ./course reset"""

import os
import secrets
import socket
import subprocess
import time
from pathlib import Path

from launcher.kernel import jupyter_environment
from launcher.notebooks import reset_copy, resolve_notebook, update_copies
from launcher.places import COPIES, NOTEBOOKS, ROOT, WINDOWS
from launcher.setup import Setup
from launcher.steps import setup_lock
from launcher.telling import Problem, say


def is_free(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except PermissionError:
            raise Problem(f"Port {port} needs more rights than yours.", "Choose another: ./course lab --port 8888")
        except OSError:
            return False


def free_port(wanted):
    if not 1 <= wanted <= 65535:
        raise Problem(f"--port is {wanted}, expected 1 to 65535.", "For example: ./course lab --port 8888")
    for port in range(wanted, min(wanted + 100, 65536)):
        if is_free(port):
            if port != wanted:
                say(f"Port {wanted} is in use: JupyterLab gets {port}.")
            return port
    raise Problem(f"Ports {wanted} to {wanted + 99} are all in use.", "Choose another: ./course lab --port N")


def wait_until_listening(process, port):
    while process.poll() is None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def culling(minutes):
    """JupyterLab's settings that end a kernel after minutes without use. An open tab counts as connected, and six of them are
    what fills a laptop, so those end too; a cell that runs is never ended, however long it trains."""
    if minutes < 0:
        raise Problem(f"--idle is {minutes}, expected minutes, or 0 for never.", "For example: ./course lab --idle 60")
    settings = {"cull_idle_timeout": 60 * minutes, "cull_interval": 60, "cull_connected": True, "cull_busy": False}
    return [f"--MappingKernelManager.{name}={value}" for name, value in settings.items()]


def lab(options):
    """JupyterLab on the student's working copies; with --originals on the checkout, for those who write notebooks."""
    started = time.monotonic()
    cull = culling(options.idle)
    setup = Setup(options.gpu)
    setup.prepare()
    if not options.originals:
        with setup_lock():
            update_copies()
    root = ROOT if options.originals else COPIES
    port = free_port(options.port)
    environment = jupyter_environment(setup)
    token = environment.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
    welcome = (NOTEBOOKS if options.originals else COPIES) / "00-welcome.ipynb"
    page = f"/lab/tree/{welcome.relative_to(root).as_posix()}" if welcome.exists() else "/lab"
    command = [
        setup.python, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}", f"--LabApp.default_url={page}",
        "--ServerApp.answer_yes=True", "--MappingKernelManager.default_kernel_name=java",
        "--Application.log_level=ERROR", *cull,
    ]
    if options.no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment)
    try:
        if wait_until_listening(process, port):
            whose = "the originals in notebooks/" if options.originals else f"your own copies in {COPIES.name}/"
            say(f"JupyterLab is ready after {time.monotonic() - started:.1f} s, with {whose}.")
            say(f"  http://127.0.0.1:{port}{page}?token={token}")
            if options.idle:
                say(f"A notebook without use for {options.idle} minutes gives its memory back: text and outputs stay, variables go "
                    "(Run > Restart Kernel and Run up to Selected Cell brings them back; --idle 0 keeps them).")
            say("Ctrl-C here stops it.")
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code > 0:
        raise Problem(f"JupyterLab stopped with exit code {code}.", "Its own message stands above.")
    return 0


def reset(options):
    if not options.notebooks:
        raise Problem("No notebook is named.", "For example: ./course reset 02")
    names = []
    for wish in options.notebooks:
        name = resolve_notebook(Path(wish).name).name
        if not (NOTEBOOKS / name).is_file():
            raise Problem(f"'{wish}' is no notebook of the course.", f"./course run lists them, they lie in {NOTEBOOKS}.")
        names.append(name)
    with setup_lock():
        for name in names:
            kept = reset_copy(name)
            say(f"{COPIES.name}/{name} is clean" + (f"; yours is kept as {kept.name} beside it." if kept else "."))
    return 0
