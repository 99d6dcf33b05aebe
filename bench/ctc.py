"""`./course bench ctc`: the loss of connectionist temporal classification with its gradient, ours and PyTorch's by turns.

    ./course bench ctc                                       two shapes, five rounds
    ./course bench ctc --shapes 32x200x30x40 --rounds 1      batch x time x symbols x labels

Logits of a fixed seed go in, their gradient comes out, softmax included on both sides. A round is a process each, its figure the median
of all passes within three seconds.
"""
import argparse
import statistics
import sys

import sides as both
from sides import OURS, PEER, save


def arguments():
    parser = argparse.ArgumentParser(prog="course bench ctc", description=__doc__, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", default=["32x200x30x40", "16x800x64x100"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", default="1g", help="Java's heap")
    both.add_arguments(parser, "ctc.json")
    return parser.parse_args()


def main():
    options = arguments()
    report = {}
    for shape in options.shapes:
        sides = {OURS: [], PEER: []}
        for _ in range(options.rounds):
            sides[OURS].append(both.run(options, OURS, both.command(options, OURS, None, "CtcBenchmark", [shape], options.memory)))
            sides[PEER].append(both.run(options, PEER, both.command(options, PEER, "ctc_pytorch.py", None, ["--shape", shape], None)))
        report[shape] = sides
        save(options, {"shapes": report})
    print("\n| batch x time x symbols, labels | unrolled, ms | PyTorch, ms | unrolled / PyTorch |\n|---|--:|--:|--:|")
    for shape, sides in report.items():
        mine, peer = ([each["milliseconds"] for each in sides[side]] for side in (OURS, PEER))
        ratio = statistics.median(a / b for a, b in zip(mine, peer))
        batch, time, symbols, labels = shape.split("x")
        print(f"| {batch} x {time} x {symbols}, {labels} | {statistics.median(mine):.2f} | {statistics.median(peer):.2f} | {ratio:.2f} |")
    both.tell_saved(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
