"""Other programs: run with a log, in the foreground, or for what they print; and why they failed."""

import contextlib
import os
import platform
import re
import subprocess
import sys

from launcher.network import hide_passwords, proxy_address, without_password
from launcher.places import LINUX, LOGS, ROOT
from launcher.telling import Problem

FAILURES = [
    (r"No space left on device|not enough space on the disk|Disk quota exceeded", "disk"),
    (r"Read-only file system|Permission denied|PermissionError|AccessDeniedException", "write"),
    (r"407 Proxy|Proxy Authentication Required|ProxyError|Cannot connect to proxy|ProxyConnect", "proxy"),
    (r"CERTIFICATE_VERIFY_FAILED|PKIX path building failed", "certificate"),
    (
        r"Could not transfer|UnknownHost|Unknown host|name resolution|Name or service not known|nodename nor servname"
        r"|getaddrinfo failed|NewConnectionError|Connection refused|Connection timed out|ConnectTimeout"
        r"|Network is unreachable|No route to host|Connection reset|Read timed out|offline mode",
        "network",
    ),
    (r"No matching distribution|Could not find a version|requires a different Python", "version"),
    (r"ensurepip is not available|No module named (venv|ensurepip)", "venv"),
    (r"COMPILATION ERROR|Compilation failure", "compile"),
]


def venv_remedy():
    if LINUX:
        return f"On Debian or Ubuntu: sudo apt-get install python3-venv (or python3.{sys.version_info[1]}-venv)"
    return "Install Python from python.org, which has it."


def explain(what, output, log):
    """The Problem behind a failed program's output."""
    kind = next((kind for pattern, kind in FAILURES if re.search(pattern, output, re.IGNORECASE)), "other")
    name, proxy = proxy_address()
    if kind == "network" and proxy:
        kind = "proxy"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [re.sub(r"^\[?(ERROR|error)\]?:?\s*", "", line) for line in lines if re.match(r"\[?error", line, re.I)]
    errors = [line for line in errors if not line.startswith(("COMPILATION", "Failed to execute", "->", "[Help"))]
    first = (errors or lines[-1:] or ["it printed nothing"])[0][:300]
    where = f" The whole output: {log}" if log else ""
    problems = {
        "disk": (f"{what} failed: the disk is full.", "Free some space and run the same command again."),
        "write": (f"{what} failed: a file or folder can't be written: {first}", f"Mend its rights.{where}"),
        "proxy": (
            f"{what} failed: the proxy {without_password(proxy) or 'in the way'} does not let it through.",
            f"Check {name or 'HTTPS_PROXY'} (and NO_PROXY), then run the same command again.{where}",
        ),
        "certificate": (
            f"{what} failed: a server's certificate is not trusted here, as behind a company's firewall.",
            f"Give pip its certificate by PIP_CERT and Java's by JAVA_TOOL_OPTIONS.{where}",
        ),
        "network": (
            f"{what} failed: there is no network, or a server does not answer.",
            f"The first set-up downloads about 500 MB. Connect and run the same command again.{where}",
        ),
        "version": (
            f"{what} failed: no release fits Python {platform.python_version()} on {platform.machine()}: {first}",
            "Use Python 3.9 to 3.13.",
        ),
        "venv": (f"{what} failed: Python's venv module is missing.", venv_remedy()),
        "compile": (f"{what} failed: the Java code does not compile: {first}", where.strip()),
        "other": (f"{what} failed: {first}", where.strip()),
    }
    return Problem(*problems[kind])


def utf8_locale():
    """In the locale C, Java can't name a file beyond ASCII: settings that give it UTF-8 there, otherwise none."""
    name = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "LC_CTYPE")
    plain = os.environ.get(name, "C") in ("C", "POSIX")
    return {"LC_ALL" if name == "LC_ALL" else "LC_CTYPE": "C.UTF-8"} if LINUX and plain else {}


def run_logged(what, command, log_name, environment=None, on_line=None, check=True):
    """Runs a program with its output in build/logs; returns (exit code, output) or raises the Problem."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    lines = []
    try:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        )
    except OSError as error:
        raise Problem(f"{what} failed: {command[0]} can't be started: {error.strerror}.", "Try: ./course doctor")
    try:
        with open(log, "w", encoding="utf-8") as sink:
            for line in map(hide_passwords, process.stdout):
                sink.write(line)
                sink.flush()
                lines.append(line)
                if on_line:
                    on_line(line.rstrip())
    except BaseException:
        process.terminate()
        process.wait()
        raise
    code = process.wait()
    process.stdout.close()
    output = "".join(lines)
    if code and check:
        raise explain(what, output, log)
    return code, output


def run_in_foreground(command, environment):
    """Runs a program on our terminal; on Ctrl-C it gets the time to tidy up."""
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.terminate()
        process.wait()
        raise


def output_of(command, timeout=60):
    """What a small program prints, both streams, or None when it can't run."""
    try:
        result = subprocess.run(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", timeout=timeout,
        )
        return result.stdout if result.returncode == 0 else None
    except (OSError, subprocess.SubprocessError):
        return None
