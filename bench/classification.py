"""`./course bench classification`: the sentence classifiers of the public sets, trained and measured.

    ./course bench classification                          MR, SST-2, TREC, R8 and SMS spam, three seeds each, about a quarter of an hour
    ./course bench classification --set TREC --seeds 1     one of them
    ./course bench classification --held-out 1             on sentences held out of the training data, as for choosing a recipe
    ./course bench classification --compare 3              an epoch of SST-2 beside PyTorch, three rounds by turns

MR is tested by ten-fold and SMS spam by five-fold cross-validation, all folds together, the others on their own test sentences; nothing
but the training sentences is used, no vectors of words from elsewhere. Naive Bayes and logistic regression on pairs of words are
measured beside them. The data come from UNROLLED_MIRROR or the cache: `./course data fetch movie-reviews sst2 trec reuters-r8 sms-spam`.
"""
import argparse
import statistics
import sys

import sides as both
from sides import OURS, PEER, save

SETS = ["MR", "SST2", "TREC", "R8", "SMS_SPAM"]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench classification", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=10, help="the first folds only")
    parser.add_argument("--held-out", type=int, choices=[1], help="measure on held-out training sentences")
    parser.add_argument("--compare", type=int, metavar="ROUNDS", help="compare the time of an epoch with PyTorch")
    parser.add_argument("--epochs", type=int, default=4, help="epochs of the comparison; the last is compared")
    parser.add_argument("--memory", default="2g", help="Java's heap")
    both.add_arguments(parser, "classification.json")
    return parser.parse_args()


def ours(options, settings):
    return both.run(options, OURS, both.command(options, OURS, None, "ClassificationBenchmark", settings, options.memory))


def quality(options):
    results = {}
    for name in options.set:
        held_out = ["--held-out", "1"] if options.held_out else []
        results[name] = ours(options, ["--set", name, "--seeds", str(options.seeds), "--folds", str(options.folds), *held_out])
        save(options, {"sets": results})
    print("\n| set | naive Bayes | bag of words | network and company: mean (range) | MCC | seconds |\n|---|--:|--:|--:|--:|--:|")
    for name, result in results.items():
        bayes, bag, *seeds = result["results"]
        accuracies = [each["accuracy"] for each in seeds]
        print(f"| {name} | {bayes['accuracy']:.2f} | {bag['accuracy']:.2f} | {statistics.mean(accuracies):.2f} "
              f"({min(accuracies):.2f}-{max(accuracies):.2f}) | {statistics.mean(each['mcc'] for each in seeds):.2f} "
              f"| {result['seconds']:.0f} |")
    print(f"\nAll seeds together: {sum(result['seconds'] for result in results.values()) / 60:.1f} minutes of training and testing.")


def compare(options):
    """By turns, so that whatever else the machine does meets both alike."""
    folder = next((each for each in both.folders("sentences") + both.folders("sst2") if (each / "stsa.binary.train").is_file()), None)
    if folder is None:
        raise SystemExit("No stsa.binary.train: fetch it with `./course data fetch sst2`.")
    sides = {OURS: [], PEER: []}
    for _ in range(options.compare):
        sides[OURS].append(ours(options, ["--epochs", str(options.epochs)]))
        sides[PEER].append(both.run(options, PEER, both.command(options, PEER, "classification_pytorch.py", None, [
            "--data", str(folder), "--epochs", str(options.epochs)], None)))
    save(options, {"compared": sides})
    print("\n| | unrolled | PyTorch | unrolled / PyTorch |\n|---|--:|--:|--:|")
    for title, value in (("seconds of the last epoch", lambda each: each["epochSeconds"][-1]),
                         ("sentences a second", lambda each: each["sentencesPerSecond"])):
        mine, peer = ([value(each) for each in sides[side]] for side in (OURS, PEER))
        ratio = statistics.median(a / b for a, b in zip(mine, peer))
        print(f"| {title} | {statistics.median(mine):.2f} | {statistics.median(peer):.2f} | {ratio:.2f} |")


def main():
    options = arguments()
    (compare if options.compare else quality)(options)
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
