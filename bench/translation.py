"""`./course bench translation`: the full-size translation models of Multi30k, German to English, trained and measured.

    ./course bench translation                                    context vector, attention, Transformer, one after the other
    ./course bench translation --model attention --epochs 12      one of them, a setting of the recipe changed
    ./course bench translation --model attention --compare 3      an epoch's time beside PyTorch, three rounds by turns
    ./course bench translation --model attention --peer           the peer's full run in PyTorch

A full run trains on the training set, translates the validation set greedily after each epoch, keeps the best parameters, takes
the mean of the last epochs' parameters if that is better on the validation set, chooses the length normalisation there, too, and
translates the test set of 2016 once, greedily and with a beam. BLEU is on lower-cased words; its signature is printed. The trained
translator is left beside the JSON file. Settings of the recipe that may be changed: --source-merges --target-merges --min-count --embedding --hidden --layers --heads
--feed-forward --cell --bridge --input-feeding --dropout --smoothing --batch --epochs --rate --beta2 --warm-up --floor --clip --averaged --beam
--alpha --seed; --limit N trains on the first pairs only, --scored N validates on the first sentences only (0: it only trains),
--steps N stops after so many updates, as for a look at the speed. --checkpoints FOLDER writes checkpoints and goes on from them.

--compare trains what bench/translation_pytorch.py trains (words seen twice, constant rate), each side in a process of its own with
the same number of threads, and compares the seconds of the last epoch of each process. Both sides warm up in the epochs before.
"""
import argparse
import statistics
import sys
from pathlib import Path

import sides as both
from sides import OURS, PEER, save

MODELS = ["context", "attention", "transformer"]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench translation", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--compare", type=int, metavar="ROUNDS", help="compare the time of an epoch with PyTorch")
    parser.add_argument("--peer", action="store_true", help="the peer's full run in place of ours")
    parser.add_argument("--data", type=Path, help="folder of Multi30k (default: from UNROLLED_MIRROR or the cache)")
    parser.add_argument("--memory", default="3g", help="Java's heap")
    both.add_arguments(parser, "translation.json")
    return both.with_settings(parser)


def data_folder(options):
    candidates = [options.data] if options.data else both.folders("multi30k")
    for folder in candidates:
        if (folder / "train.de.gz").is_file():
            return folder
    raise SystemExit(f"No train.de.gz in {' or '.join(map(str, candidates))}: fetch it with `./course data fetch multi30k`, or name "
                     "the folder with --data.")


def run(options, side, model, settings):
    arguments = ["--data", str(data_folder(options)), "--model", model, *settings]
    if side == OURS:
        arguments += ["--translator", str(options.out.with_name(f"{options.out.stem}-{model}.translator"))]
    return both.run(options, side, both.command(options, side, "translation_pytorch.py", "TranslationBenchmark", arguments,
                                                options.memory))


def full(options, settings):
    results = {}
    for model in options.model:
        results[model] = run(options, PEER if options.peer else OURS, model, settings)
        save(options, {"models": results})
    print("\n| model | greedy | beam | sentences/s | minutes of training | with validation and test |\n|---|--:|--:|--:|--:|--:|")
    for model, result in results.items():
        test = result.get("test")
        scores = (f"{test['greedy']['bleu']:.2f} | {test['beam']['bleu']:.2f} | {test['greedy']['sentencesPerSecond']:.0f}, "
                  f"{test['beam']['sentencesPerSecond']:.0f}") if test else "– | – | –"
        training = sum(epoch["trainingSeconds"] for epoch in result["epochs"])
        print(f"| {model} | {scores} | {training / 60:.1f} | {result['processSeconds'] / 60:.1f} |")
    signatures = {result["test"]["beam"]["signature"] for result in results.values() if "test" in result}
    if signatures:
        print("\nTest set of 2016, BLEU " + ", ".join(sorted(signatures)))


def compare(options, settings):
    """By turns, so that whatever else the machine does meets both alike."""
    models = {}
    for model in options.model:
        sides = {OURS: [], PEER: []}
        models[model] = {"sides": sides}
        given = settings if "--epochs" in settings else [*settings, "--epochs", "2"]
        for _ in range(options.compare):
            for side in sides:
                own = ["--recipe", "pytorch", "--scored", "0"] if side == OURS else ["--no-scores"]
                sides[side].append(run(options, side, model, [*given, *own]))
        seconds = {side: [result["epochs"][-1]["trainingSeconds"] for result in results] for side, results in sides.items()}
        models[model].update(epochSeconds=seconds, ratio=round(
            statistics.median(seconds[OURS]) / statistics.median(seconds[PEER]), 3))
        save(options, {"compared": models})
    print("\n| model | ours, seconds an epoch | PyTorch | ours / PyTorch |\n|---|--:|--:|--:|")
    for model, result in models.items():
        ours, peer = (statistics.median(result["epochSeconds"][side]) for side in (OURS, PEER))
        print(f"| {model} | {ours:.1f} | {peer:.1f} | {result['ratio']:.2f} |")


def main():
    options, settings = arguments()
    (compare if options.compare else full)(options, settings)
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
