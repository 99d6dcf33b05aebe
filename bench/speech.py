"""`./course bench speech`: recognisers of digit strings, trained on the Free Spoken Digit Dataset and measured.

    ./course bench speech                                    takes 0 to 4 held out, then each speaker in turn; three seeds each, about an hour
    ./course bench speech --held-out takes --seeds 1         one of them
    ./course bench speech --held-out george lucas
    ./course bench speech --compare 3                        an epoch beside PyTorch, three rounds by turns

The epochs that are compared are of the same strings of synthetic voices, without the making of features.

The recordings come from UNROLLED_MIRROR or the cache: `./course data fetch spoken-digits`.
"""
import argparse
import statistics
import sys

import sides as both
from sides import OURS, PEER, ROOT, save

HELD_OUT = ["takes", "george", "jackson", "lucas", "nicolas"]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench speech", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", nargs="+", choices=HELD_OUT, default=HELD_OUT)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--compare", type=int, metavar="ROUNDS", help="compare the time of an epoch with PyTorch")
    parser.add_argument("--epochs", type=int, default=4, help="epochs of the comparison; the last is compared")
    parser.add_argument("--memory", default="2g", help="Java's heap")
    both.add_arguments(parser, "speech.json")
    return parser.parse_args()


def compare(options):
    """By turns, so that whatever else the machine does meets both alike."""
    strings, sides = str(ROOT / "build" / "bench" / "speech-strings.bin"), {OURS: [], PEER: []}
    for _ in range(options.compare):
        sides[OURS].append(both.run(options, OURS, both.command(options, OURS, None, "SpeechBenchmark", [
            "compare", strings, str(options.epochs)], options.memory)))
        sides[PEER].append(both.run(options, PEER, both.command(options, PEER, "speech_pytorch.py", None, [
            "--strings", strings, "--epochs", str(options.epochs)], None)))
    save(options, {"compared": sides})
    mine, peer = ([each["epochSeconds"][-1] for each in sides[side]] for side in (OURS, PEER))
    ratio = statistics.median(a / b for a, b in zip(mine, peer))
    print(f"\n| | unrolled | PyTorch | unrolled / PyTorch |\n|---|--:|--:|--:|\n| seconds of the last epoch | {statistics.median(mine):.2f} "
          f"| {statistics.median(peer):.2f} | {ratio:.2f} |")


def quality(options):
    runs = []
    for held_out in options.held_out:
        for seed in range(1, options.seeds + 1):
            runs.append(both.run(options, OURS, both.command(options, OURS, None, "SpeechBenchmark", [held_out, str(seed)], options.memory)))
            save(options, {"runs": runs})
    print("\n| held out | WER, mean (range) | seconds of training |\n|---|--:|--:|")
    means = {}
    for held_out in options.held_out:
        rates = [run["wer"] for run in runs if run["heldOut"] == held_out]
        seconds = statistics.mean(run["seconds"] for run in runs if run["heldOut"] == held_out)
        means[held_out] = statistics.mean(rates)
        print(f"| {held_out} | {means[held_out]:.2f} ({min(rates):.2f}-{max(rates):.2f}) | {seconds:.0f} |")
    speakers = [mean for held_out, mean in means.items() if held_out != "takes"]
    if speakers:
        print(f"| mean of {len(speakers)} speakers | {statistics.mean(speakers):.2f} | |")


def main():
    options = arguments()
    (compare if options.compare else quality)(options)
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
