"""`./course bench captioning`: the full-size captioning models of Flickr8k, trained and measured.

    ./course bench captioning                                     show-and-tell and show-attend-tell, one after the other
    ./course bench captioning --model attend --seed 2 --epochs 6  one of them, settings of the recipe changed
    ./course bench captioning --model attend --compare 3          an epoch's time beside PyTorch, three rounds by turns
    ./course bench captioning --compare 1 --limit 640             the same on the first captions only, for a short look
    ./course bench captioning --model tell --peer                 the peer's full run in PyTorch, scored by us
    ./course bench captioning --model attend --self-critical 5    and five epochs of self-critical sequence training after that
    ./course bench captioning --model attend --self-critical 5 --from FILE.captioner
                                                                  these alone, from the captioner of an earlier run
    ./course bench captioning --model attend --coco 80            what the captioner of an earlier run says of MS COCO's photographs

A full run trains on the training set, chooses parameters and length normalisation by BLEU-4 with the beam on dev, and captions test
once, greedily and with the beam; scores are BLEU-1 to 4, METEOR, ROUGE-L and CIDEr-D. The peer chooses nothing: it takes the mean
of the last epochs' parameters and the exponent 1 (--alpha for another). The captions of dev and test and the captioner are left beside
the JSON file.
Settings of the recipe that may be changed: --embedding --hidden --dropout --smoothing --batch --epochs --rate --averaged --min-count
--beam --alpha --seed, --bottleneck (tell), --gated true|false --penalty (attend), ours alone: --cell --tied
--image first_state|every_step|both (tell). --limit N trains on the first captions only, --steps N stops a comparison's training after so
many updates.

--self-critical EPOCHS goes on by what the model's own captions are worth: --self-critical-rate (5e-5), --self-critical-pictures a batch (16),
--self-critical-samples of each (5), --self-critical-bleu (0), the weight of BLEU-4 beside CIDEr-D. The captioner from before is kept where
BLEU-4 with the beam on dev isn't better. --from doesn't look at settings of the model, only at --model; name another --out than that of
the run that wrote the file, or it is written over.

--compare trains what bench/captioning_pytorch.py trains, each side in a process of its own with the same number of threads, and compares
the seconds of the last epoch of each process: its training steps, the making of batches included. Both sides warm up in the epochs
before. Who begins changes from round to round. Beside other work only the ratio says something, and rather that of the
processor's seconds, which all threads of a process use together.

The data come from UNROLLED_MIRROR or the cache.
"""
import argparse
import os
import statistics
import sys
from pathlib import Path

import sides as both
from sides import OURS, PEER, save

MODELS = ["tell", "attend"]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench captioning", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--compare", type=int, metavar="ROUNDS", help="compare the time of an epoch with PyTorch")
    parser.add_argument("--peer", action="store_true", help="the peer's full run in place of ours")
    parser.add_argument("--coco", type=int, metavar="N", help="caption N photographs of MS COCO's train2017 and as many of val2017")
    parser.add_argument("--data", type=Path, help="a folder flickr8k (default: from UNROLLED_MIRROR or the cache)")
    parser.add_argument("--memory", default="2g", help="Java's heap")
    both.add_arguments(parser, "captioning.json")
    return both.with_settings(parser)


def data_folder(options):
    candidates = [options.data] if options.data else both.folders("flickr8k")
    for folder in candidates:
        if folder.resolve().name == "flickr8k" and (folder / "captions.tsv.gz").is_file():
            return folder.resolve()
    raise SystemExit(f"No captions.tsv.gz in {' or '.join(map(str, candidates))}: nobody publishes these features, so name a mirror that "
                     "holds them in UNROLLED_MIRROR, or its folder flickr8k with --data.")


def run(options, side, arguments):
    if side == PEER:
        arguments = ["--data", str(data_folder(options)), *arguments]
    return both.run(options, side, both.command(options, side, "captioning_pytorch.py", "CaptionBenchmark", arguments, options.memory))


def captions(options, model, side):
    return str(options.out.resolve().with_name(f"{options.out.stem}-{model}-{side}.tsv"))


def full(options, settings):
    results = {}
    for model in options.model:
        side = PEER if options.peer else OURS
        said = captions(options, model, side)
        results[model] = run(options, side, ["--model", model, "--captions", said, *settings])
        if side == PEER:
            results[model]["scores"] = run(options, OURS, ["--said", said])["scores"]
        save(options, {"models": results})
    table(results)
    for model, result in results.items():
        print(f"{model}: {result['processSeconds'] / 60:.1f} minutes, {result['parameters']} parameters")


def coco(options, settings):
    """The captioner lies beside the report of the run that trained it, which stays."""
    results = {model: run(options, OURS, ["--model", model, "--captions", captions(options, model, OURS), "--coco", str(options.coco),
                                          *settings]) for model in options.model}
    options.out = options.out.with_name(f"{options.out.stem}-coco.json")
    save(options, {"models": results})
    table(results)


def table(results):
    print("\n| model | part | search | BLEU-1 | BLEU-2 | BLEU-3 | BLEU-4 | METEOR | ROUGE-L | CIDEr-D |\n|---|---|---|" + 7 * "--:|")
    for model, result in results.items():
        for score in result["scores"]:
            figures = [*score["bleu"], score["meteor"], score["rougeL"], score["ciderD"]]
            print(f"| {model} | {score['part']} | {score['search']} | {' | '.join(f'{100 * figure:.1f}' for figure in figures)} |")


def compare(options, settings):
    """By turns, so that whatever else the machine does meets both alike."""
    models = {}
    for model in options.model:
        sides = {OURS: [], PEER: []}
        given = ["--model", model, *settings, *([] if "--epochs" in settings else ["--epochs", "2"])]
        for turn in range(options.compare):
            for side in list(sides)[::1 if turn % 2 == 0 else -1]:
                sides[side].append(run(options, side, [*given, *(["--timed", "true"] if side == OURS else [])]))
        models[model] = {"sides": sides, "clock": timing(sides, "trainingSeconds"), "processor": timing(sides, "processorSeconds")}
        save(options, {"compared": models})
    print("\n| model | seconds of an epoch by | ours | PyTorch | ours / PyTorch |\n|---|---|--:|--:|--:|")
    for model, result in models.items():
        for by in "clock", "processor":
            print(f"| {model} | the {by} | {result[by][OURS]:.2f} | {result[by][PEER]:.2f} | {result[by]['ratio']:.2f} |")
    for model, result in models.items():
        parameters = (f"{side} {result['sides'][side][-1]['parameters']}" for side in (OURS, PEER))
        print(f"{model}: {result['sides'][OURS][-1]['epochs'][-1]['steps']} steps an epoch, parameters {', '.join(parameters)}")


def timing(sides, key):
    """Medians of the last epochs, and the median of the ratios round by round."""
    seconds = {side: [result["epochs"][-1][key] for result in results] for side, results in sides.items()}
    ratio = statistics.median(a / b if b else 0 for a, b in zip(seconds[OURS], seconds[PEER]))
    return {**{side: statistics.median(each) for side, each in seconds.items()}, "ratio": round(ratio, 3)}


def main():
    options, settings = arguments()
    # Our side finds a data set by the folder that holds it.
    os.environ["UNROLLED_MIRROR"] = str(data_folder(options).parent)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    (compare if options.compare else coco if options.coco else full)(options, settings)
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
