"""Proxies: what the environment says of them reaches every program, and no password reaches anybody's eyes."""

import os
import unittest
import xml.etree.ElementTree as ElementTree
from unittest import mock

from stand_ins import LauncherTest

# Unencoded, as people write it: a parser of addresses would cut it at any of its signs.
ODD = "p@s/s#w?r%d:x&<\u00e9"
ENCODED = "p%40s%2Fs%23w%3Fr%25d%3Ax%26%3C%C3%A9"


class ProxyTest(LauncherTest):
    def logs(self):
        return "".join(path.read_text() for path in (self.root / "build/logs").glob("*.log"))

    def test_wrong_proxy(self):
        proxy = "http://me:secret@127.0.0.1:9"
        output = self.course("run", "00", fake="pip-offline", code=1, HTTPS_PROXY=proxy)
        self.assertIn("the proxy http://***@127.0.0.1:9 does not let it through", output)
        self.assertIn("Check HTTPS_PROXY", output)
        self.assertNotIn("secret", output)

    def test_proxy_without_a_host(self):
        output = self.course("run", "00", code=1, HTTPS_PROXY="http://:0x")
        self.assertIn("expected http://HOST:PORT", output)

    def test_proxy_of_the_environment_reaches_maven_and_java(self):
        course = self.module()
        os.environ["HTTPS_PROXY"] = "http://me:p%40ss@proxy.example:3128"
        os.environ["NO_PROXY"] = "localhost,.example.org"
        with mock.patch.object(course.maven.Path, "home", return_value=self.home):
            option, path = course.maven.maven_settings()
        self.assertEqual("-s", option)
        text = path.read_text()
        for part in ("<host>proxy.example</host>", "<port>3128</port>", "<username>me</username>",
                     "<password>p@ss</password>", "<nonProxyHosts>localhost|*.example.org</nonProxyHosts>"):
            self.assertIn(part, text)
        self.assertEqual(0o600, path.stat().st_mode & 0o777)
        self.assertEqual(
            ["-Dhttps.proxyHost=proxy.example", "-Dhttps.proxyPort=3128",
             "-Dhttp.nonProxyHosts=localhost|*.example.org"], course.network.proxy_options())

    def test_odd_characters_reach_every_program_in_one_form(self):
        for given in (f"http://m\u00fc:{ODD}@proxy.example:3128/", f"http://m%C3%BC:{ENCODED}@proxy.example:3128"):
            output = self.course("run", "00", HTTPS_PROXY=given)
            self.assertEqual([f"proxy http://m%C3%BC:{ENCODED}@proxy.example:3128"], self.calls("proxy"))
            settings = ElementTree.parse(self.root / "build/maven-settings.xml")
            self.assertEqual(["m\u00fc"] * 2, [element.text for element in settings.iter("username")])
            self.assertEqual([ODD] * 2, [element.text for element in settings.iter("password")])
            self.assertEqual(0o600, (self.root / "build/maven-settings.xml").stat().st_mode & 0o777)
            self.assertIn("-Dhttps.proxyHost=proxy.example", self.kernelspec()["argv"])
            spec = (self.root / "build/jupyter/kernels/java/kernel.json").read_text()
            for text in (output, spec, self.logs()):
                self.assertNotIn(ODD, text)
                self.assertNotIn(ENCODED, text)
            self.course("clean", "--all")

    def test_a_program_that_prints_the_password_is_not_repeated(self):
        for scheme in ("http", "https"):
            given = f"{scheme}://me:{ODD}@proxy.example:3128"
            output = self.course("run", "00", fake="pip-proxy", code=1, HTTPS_PROXY=given)
            self.assertIn("the proxy http://***@proxy.example:3128 does not let it through", output)
            self.assertIn("Cannot connect to proxy http://***@proxy.example:3128", self.logs())
            for text in (output, self.logs()):
                self.assertNotIn(ODD, text)
                self.assertNotIn(ENCODED, text)
            self.course("clean", "--all")

    def test_an_underscore_in_the_host_is_no_fault(self):
        output = self.course("run", "00", https_proxy="my_proxy:3128")
        self.assertIn("cell 1 ok", output)
        self.assertIn("<host>my_proxy</host><port>3128</port>", (self.root / "build/maven-settings.xml").read_text())
        self.assertIn("-Dhttps.proxyHost=my_proxy", self.kernelspec()["argv"])

    def test_addresses_that_cannot_be_used_are_told_in_a_sentence(self):
        for address, sentence in (
                ("http://me:secret@proxy.example:99999", "HTTPS_PROXY names port 99999, expected 1 to 65535.\n"),
                ("http://proxy.example:0", "HTTPS_PROXY names port 0, expected 1 to 65535.\n"),
                ("socks5://me:secret@proxy.example:1080",
                 "HTTPS_PROXY names a proxy for socks5://, expected http://HOST:PORT.\n"),
                ("http://me:secret@", "HTTPS_PROXY is no address of a proxy, expected http://HOST:PORT or"),
                ("http://me:secret", "HTTPS_PROXY is no address of a proxy, expected http://HOST:PORT or"),
                ("http://me:sec%0Aret@proxy.example", "The log-in in HTTPS_PROXY holds a control character.\n")):
            for command in (("run", "00"), ("doctor",)):
                with self.subTest(address, command=command[0]):
                    output = self.course(*command, code=1, HTTPS_PROXY=address, UNROLLED_DEBUG="")
                    self.assertIn(sentence, output)
                    self.assertIn("HTTPS_PROXY, or unset it" if "socks5" in address else "Correct or unset HTTPS_PROXY",
                                  output)
                    self.assertNotIn("secret", output)
                    self.assertEqual([], [call for call in self.calls("mvn") if "-version" not in call])

    def test_a_fault_of_ours_shows_no_password_either(self):
        course = self.module()
        os.environ["HTTPS_PROXY"] = "http://me:secret@proxy.example:3128"
        with mock.patch.object(course.cli, "doctor", side_effect=KeyError("http://me:secret@x")), \
                mock.patch.object(course.cli.sys, "stderr") as errors:
            course.cli.main(["doctor"])
        self.assertNotIn("secret", str(errors.write.call_args_list))

    def test_what_is_set_up_runs_with_any_proxy(self):
        self.course("run", "00")
        self.assertIn("cell 1 ok", self.course("run", "00", HTTPS_PROXY="socks5://proxy.example:1080"))
        self.assertFalse([part for part in self.kernelspec()["argv"] if "proxy" in part])


if __name__ == "__main__":
    unittest.main()
