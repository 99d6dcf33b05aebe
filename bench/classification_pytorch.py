"""The peer of the sentence classifier: SST-2 in PyTorch, same sizes, batches and optimiser.

    pip install torch==2.15.0
    python bench/classification_pytorch.py --data sentences --epochs 4

An embedding of 64, a bidirectional LSTM of 64 + 64, the maximum over time, dropout of 0.5 behind the embedding and behind the maximum, a
softmax; batches of 64 sentences of like length; Adam, gradients clipped. Prints seconds and accuracy of each epoch and, last, a JSON
line, with the sentences a second that it classifies in batches of 128.
"""
import argparse
import json
import os
import random
import time
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--data", type=Path, required=True, help="folder with stsa.binary.train and stsa.binary.test")
parser.add_argument("--epochs", type=int, default=4)
parser.add_argument("--threads", type=int, default=os.cpu_count())
OPTIONS = parser.parse_args()
os.environ.setdefault("OMP_NUM_THREADS", str(OPTIONS.threads))
import torch  # noqa: E402 (the number of threads has to be set first)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

torch.set_num_threads(OPTIONS.threads)
torch.manual_seed(1)
UNKNOWN = 1


def read(part):
    with open(OPTIONS.data / f"stsa.binary.{part}", encoding="utf-8") as lines:
        return [(line.lower().split()[1:], int(line[0])) for line in lines]


def batches(examples, size, rng):
    order = list(range(len(examples)))
    rng.shuffle(order)
    order.sort(key=lambda i: len(examples[i][0]))
    groups = [order[i:i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        rows = [torch.tensor(examples[i][0]) for i in group]
        yield (nn.utils.rnn.pad_sequence(rows, batch_first=True), torch.tensor([len(row) for row in rows]),
               torch.tensor([examples[i][1] for i in group]))


class Classifier(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.embedding = nn.Embedding(words, 64, padding_idx=0)
        self.lstm = nn.LSTM(64, 64, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.5)
        self.output = nn.Linear(128, 2)

    def forward(self, ids, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(self.dropout(self.embedding(ids)), lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, padding_value=float("-inf"))
        return self.output(self.dropout(states.max(dim=1).values))


def main():
    train, test = read("train"), read("test")
    ids = {}
    for words, _ in train:
        for word in words:
            ids.setdefault(word, len(ids) + 2)
    train, test = ([([ids.get(word, UNKNOWN) for word in words], label) for words, label in part] for part in (train, test))
    model, rng = Classifier(len(ids) + 2), random.Random(1)
    adam = torch.optim.Adam(model.parameters(), 1e-3)
    seconds = []
    for epoch in range(OPTIONS.epochs):
        model.train()
        begin = time.perf_counter()
        for words, lengths, labels in batches(train, 64, rng):
            adam.zero_grad()
            F.cross_entropy(model(words, lengths), labels).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            adam.step()
        seconds.append(time.perf_counter() - begin)
        model.eval()
        with torch.inference_mode():
            right = sum((model(words, lengths).argmax(1) == labels).sum().item() for words, lengths, labels in batches(test, 128, rng))
        print(f"epoch {epoch + 1}: {seconds[-1]:.2f} s, accuracy {100 * right / len(test):.2f}", flush=True)
    rates = []
    with torch.inference_mode():
        for _ in range(10):
            begin = time.perf_counter()
            for words, lengths, _ in batches(train, 128, rng):
                model(words, lengths)
            rates.append(len(train) / (time.perf_counter() - begin))
    print(json.dumps({"version": torch.__version__, "epochSeconds": seconds, "sentencesPerSecond": round(sorted(rates)[5])}))


main()
