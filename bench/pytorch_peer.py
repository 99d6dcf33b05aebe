"""The PyTorch side of `./course bench`: the same models, sizes and optimiser as the Java side, timed step by step.

    python bench/pytorch_peer.py --cell lstm --shape 32x35x256 --vocabulary 64 --mode train --threads 2

Prints one JSON object: milliseconds a step (every measured step, and the median), the resident set, and the versions.
Needs `pip install torch numpy`; the course itself does not.
"""
import argparse
import json
import os
import statistics
import sys
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cell", choices=["rnn", "gru", "lstm", "bilstm", "decoder"], required=True)
    parser.add_argument("--shape", required=True, help="batch x time x hidden, for example 32x35x256")
    parser.add_argument("--vocabulary", type=int, required=True)
    parser.add_argument("--embedding", action="store_true", help="token ids in through an embedding of the hidden size")
    parser.add_argument("--mode", choices=["train", "forward"], required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--warmup", type=float, default=1.0, help="seconds")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds of measured steps")
    return parser.parse_args()


def build(torch, options, hidden):
    """One recurrent layer and a softmax over the vocabulary, as the Java side builds it."""
    nn = torch.nn

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            inputs = hidden if options.embedding else options.vocabulary
            kind = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM, "bilstm": nn.LSTM}[options.cell]
            both = options.cell == "bilstm"
            self.embedding = nn.Embedding(options.vocabulary, hidden) if options.embedding else None
            self.cell = kind(inputs, hidden, batch_first=True, bidirectional=both)
            self.output = nn.Linear(hidden * (2 if both else 1), options.vocabulary)

        def forward(self, x):
            if self.embedding is not None:
                x = self.embedding(x)
            return self.output(self.cell(x)[0])

    return Model()


def build_decoder(torch, options, hidden):
    """A captioning model: a picture's vector makes an LSTM's first state; the embedding is the softmax's weight matrix, too."""
    nn = torch.nn
    image, squeezed = 1280, 256
    picture = torch.rand(int(options.shape.split("x")[0]), image)

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.image, self.first_state = nn.Linear(image, squeezed), nn.Linear(squeezed, 2 * hidden)
            self.embedding = nn.Embedding(options.vocabulary, squeezed)
            nn.init.normal_(self.embedding.weight, std=squeezed ** -0.5)
            self.cell = nn.LSTM(squeezed, hidden, batch_first=True)
            self.bottleneck, self.bias = nn.Linear(hidden, squeezed), nn.Parameter(torch.zeros(options.vocabulary))

        def forward(self, x):
            h, c = torch.tanh(self.first_state(torch.relu(self.image(picture)))).chunk(2, 1)
            told = self.cell(self.embedding(x), (h.contiguous()[None], c.contiguous()[None]))[0]
            return nn.functional.linear(torch.tanh(self.bottleneck(told)), self.embedding.weight, self.bias)

    return Model()


def resident_mib():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1 << 20 if sys.platform == "darwin" else 1024)


def main():
    options = arguments()
    os.environ.setdefault("OMP_NUM_THREADS", str(options.threads))
    try:
        import torch
    except ImportError:
        sys.exit("PyTorch is not installed for this Python; install it with: pip install torch numpy")
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    batch, length, hidden = (int(part) for part in options.shape.split("x"))
    model = (build_decoder if options.cell == "decoder" else build)(torch, options, hidden)
    ids = torch.randint(0, options.vocabulary, (batch, length))
    labels = torch.randint(0, options.vocabulary, (batch, length)).reshape(-1)
    x = ids if options.embedding else torch.nn.functional.one_hot(ids, options.vocabulary).float()
    loss_of = torch.nn.CrossEntropyLoss()
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

    def train():
        adam.zero_grad(set_to_none=True)
        loss = loss_of(model(x).reshape(-1, options.vocabulary), labels)
        loss.backward()
        adam.step()

    def forward():
        with torch.inference_mode():
            torch.softmax(model(x), dim=-1)

    step = train if options.mode == "train" else forward
    end = time.perf_counter() + options.warmup
    while time.perf_counter() < end:
        step()
    steps = []
    end = time.perf_counter() + options.seconds
    while time.perf_counter() < end or len(steps) < 5:
        start = time.perf_counter()
        step()
        steps.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"milliseconds": statistics.median(steps), "steps": len(steps), "residentMiB": round(resident_mib()),
                      "version": "PyTorch " + torch.__version__, "threads": torch.get_num_threads()}))


if __name__ == "__main__":
    main()
