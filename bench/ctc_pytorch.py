"""PyTorch's side of `./course bench ctc`: log-softmax, ctc_loss and the gradient of the logits; JSON in the last line."""
import argparse
import json
import statistics
import time

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", required=True, help="batch x time x symbols x labels")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    batch, steps, symbols, length = map(int, options.shape.split("x"))
    torch.manual_seed(1)
    logits = torch.randn(steps, batch, symbols, requires_grad=True)
    labels = torch.randint(1, symbols, (batch, length))
    times, lengths = torch.full((batch,), steps), torch.full((batch,), length)

    def once():
        logits.grad = None
        loss = torch.nn.functional.ctc_loss(torch.log_softmax(logits, 2), labels, times, lengths, reduction="sum")
        loss.backward()
        return loss.item()

    taken, end = [], time.perf_counter() + 1 + options.seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        loss = once()
        if begin > end - options.seconds:
            taken.append(time.perf_counter() - begin)
    print(f"{options.shape}: {1e3 * statistics.median(taken):.2f} ms, loss {loss:.1f}")
    print(json.dumps({"milliseconds": 1e3 * statistics.median(taken), "passes": len(taken), "torch": torch.__version__}))


if __name__ == "__main__":
    main()
