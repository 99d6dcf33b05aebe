"""Maven: found on the PATH or fetched, and run.

Maven's own wrapper scripts would fetch it too. They were weighed and left out: two foreign scripts of 500 lines would join the
repository, they need curl or wget and unzip on a student's machine, and they try once, show no progress and leave their
errors to whoever reads shell. What they would save is the 25 lines of find_maven and fetch_maven.
"""

import os
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from launcher.download import download
from launcher.files import hash_of, remove, replace_folder, unpack, write_atomically
from launcher.network import hosts_without_proxy, proxy
from launcher.places import BUILD, WINDOWS
from launcher.programs import output_of, run_logged
from launcher.steps import step
from launcher.telling import Activity

OLDEST_MAVEN = (3, 6, 3)
MAVEN = "3.9.16"
MAVEN_SHA512 = (
    "ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929"
    "ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3"
)
MAVEN_CENTRAL = "https://repo.maven.apache.org/maven2"


def maven_settings():
    """Maven reads neither HTTPS_PROXY nor Java's properties: its proxies go into a settings file of ours."""
    if (Path.home() / ".m2" / "settings.xml").exists():
        return []
    found = proxy()
    if not found:
        return []
    settings = ElementTree.Element("settings")
    proxies = ElementTree.SubElement(settings, "proxies")
    for protocol in ("http", "https"):
        entry = ElementTree.SubElement(proxies, "proxy")
        values = {"id": f"environment-{protocol}", "active": "true", "protocol": protocol, "host": found.host,
                  "port": found.port, "nonProxyHosts": hosts_without_proxy()}
        if found.user:
            values.update(username=found.user, password=found.password)
        for tag, value in values.items():
            ElementTree.SubElement(entry, tag).text = str(value)
    path = BUILD / "maven-settings.xml"
    write_atomically(path, ElementTree.tostring(settings, encoding="unicode"), mode=0o600)
    return ["-s", path]


def maven_version(path):
    match = re.search(r"Apache Maven (\d+)\.(\d+)\.(\d+)", output_of([path, "-version"]) or "")
    return tuple(int(number) for number in match.groups()) if match else None


def find_maven():
    """The PATH's Maven if it is new enough, otherwise our own copy, fetched when it isn't there yet."""
    path = shutil.which("mvn")
    if path and (maven_version(path) or (0,)) >= OLDEST_MAVEN:
        return Path(path)
    home = BUILD / "maven-dist" / f"apache-maven-{MAVEN}"
    step("maven", hash_of(MAVEN, MAVEN_SHA512), lambda: fetch_maven(home))
    return home / "bin" / ("mvn.cmd" if WINDOWS else "mvn")


def fetch_maven(home):
    base = os.environ.get("UNROLLED_MAVEN_CENTRAL", MAVEN_CENTRAL).rstrip("/")
    address = f"{base}/org/apache/maven/apache-maven/{MAVEN}/apache-maven-{MAVEN}-bin.zip"
    new = home.parent.with_name("maven-dist.new")
    remove(new)
    new.mkdir(parents=True)
    archive = new / "maven.zip"
    with Activity(f"Fetching Maven {MAVEN}") as activity:
        download(address, archive, MAVEN_SHA512, activity)
        unpack(archive, new)
    archive.unlink()
    if not WINDOWS:
        (new / home.name / "bin" / "mvn").chmod(0o755)
    replace_folder(new, home.parent)
    return [home / "bin" / "mvn"]


def maven(java, what, goals, log_name, check=True, on_line=None):
    """Runs Maven with a line of progress: what it compiles or how much it has downloaded."""
    mvn = find_maven()
    with Activity(what) as activity:
        downloaded = [0.0]

        def progress(line):
            size = re.search(r"^(?:\[INFO\] )?Downloaded .*\(([\d.]+) (kB|MB|GB)", line)
            if size:
                downloaded[0] += float(size[1]) * {"kB": 1e-3, "MB": 1, "GB": 1e3}[size[2]]
                activity.note = f"{downloaded[0]:.0f} MB downloaded"
            if on_line:
                on_line(activity, line)

        command = [mvn, "-B", *maven_settings(), *goals]
        return run_logged(what, command, log_name, java.environment(), progress, check)
