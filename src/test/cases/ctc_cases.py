"""Write PyTorch's losses and gradients of connectionist temporal classification, for the tests of CtcLoss.

    pip install torch==2.15.0 numpy
    python src/test/cases/ctc_cases.py src/test/resources/pytorch

Each case has its logits [time, batch, symbols]; losses are those of torch.nn.functional.ctc_loss(reduction="none") of their
log-softmax in double precision, gradients those of the sum of all losses with respect to the logits.
"""

import json
import sys
from pathlib import Path

import torch


def case(name, time, symbols, labels, steps, blank=0, scale=1.0, seed=0):
    generator = torch.Generator().manual_seed(seed)
    # Four decimals, so that Java and Python begin with the same numbers and the file stays small.
    logits = (torch.randn(time, len(labels), symbols, generator=generator, dtype=torch.float64) * scale * 1e4).round() / 1e4
    given = logits.clone().requires_grad_(True)
    lengths = torch.tensor([len(each) for each in labels])
    padded = torch.full((len(labels), max(1, int(lengths.max()))), blank, dtype=torch.long)
    for row, each in enumerate(labels):
        padded[row, :len(each)] = torch.tensor(each, dtype=torch.long)
    logarithms = torch.nn.functional.log_softmax(given, 2)
    losses = torch.nn.functional.ctc_loss(logarithms, padded, torch.tensor(steps), lengths, blank=blank, reduction="none")
    finite = torch.isfinite(losses)
    zeroed = torch.nn.functional.ctc_loss(logarithms, padded, torch.tensor(steps), lengths, blank=blank, reduction="none", zero_infinity=True)
    zeroed.sum().backward()
    return {"name": name, "time": time, "symbols": symbols, "labels": labels, "steps": steps, "blank": blank,
            "logits": logits.flatten().tolist(), "losses": [loss.item() if ok else None for loss, ok in zip(losses, finite)],
            "gradients": [round(float(value), 8) for value in given.grad.flatten()]}


def main(folder):
    cases = [
        case("one frame, one label", 1, 3, [[2]], [1]),
        case("repeated labels", 8, 4, [[1, 1, 2], [3, 3, 3], [1, 2, 1]], [8, 8, 8], seed=1),
        case("lengths that differ", 12, 5, [[1, 2, 3, 4], [2], [4, 4], [1, 3, 1]], [12, 3, 7, 5], seed=2),
        case("no labels", 6, 4, [[], [1, 2], []], [6, 6, 4], seed=3),
        case("too many labels", 5, 4, [[1, 2, 3, 1, 2, 3], [1, 1, 1], [2, 2, 2, 1]], [5, 5, 5], seed=4),
        case("the blank comes last", 9, 4, [[0, 1, 2], [2, 2]], [9, 8], blank=3, seed=5),
        case("sure of the wrong thing", 15, 6, [[1, 2, 3, 4, 5], [5, 5, 1]], [15, 12], scale=12.0, seed=6),
        case("long", 60, 12, [list(range(1, 12)) * 2, [3, 3, 7, 8, 1, 1, 1]], [60, 47], scale=2.0, seed=7),
    ]
    (folder / "ctc.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
