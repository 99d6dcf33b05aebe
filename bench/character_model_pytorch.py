"""The peer of notebook 03's full run: a character model of tinyshakespeare in PyTorch, same sizes, batch and optimiser.

    python bench/character_model_pytorch.py --data tinyshakespeare/input.txt --cell lstm --hidden 512 --epochs 8

The first 90 % of the text train and the last 10 % validate. The training text lies as `--batch` contiguous streams that are
cut into windows of `--window` characters, with the state carried from window to window and cut from the gradient
(truncated backpropagation through time). Prints the validation loss in nats a character after each epoch, and a JSON line.
"""
import argparse
import json
import os
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--cell", choices=["rnn", "gru", "lstm"], default="lstm")
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--embedding", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.0, help="on embedding, between layers and before the softmax")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--window", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3, help="Adam's learning rate, which falls along a cosine")
    parser.add_argument("--floor", type=float, default=0.1, help="share of the rate that is left at the end")
    parser.add_argument("--clip", type=float, default=1.0, help="global norm of the gradient")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    return parser.parse_args()


def streams(torch, ids, rows):
    """The text as contiguous rows, shape [rows, length]."""
    length = len(ids) // rows
    return torch.tensor(ids[:length * rows]).reshape(rows, length)


def main():
    options = arguments()
    os.environ.setdefault("OMP_NUM_THREADS", str(options.threads))
    import math
    import torch
    from torch import nn
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    with open(options.data, encoding="utf-8") as file:
        text = file.read()
    characters = sorted(set(text))
    ids = [characters.index(c) for c in text]
    cut = len(ids) * 9 // 10
    train, validation = streams(torch, ids[:cut], options.batch), streams(torch, ids[cut:], options.batch)

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            cell = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[options.cell]
            self.embedding = nn.Embedding(len(characters), options.embedding)
            self.cell = cell(options.embedding, options.hidden, options.layers, batch_first=True,
                             dropout=options.dropout if options.layers > 1 else 0.0)
            self.drop = nn.Dropout(options.dropout)
            self.output = nn.Linear(options.hidden, len(characters))

        def forward(self, x, state):
            h, state = self.cell(self.drop(self.embedding(x)), state)
            return self.output(self.drop(h)), state

    def detach(state):
        return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()

    def windows(rows):
        for start in range(0, rows.shape[1] - 1, options.window):
            end = min(start + options.window, rows.shape[1] - 1)
            yield rows[:, start:end], rows[:, start + 1:end + 1]

    model = Model()
    adam = torch.optim.Adam(model.parameters(), lr=options.rate)
    steps = options.epochs * len(list(windows(train)))
    cosine = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda step: options.floor + (1 - options.floor) * (1 + math.cos(math.pi * min(1, step / steps))) / 2)
    loss_of = nn.CrossEntropyLoss()

    def evaluate():
        model.eval()
        state, total, count = None, 0.0, 0
        with torch.inference_mode():
            for x, y in windows(validation):
                logits, state = model(x, state)
                total += loss_of(logits.flatten(0, 1), y.flatten()).item() * y.numel()
                count += y.numel()
        model.train()
        return total / count

    result = {"version": "PyTorch " + torch.__version__, "options": vars(options), "epochs": []}
    seconds = 0.0
    for epoch in range(1, options.epochs + 1):
        start, state, losses = time.perf_counter(), None, 0.0
        for x, y in windows(train):
            adam.zero_grad(set_to_none=True)
            logits, state = model(x, state)
            state = detach(state)
            loss = loss_of(logits.flatten(0, 1), y.flatten())
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), options.clip)
            adam.step()
            cosine.step()
            losses += loss.item()
        seconds += time.perf_counter() - start
        nats = evaluate()
        training = losses * options.epochs / steps
        result["epochs"].append({"validationNats": round(nats, 4), "trainingNats": round(training, 4),
                                 "trainingSeconds": round(seconds, 1)})
        print(f"epoch {epoch}: {nats:.4f} nats a character on validation, {training:.4f} in training, {seconds:.0f} s of training",
              flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
