"""`./course bench character-model`: the full-size character model of tinyshakespeare, ours and PyTorch's, one after the other.

Both sides train the same model with the same text, batch, window, optimiser, schedule, clipping and dropout, each in a process
of its own with the same number of threads. Training seconds are without validation. Each side keeps its own first weights.
Prints what the sides print, a Markdown table, and saves everything as JSON.
"""
import argparse
import sys
from pathlib import Path

import sides as both
from sides import OURS, PEER

# What notebook 03's full mode uses.
RECIPE = {"cell": "lstm", "hidden": 768, "layers": 1, "embedding": 64, "dropout": 0.5, "batch": 32, "window": 64, "epochs": 12,
          "rate": 2e-3, "floor": 0.05, "clip": 1.0, "seed": 1}


def arguments():
    parser = argparse.ArgumentParser(prog="course bench character-model", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in RECIPE.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--data", type=Path, help="input.txt of tinyshakespeare (default: from UNROLLED_MIRROR)")
    parser.add_argument("--sides", nargs="+", choices=[OURS, PEER], default=[OURS, PEER])
    parser.add_argument("--target", type=float, default=1.5, help="nats a character to reach on validation")
    both.add_arguments(parser, "character-model.json")
    return parser.parse_args()


def text_file(options):
    candidates = [options.data] if options.data else [folder / "input.txt" for folder in both.folders("tinyshakespeare")]
    for file in candidates:
        if file.is_file():
            return file
    raise SystemExit(f"No text at {' or '.join(map(str, candidates))}: fetch it with `./course data fetch tinyshakespeare`, or name "
                     "input.txt with --data.")


def run(options, side, data):
    arguments = ["--data", str(data)]
    for name in RECIPE:
        arguments += ["--" + name, str(getattr(options, name))]
    result = both.run(options, side, both.command(options, side, "character_model_pytorch.py", "CharacterModelBenchmark", arguments,
                                                  "2g"))
    best = min(result["epochs"], key=lambda epoch: epoch["validationNats"])
    reached = [epoch["trainingSeconds"] for epoch in result["epochs"] if epoch["validationNats"] <= options.target]
    result.update(bestNats=best["validationNats"], trainingSeconds=result["epochs"][-1]["trainingSeconds"],
                  secondsToTarget=reached[0] if reached else None)
    return result


def save(options, results):
    report = {"target": options.target, "recipe": {name: getattr(options, name) for name in RECIPE}, "sides": results}
    if len(results) == 2:
        report["ratioOfTrainingSeconds"] = round(results[OURS]["trainingSeconds"] / results[PEER]["trainingSeconds"], 3)
    both.save(options, report)
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
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
