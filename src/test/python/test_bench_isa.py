"""What `./course bench --isa` tells the two sides: command lines, environments, and the line that names the machine."""

import argparse
import importlib
import os
import sys
import unittest
from pathlib import Path
from unittest import mock

CHECKOUT = Path(__file__).resolve().parents[3]
GIVEN = ["--classpath", "x.jar", "--java", "jdk/java", "--python", "py", "--threads", "2"]
HELD = {"OPENBLAS_CORETYPE": "Haswell", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2", "ATEN_CPU_CAPABILITY": "avx2"}


class IsaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sys.path.insert(0, str(CHECKOUT / "bench"))
        cls.addClassCleanup(sys.path.remove, str(CHECKOUT / "bench"))
        cls.isa, cls.sides, cls.bench = (importlib.import_module(name) for name in ("isa", "sides", "bench"))

    def setUp(self):
        self.processor({"avx2", "avx512"})
        self.enterContext(mock.patch.dict(os.environ, {"OPENBLAS_CORETYPE": "SkylakeX", "OMP_WAIT_POLICY": "passive"}))

    def enterContext(self, context):  # of unittest since Python 3.11
        value = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return value

    def processor(self, features):
        self.enterContext(mock.patch.object(self.isa, "cpu_features", lambda: features))

    def options(self, *arguments):
        parser = argparse.ArgumentParser()
        self.sides.add_arguments(parser, "x.json")
        return parser.parse_args([*GIVEN, *arguments])

    def bench_options(self, *arguments):
        with mock.patch.object(sys, "argv", ["bench", *GIVEN, *arguments]):
            return self.bench.arguments()

    def test_java_is_held_to_avx2(self):
        line = self.sides.command(self.options("--isa", "avx2"), "unrolled", None, "CtcBenchmark", ["a"], "1g")
        self.assertEqual(["jdk/java", "-XX:UseAVX=2"], line[:2])
        self.assertEqual(["-cp", "x.jar", "org.unrolled.bench.CtcBenchmark", "a"], line[-4:])
        line = self.sides.command(self.options("--isa", "avx2", "--vectors"), "unrolled", None, "CtcBenchmark", [], "1g")
        self.assertEqual(["jdk/java", "--add-modules", "jdk.incubator.vector", "-XX:UseAVX=2"], line[:4])
        self.assertNotIn("-XX:UseAVX=2", self.sides.command(self.options(), "unrolled", None, "CtcBenchmark", [], "1g"))

    def test_both_environments_are_held(self):
        for side in "unrolled", "pytorch":
            variables = self.sides.environment(self.options("--isa", "avx2"), side)
            self.assertEqual(HELD, {name: variables[name] for name in HELD})
            self.assertEqual("2", variables["OMP_NUM_THREADS"])
            self.assertEqual(side == "unrolled", "OMP_WAIT_POLICY" in variables)

    def test_native_sets_nothing(self):
        variables = self.sides.environment(self.options(), "unrolled")
        self.assertEqual("SkylakeX", variables["OPENBLAS_CORETYPE"])
        self.assertEqual([], [name for name in HELD if name in variables and name not in os.environ])

    def test_the_layers_are_held_too(self):
        options = self.bench_options("--isa", "avx2", "--out", "none/layers.json")
        lines = []

        def run(command, **given):
            lines.append((command, given["env"]))
            return mock.Mock(returncode=1, stdout="", stderr="stopped here")

        row = {"cell": "lstm", "shape": "8x20x64", "vocabulary": 30, "embedding": False, "mode": "train"}
        with mock.patch.object(self.bench.subprocess, "run", run):
            for implementation in "unrolled", "dl4j":
                with self.assertRaises(SystemExit):
                    self.bench.run_java(options, row, implementation)
            with self.assertRaises(SystemExit):
                self.bench.run_peer(options, row)
        self.assertEqual([True, True, False], ["-XX:UseAVX=2" in command for command, _ in lines])
        for _, variables in lines:
            self.assertEqual(HELD, {name: variables[name] for name in HELD})

    def test_the_width_is_told(self):
        self.assertEqual([512, 256], [self.isa.vector_bits(isa) for isa in ("native", "avx2")])
        self.assertTrue(self.isa.line("avx2", 2).endswith(", vectors of 256 bits (held to AVX2), 2 threads"))
        self.assertEqual(256, self.isa.machine("avx2")["vectorBits"])
        self.processor({"avx2"})
        self.assertEqual(256, self.isa.vector_bits("native"))
        self.assertTrue(self.isa.line("avx2", 1).endswith(", vectors of 256 bits, 1 thread"))

    def test_a_processor_without_avx2_refuses(self):
        self.processor(set())
        self.assertEqual(128, self.isa.vector_bits("native"))
        with self.assertRaisesRegex(SystemExit, "without AVX2"):
            self.sides.environment(self.options("--isa", "avx2"), "unrolled")


if __name__ == "__main__":
    unittest.main()
