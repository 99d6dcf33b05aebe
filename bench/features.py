"""`./course bench features`: how long the features of an hour of sound take.

    ./course bench features                    an hour at 16 kHz: 80 mels, 13 cepstral coefficients, resampling to 8 kHz; three rounds
    ./course bench features --minutes 10

A noise of a fixed seed stands for the sound: what is computed doesn't depend on what is said. Each round is a process of its own and
measures the second pass, when the code is compiled.
"""
import argparse
import statistics
import sys

import sides as both
from sides import OURS, save

ROWS = [("log-mel features, 80 mels, 25 ms each 10 ms", "logMelSeconds"), ("13 cepstral coefficients", "mfccSeconds"),
        ("resampling from 16 to 8 kHz", "resamplingSeconds")]


def arguments():
    parser = argparse.ArgumentParser(prog="course bench features", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", default="3g", help="Java's heap")
    both.add_arguments(parser, "features.json")
    return parser.parse_args()


def main():
    options = arguments()
    rounds = [both.run(options, OURS, both.command(options, OURS, None, "FeatureBenchmark", [str(options.minutes)], options.memory))
              for _ in range(options.rounds)]
    save(options, {"minutes": options.minutes, "rounds": rounds})
    print(f"\n| {options.minutes} minutes at 16 kHz | seconds |\n|---|--:|")
    for title, key in ROWS:
        print(f"| {title} | {statistics.median(each[key] for each in rounds):.2f} |")
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
