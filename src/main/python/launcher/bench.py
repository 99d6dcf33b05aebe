"""./course bench"""

import os
import sys

from launcher.files import hash_of
from launcher.machine import thread_settings
from launcher.maven import maven
from launcher.places import BUILD, ROOT
from launcher.programs import run_in_foreground
from launcher.setup import Setup, add_logging
from launcher.steps import check_space, setup_lock, step

SCRIPTS = {"character-model": "character_model.py", "translation": "translation.py", "classification": "classification.py",
           "features": "features.py", "ctc": "ctc.py",
           "speech": "speech.py", "captioning": "captioning.py"}


def bench(options):
    """Our layers, stock DL4J and, where torch is installed, PyTorch: bench/bench.py says how; bench/character_model.py,
    bench/translation.py and bench/classification.py for the full-size models, bench/features.py for features of sound,
    bench/ctc.py for the CTC loss, bench/speech.py for recognisers of speech, bench/captioning.py for captions of pictures."""
    words = options.arguments
    named = words[:1] and words[0] in SCRIPTS
    script = str(ROOT / "bench" / (SCRIPTS[words[0]] if named else "bench.py"))
    words = words[bool(named):]
    if {"-h", "--help"} & set(words):
        return run_in_foreground([sys.executable, script, "--help"], None)
    setup = Setup()
    folder = BUILD / "bench"
    with setup_lock():
        check_space()
        step("bench", hash_of(ROOT / "pom.xml", ROOT / "src" / "main", ROOT / "bench" / "java"), lambda: build(setup, folder))
    class_path = os.pathsep.join([str(folder / "unrolled.jar"), os.path.join(folder, "lib", "*")])
    command = [sys.executable, script, "--java", str(setup.java.java), "--classpath", class_path,
               *(["--vectors"] if setup.java.vector_options else []), *words]
    return run_in_foreground(command, {**setup.java.environment(), **thread_settings()})


def build(setup, folder):
    goals = ["-Pbench", "package", "dependency:copy-dependencies", "-DskipTests", "-DincludeScope=runtime",
             f"-DoutputDirectory={folder / 'lib'}", *setup.java.build_options()]
    maven(setup.java, "Building the benchmarks", goals, "bench")
    add_logging(folder / "lib")
    return [folder / "unrolled.jar"]
