"""./course install: the library, its sources and its Javadoc in Maven's local repository, for projects on this machine."""

import xml.etree.ElementTree as ElementTree

from launcher.java import Java
from launcher.maven import maven
from launcher.places import ROOT
from launcher.steps import setup_lock
from launcher.telling import say

POM = "{http://maven.apache.org/POM/4.0.0}"


def coordinate():
    """(group, artifact, version) of the library."""
    pom = ElementTree.parse(ROOT / "pom.xml").getroot()
    return tuple(pom.findtext(POM + name) for name in ("groupId", "artifactId", "version"))


def install(_):
    java = Java()
    with setup_lock():
        goals = ["clean", "install", "-Dbuild.folder=install", "-Dmaven.test.skip=true", *java.build_options()]
        maven(java, "Installing the library", goals, "install")
    group, artifact, version = coordinate()
    say(f"""Maven's local repository has the library, its sources and its Javadoc. In a pom.xml:
<dependency>
  <groupId>{group}</groupId>
  <artifactId>{artifact}</artifactId>
  <version>{version}</version>
</dependency>""")
    return 0
