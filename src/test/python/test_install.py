"""The library as another Maven project gets it: `./course install`, then the README's own lines in an empty project.

Maven's local repository is a folder of links to the real one, so nothing is downloaded twice and nothing stays behind.
"""

import io
import math
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "src" / "main" / "python"))

from launcher.install import POM, coordinate  # noqa: E402 (its place is known from here on)
from launcher.java import Java  # noqa: E402
from launcher.machine import thread_settings  # noqa: E402
from launcher.maven import maven  # noqa: E402

PROJECT = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>example</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>{dependency}</dependencies>
  <build><pluginManagement><plugins>{plugins}</plugins></pluginManagement></build>
</project>
"""

HOST = """\
import java.nio.file.Path;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;
import org.unrolled.data.Archives;

public class Host {
    public static void main(String[] archives) {
        System.out.println("sum " + Nd4j.ones(2, 3).sumNumber());
        LoggerFactory.getLogger(Host.class).info("the host speaks");
        for (var archive : archives) {
            System.out.println("unpacked "
                + Archives.unpack(Path.of(archive), Path.of("."), Archives.Limits.STANDARD, Optional::of));
        }
    }
}
"""


def readme_block(language, beginning):
    """The README's block of code in that language that begins so."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    return next(block for block in blocks if block.startswith(beginning))


def link(folder, original, private):
    """Fills a folder with links to what the original holds, but for the path `private`, which it gets for itself."""
    folder.mkdir()
    for entry in original.iterdir() if original.is_dir() else ():
        if entry.name != private[0]:
            (folder / entry.name).symlink_to(entry)
    if private[1:]:
        link(folder / private[0], original / private[0], private[1:])


@unittest.skipIf(os.name == "nt", "links need more rights on Windows")
class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="unrolled-")
        cls.addClassCleanup(holder.cleanup)
        folder = Path(holder.name).resolve()
        cls.repository, cls.project = folder / "repository", folder / "project"
        link(cls.repository, Path.home() / ".m2" / "repository", ("org", "unrolled"))
        options = f"{os.environ.get('MAVEN_OPTS', '')} -Dmaven.repo.local={cls.repository}"
        environment = mock.patch.dict(os.environ, {"MAVEN_OPTS": options.strip(), **thread_settings()})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.java = Java()
        cls.pom = ElementTree.parse(ROOT / "pom.xml").getroot()
        cls.install()
        cls.build()

    @classmethod
    def install(cls):
        result = subprocess.run([sys.executable, str(ROOT / "course"), "install"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        if result.returncode:
            raise AssertionError(result.stdout)
        cls.said = result.stdout
        group, artifact, version = coordinate()
        cls.installed = cls.repository / group.replace(".", "/") / artifact / version
        cls.jar = cls.installed / f"{artifact}-{version}.jar"

    @classmethod
    def build(cls):
        """Compiles the project; its plugins are of our versions, which are there already."""
        plugins = [f"<plugin><artifactId>{plugin.findtext(POM + 'artifactId')}</artifactId>"
                   f"<version>{plugin.findtext(POM + 'version')}</version></plugin>"
                   for plugin in cls.pom.find(f"{POM}build/{POM}plugins")]
        sources = cls.project / "src" / "main" / "java"
        sources.mkdir(parents=True)
        (sources / "Main.java").write_text(readme_block("java", "import "), encoding="utf-8")
        (sources / "Host.java").write_text(HOST, encoding="utf-8")
        dependency = readme_block("xml", "<dependency>")
        (cls.project / "pom.xml").write_text(PROJECT.format(dependency=dependency, plugins="".join(plugins)), encoding="utf-8")
        listed = cls.project / "class-path"
        maven(cls.java, "Building a project with the library", ["-f", cls.project / "pom.xml", "compile",
              "dependency:build-classpath", f"-Dmdep.outputFile={listed}"], "test-install")
        cls.class_path = [Path(entry) for entry in listed.read_text().strip().split(os.pathsep)]

    def run_class(self, name, *arguments, more=()):
        class_path = os.pathsep.join(map(str, [self.project / "target" / "classes", *self.class_path, *more]))
        result = subprocess.run([str(self.java.java), "-Xmx1g", "-cp", class_path, name, *map(str, arguments)],
                                cwd=self.project, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, encoding="utf-8")
        self.assertEqual(0, result.returncode, result.stdout)
        return result.stdout

    def test_the_lines_of_the_readme_train_save_load_and_sample(self):
        said = self.run_class("Main")
        loss = float(re.search(r"^loss (\S+)$", said, re.MULTILINE)[1])
        symbols = len((self.project / "vocabulary.txt").read_text(encoding="utf-8").splitlines()) - 1
        # An untrained model gives each symbol the same share.
        self.assertLess(loss, 0.6 * math.log(symbols), said)
        self.assertTrue((self.project / "model.zip").is_file())
        written = said[said.index("\nThe ") + 1:].rstrip("\n")
        self.assertGreater(len(written), 250)
        self.assertGreater(len(set(written)), 15)

    def test_archives_unpack_and_the_log_of_the_host_speaks(self):
        with zipfile.ZipFile(self.project / "a.zip", "w") as archive:
            archive.writestr("from-zip.txt", "zip")
        with tarfile.open(self.project / "a.tar.gz", "w:gz") as archive:
            entry = tarfile.TarInfo("from-tar.txt")
            entry.size = 3
            archive.addfile(entry, io.BytesIO(b"tar"))
        version = self.pom.findtext(f"{POM}properties/{POM}logback.version")
        logback = list(self.repository.glob(f"ch/qos/logback/*/{version}/logback-*.jar"))
        self.assertEqual(2, len(logback), logback)
        said = self.run_class("Host", self.project / "a.zip", self.project / "a.tar.gz", more=logback)
        self.assertEqual(2, said.count("unpacked 1"), said)
        self.assertEqual("zip", (self.project / "from-zip.txt").read_text())
        self.assertEqual("tar", (self.project / "from-tar.txt").read_text())
        self.assertRegex(said, "INFO +Host - the host speaks")
        self.assertRegex(said, "INFO +org.nd4j")

    def test_native_code_of_one_platform_and_no_logging_come_along(self):
        names = [entry.name for entry in self.class_path]
        natives = [name for name in names if re.search(r"-(linux|macosx|windows|android|ios)-", name)]
        self.assertEqual(1, len({re.search(r"-([a-z]+-[a-z0-9_]+)\.jar$", name)[1] for name in natives}), natives)
        self.assertEqual(["javacpp", "nd4j-native", "nd4j-native-preset", "openblas"],
                         sorted(re.sub(r"-\d.*", "", name) for name in natives))
        foreign = [name for name in names if re.match(r"logback|slf4j-(?!api)|log4j|junit|opencv|hdf5", name)]
        self.assertEqual([], foreign)

    def test_versions_are_those_that_the_library_was_tested_with(self):
        ours = {path.name for path in self.class_path} - {self.jar.name}
        tested = {path.name for path in (ROOT / "build" / "lib").glob("*.jar")}
        if not tested:
            self.skipTest("build/lib isn't there: run ./course lab once")
        self.assertEqual([], sorted(ours - tested))

    def test_the_jar_puts_nothing_but_its_packages_on_the_class_path(self):
        with zipfile.ZipFile(self.jar) as jar:
            files = [name for name in jar.namelist() if not name.endswith("/")]
        self.assertEqual([], [name for name in files if not name.startswith(("META-INF/", "org/unrolled/"))])

    def test_sources_and_javadoc_lie_beside_it(self):
        for classifier, ending in (("sources", ".java"), ("javadoc", ".html")):
            with zipfile.ZipFile(self.jar.with_name(f"{self.jar.stem}-{classifier}.jar")) as jar:
                self.assertGreater(sum(name.endswith(ending) for name in jar.namelist()), 100, classifier)

    def test_the_command_and_the_readme_name_one_coordinate(self):
        self.assertIn(readme_block("xml", "<dependency>"), self.said)


if __name__ == "__main__":
    unittest.main()
