"""`./course bench`: our layers, stock DL4J and PyTorch on the same models, one after the other, round after round.

Each measurement is a process of its own with the same number of threads. Within a row the candidates alternate, so that a
machine that slows down slows all of them; a row's figure is the median over the rounds, and its ratio the median of the
ratios round by round. Prints a Markdown table and saves everything as JSON.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import isa

ROOT = Path(__file__).resolve().parent.parent
CELLS = ["rnn", "gru", "lstm", "bilstm", "decoder"]
SHAPES = [("8x20x64", 30, False), ("32x35x256", 64, False), ("64x50x512", 64, False),
          ("1x200x128", 64, False), ("128x30x256", 8000, True)]
# Of a captioning model: an LSTM whose first state is made of a picture, an embedding of 256 tied to the softmax.
DECODER_SHAPE = ("64x20x512", 10000, True)
MODES = ["train", "forward"]
PEER, OURS, STOCK, BEFORE = "pytorch", "unrolled", "dl4j", "before"
HEAD = ("| cell | batch×time×hidden (vocabulary) | step | ours ms | PyTorch ms | ours / PyTorch | stock DL4J ms | "
        "times faster than stock | ours MiB | PyTorch MiB |\n|---|---|---|--:|--:|--:|--:|--:|--:|--:|")
HEAD_BEFORE = ("| cell | batch×time×hidden (vocabulary) | step | now ms | before ms | now / before | now MiB | before MiB |\n"
               "|---|---|---|--:|--:|--:|--:|--:|")
RATIOS = {PEER: "ratioToPyTorch", BEFORE: "ratioToBefore"}
# Stock DL4J builds one-hot arrays of a gigabyte and more at the largest vocabulary.
MEMORY = {OURS: ["-Xmx512m", "-Dorg.bytedeco.javacpp.maxbytes=4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=8g"],
          STOCK: ["-Xmx2g", "-Dorg.bytedeco.javacpp.maxbytes=12g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=16g"]}


def arguments():
    parser = argparse.ArgumentParser(prog="course bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", nargs="+", choices=CELLS, default=CELLS)
    parser.add_argument("--shapes", nargs="+", metavar="BxTxH", default=[shape for shape, _, _ in [*SHAPES, DECODER_SHAPE]])
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="measured seconds of a process, after its warm-up")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--no-stock", action="store_true", help="leave stock DL4J out (its large rows take minutes)")
    parser.add_argument("--before", type=Path, metavar="FOLDER",
                        help="another checkout of the course, where `./course bench` has been started once: compare with its layers in "
                             "place of PyTorch and DL4J")
    parser.add_argument("--growth", type=int, metavar="STEPS", default=0,
                        help="in place of times, the memory of each cell over so many training steps (10000, say; Linux)")
    parser.add_argument("--python", default=os.environ.get("UNROLLED_TORCH_PYTHON", sys.executable),
                        help="a Python with torch and numpy (default: this one, or UNROLLED_TORCH_PYTHON)")
    isa.add_argument(parser)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "layers.json")
    return parser.parse_args()


def classpath(folder):
    """Of the benchmarks of another checkout."""
    built = folder.resolve() / "build" / "bench"
    if not (built / "unrolled.jar").exists():
        raise SystemExit(f"There are no benchmarks in {built}: start `./course bench` in {folder} once, so that they are built.")
    return os.pathsep.join([str(built / "unrolled.jar"), str(built / "lib" / "*")])


def peer_available(python):
    return subprocess.run([python, "-c", "import torch"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def environment(options, ours):
    """The launcher's settings of OpenMP and OpenBLAS are for our layers; the others run as their users run them."""
    kept = os.environ if ours else {name: value for name, value in os.environ.items()
                                    if name not in ("OMP_WAIT_POLICY", "OPENBLAS_CORETYPE")}
    return {**kept, **isa.variables(options.isa), "OMP_NUM_THREADS": str(options.threads)}


def run_peer(options, row):
    command = [options.python, str(ROOT / "bench" / "pytorch_peer.py"), "--cell", row["cell"], "--shape", row["shape"],
               "--vocabulary", str(row["vocabulary"]), "--mode", row["mode"], "--threads", str(options.threads),
               "--seconds", str(options.seconds)] + (["--embedding"] if row["embedding"] else [])
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env=environment(options, ours=False))
    if done.returncode:
        raise SystemExit(f"The PyTorch peer failed: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def run_java(options, row, implementation, path=None):
    """JMH in a JVM of its own: `-f 0` inside a process that we start, so that its resident set can be read as well."""
    out = options.out.parent / "jmh.json"
    command = [options.java, *isa.java_options(options), *MEMORY[implementation],
               f"-Dunrolled.threads={options.threads}", "-cp", path or options.classpath,
               "org.unrolled.bench.Main", "-f", "0", "-foe", "true", "-bm", "sample",
               "-wi", "5", "-w", "1s", "-i", "5", "-r", f"{max(1, round(options.seconds * 1000 / 5))}ms",
               "-rf", "json", "-rff", str(out), "-v", "SILENT"]
    for key in ("cell", "shape", "vocabulary", "embedding"):
        command += ["-p", f"{key}={str(row[key]).lower()}"]
    command += ["-p", f"implementation={implementation}", f"LayerBenchmark.{row['mode']}$"]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env=environment(options, implementation == OURS))
    lines = [line for line in done.stdout.splitlines() if line.startswith("resident MiB ")]
    if done.returncode or not lines:
        raise SystemExit(f"The Java benchmark failed for {row}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    metric = json.loads(out.read_text())[0]["primaryMetric"]
    return {"milliseconds": metric["scorePercentiles"]["50.0"], "residentMiB": int(lines[0].split()[-1])}


def measure(options, row, peer):
    """All rounds of one row; stock DL4J is timed once where a step takes over a tenth of a second anyway."""
    candidates = {OURS: lambda: run_java(options, row, OURS)}
    if options.before:
        candidates[BEFORE] = lambda: run_java(options, row, OURS, classpath(options.before))
    elif peer:
        candidates[PEER] = lambda: run_peer(options, row)
    if not options.no_stock and not options.before and row["cell"] not in ("gru", "decoder"):
        candidates[STOCK] = lambda: run_java(options, row, STOCK)
    rounds = {name: [] for name in candidates}
    for turn in range(options.rounds):
        # Who begins changes, so that a machine that slows down is unfair to nobody.
        for name, run in list(candidates.items())[::1 if turn % 2 == 0 else -1]:
            if name == STOCK and turn > 0 and rounds[STOCK][0]["milliseconds"] > 100:
                continue
            rounds[name].append(run())
    row["rounds"] = rounds
    for name, results in rounds.items():
        row[name] = statistics.median(result["milliseconds"] for result in results)
        row[name + "ResidentMiB"] = max(result["residentMiB"] for result in results)
    for other, ratio in RATIOS.items():
        if other in rounds:
            row[ratio] = statistics.median(ours["milliseconds"] / theirs["milliseconds"]
                                           for ours, theirs in zip(rounds[OURS], rounds[other]))
    if STOCK in rounds:
        row["timesStock"] = row[STOCK] / row[OURS]
    return row


def growth(options):
    """Memory of this many training steps at the smallest shape, read ten times: does it level off?"""
    shape, vocabulary, _ = SHAPES[0]
    print(f"Resident set (and native memory) in MiB after each tenth of {options.growth} training steps, {shape}:")
    readings = {}
    for cell in options.cells:
        if cell == "decoder":
            continue
        command = [options.java, *isa.java_options(options), "-Xmx512m", f"-Dunrolled.threads={options.threads}",
                   "-cp", options.classpath, "org.unrolled.bench.Growth", cell, shape, str(vocabulary), str(options.growth)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(options, ours=True))
        if done.returncode:
            raise SystemExit(f"The Java benchmark failed for {cell}:\n{done.stderr[-2000:]}")
        readings[cell] = json.loads(done.stdout.strip().splitlines()[-1])
        print(f"{cell}: " + ", ".join(f"{rss:.0f} ({native:.1f})" for rss, native in
                                     zip(readings[cell]["residentMiB"], readings[cell]["nativeMiB"])), flush=True)
    report = {"machine": isa.machine(options.isa), "steps": options.growth, "cells": readings}
    (options.out.parent / "growth.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


def cell_text(value, pattern):
    return "–" if value is None else pattern.format(value)


def table_line(row):
    shape = row["shape"].replace("x", "×") + f" ({row['vocabulary']})"
    start = f"| {row['cell']} | {shape} | {row['mode']} | {row[OURS]:.2f} | "
    if BEFORE in row:
        return f"{start}{row[BEFORE]:.2f} | {row['ratioToBefore']:.3f} | {row[OURS + 'ResidentMiB']} | {row[BEFORE + 'ResidentMiB']} |"
    return (f"{start}{cell_text(row.get(PEER), '{:.2f}')} | "
            f"{cell_text(row.get('ratioToPyTorch'), '{:.2f}')} | {cell_text(row.get(STOCK), '{:.1f}')} | "
            f"{cell_text(row.get('timesStock'), '{:.1f}')} | {row[OURS + 'ResidentMiB']} | "
            f"{cell_text(row.get(PEER + 'ResidentMiB'), '{}')} |")


def main():
    options = arguments()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if options.growth:
        growth(options)
        return
    peer = not options.before and bool(shutil.which(options.python)) and peer_available(options.python)
    if not peer and not options.before:
        print(f"PyTorch isn't installed for {options.python}, so its columns stay empty; install it with "
              "`pip install torch numpy`, or name another Python with --python.")
    known = {shape: (vocabulary, embedding) for shape, vocabulary, embedding in [*SHAPES, DECODER_SHAPE]}
    unknown = [shape for shape in options.shapes if shape not in known]
    if unknown:
        raise SystemExit(f"Unknown shape {unknown[0]}; the shapes are {', '.join(known)}.")
    print(f"{isa.line(options.isa, options.threads)}\n")
    print(HEAD_BEFORE if options.before else HEAD, flush=True)
    rows, started = [], time.time()
    for shape in options.shapes:
        for cell in options.cells:
            if (cell == "decoder") != (shape == DECODER_SHAPE[0]):
                continue
            for mode in options.modes:
                vocabulary, embedding = known[shape]
                row = {"cell": cell, "shape": shape, "vocabulary": vocabulary, "embedding": embedding, "mode": mode}
                rows.append(measure(options, row, peer))
                print(table_line(row), flush=True)
                result = {"machine": isa.machine(options.isa), "threads": options.threads,
                          "seconds": round(time.time() - started), "rows": rows}
                partial = options.out.with_suffix(".part")
                partial.write_text(json.dumps(result, indent=1), encoding="utf-8")
                os.replace(partial, options.out)
    print(f"\nSaved to {options.out}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
