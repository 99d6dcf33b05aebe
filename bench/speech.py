"""`./course bench speech`: recognisers of digit strings, trained on the Free Spoken Digit Dataset and measured.

    ./course bench speech                                    takes 0 to 4 held out, then each speaker in turn; three seeds each, about an hour
    ./course bench speech --held-out takes --seeds 1         one of them
    ./course bench speech --held-out george lucas

The recordings come from UNROLLED_MIRROR or the cache: `./course data fetch spoken-digits`.
"""
import argparse
import statistics
import sys

import sides as both
from sides import OURS, save

HELD_OUT = ["takes", "george", "jackson", "lucas", "nicolas"]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench speech", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", nargs="+", choices=HELD_OUT, default=HELD_OUT)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--memory", default="2g", help="Java's heap")
    both.add_arguments(parser, "speech.json")
    return parser.parse_args()


def main():
    options = arguments()
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
    print(f"Saved to {options.out}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
