"""`./course bench character-model`: the full-size character model of tinyshakespeare, ours and PyTorch's, one after the other.

Both sides train the same model with the same text, batch, window, optimiser, schedule, clipping and dropout, each in a process
of its own with the same number of threads. Training seconds are without validation. Each side keeps its own first weights.
Prints what the sides print, a Markdown table, and saves everything as JSON.
"""
import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What notebook 03's full mode uses.
RECIPE = {"cell": "lstm", "hidden": 768, "layers": 1, "embedding": 64, "dropout": 0.5, "batch": 32, "window": 64, "epochs": 12,
          "rate": 2e-3, "floor": 0.05, "clip": 1.0, "seed": 1}
OURS, PEER = "unrolled", "pytorch"


def arguments():
    parser = argparse.ArgumentParser(prog="course bench character-model", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in RECIPE.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--data", type=Path, help="input.txt of tinyshakespeare (default: from UNROLLED_MIRROR)")
    parser.add_argument("--sides", nargs="+", choices=[OURS, PEER], default=[OURS, PEER])
    parser.add_argument("--target", type=float, default=1.5, help="nats a character to reach on validation")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=os.environ.get("UNROLLED_TORCH_PYTHON", sys.executable),
                        help="a Python with torch (default: this one, or UNROLLED_TORCH_PYTHON)")
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java", default="java", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "character-model.json")
    return parser.parse_args()


def text_file(options):
    candidates = [options.data] if options.data else [
        Path(os.environ.get("UNROLLED_MIRROR", ROOT.parent / "shared" / "data")) / "tinyshakespeare" / "input.txt",
        Path(os.environ.get("UNROLLED_DATA", Path.home() / ".unrolled" / "data")) / "tinyshakespeare" / "input.txt"]
    for file in candidates:
        if file.is_file():
            return file
    raise SystemExit(f"No text at {' or '.join(map(str, candidates))}: fetch it with `./course data fetch tinyshakespeare`, or name "
                     "input.txt with --data.")


def command(options, side, data):
    shared = ["--data", str(data)]
    for name in RECIPE:
        shared += ["--" + name, str(getattr(options, name))]
    if side == PEER:
        return [options.python, str(ROOT / "bench" / "character_model_pytorch.py"), "--threads", str(options.threads), *shared]
    return [options.java, "-Xmx2g", f"-Dunrolled.threads={options.threads}", "-cp", options.classpath,
            "org.unrolled.bench.CharacterModelBenchmark", *shared]


def environment(options, side):
    variables = {**os.environ, "OMP_NUM_THREADS": str(options.threads)}
    if side == PEER:
        # Set for ND4J's sake; PyTorch's threads are quicker with their own policy.
        variables.pop("OMP_WAIT_POLICY", None)
    return variables


def run(options, side, data):
    started, last = time.time(), ""
    with subprocess.Popen(command(options, side, data), stdout=subprocess.PIPE, text=True,
                          env=environment(options, side)) as process:
        for line in process.stdout:
            if not line.startswith("{"):
                print(f"{side}: {line}", end="", flush=True)
            last = line
    if process.returncode or not last.startswith("{"):
        raise SystemExit(f"The side {side} failed; see the messages above.")
    result = json.loads(last)
    best = min(result["epochs"], key=lambda epoch: epoch["validationNats"])
    reached = [epoch["trainingSeconds"] for epoch in result["epochs"] if epoch["validationNats"] <= options.target]
    result.update(bestNats=best["validationNats"], trainingSeconds=result["epochs"][-1]["trainingSeconds"],
                  secondsToTarget=reached[0] if reached else None, wallSeconds=round(time.time() - started, 1))
    return result


def save(options, results):
    report = {"machine": {"cores": os.cpu_count(), "system": platform.platform()}, "threads": options.threads,
              "target": options.target, "recipe": {name: getattr(options, name) for name in RECIPE}, "sides": results}
    if len(results) == 2:
        report["ratioOfTrainingSeconds"] = round(results[OURS]["trainingSeconds"] / results[PEER]["trainingSeconds"], 3)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    partial = options.out.with_suffix(".part")
    partial.write_text(json.dumps(report, indent=1), encoding="utf-8")
    os.replace(partial, options.out)
    return report


def main():
    options = arguments()
    data = text_file(options)
    results = {}
    for side in options.sides:
        results[side] = run(options, side, data)
        report = save(options, results)
    print("\n| side | best nats on validation | training seconds | seconds to " f"{options.target:g} nats |\n|---|--:|--:|--:|")
    for side, result in results.items():
        reached = result["secondsToTarget"]
        print(f"| {result['version']} ({side}) | {result['bestNats']:.4f} | {result['trainingSeconds']:.0f} | "
              f"{'–' if reached is None else f'{reached:.0f}'} |")
    if "ratioOfTrainingSeconds" in report:
        print(f"\nOurs / PyTorch: {report['ratioOfTrainingSeconds']:.2f} of the training time")
    print(f"Saved to {options.out}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
