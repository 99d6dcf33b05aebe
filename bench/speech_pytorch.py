"""PyTorch's side of `./course bench speech --compare`: the same model, strings, batches and updates; JSON in the last line.

    frames (two at a time) -> 2 bidirectional GRU layers of 64 + 64 units -> dropout -> linear -> log-softmax -> ctc_loss
"""
import argparse
import json
import time

import numpy
import torch


def read(path):
    """What SpeechBenchmark wrote: (frames [time, bands], labels) of each string."""
    data = open(path, "rb").read()
    at = 4
    strings = []
    for _ in range(int.from_bytes(data[:4], "big")):
        time_, bands, labels = numpy.frombuffer(data, ">i4", 3, at)
        at += 12
        frames = numpy.frombuffer(data, ">f4", time_ * bands, at).astype(numpy.float32).reshape(time_, bands)
        at += 4 * time_ * bands
        strings.append((torch.from_numpy(frames), torch.from_numpy(numpy.frombuffer(data, ">i4", labels, at).astype(numpy.int64))))
        at += 4 * labels
    return strings


class Recogniser(torch.nn.Module):
    def __init__(self, bands, symbols, hidden=64):
        super().__init__()
        self.first = torch.nn.GRU(2 * bands, hidden, batch_first=True, bidirectional=True)
        self.second = torch.nn.GRU(2 * hidden, hidden, batch_first=True, bidirectional=True)
        self.output = torch.nn.Linear(2 * hidden, symbols)

    def forward(self, frames, lengths):
        packed = torch.nn.utils.rnn.pack_padded_sequence(frames, lengths, batch_first=True, enforce_sorted=False)
        below, _ = torch.nn.utils.rnn.pad_packed_sequence(self.first(packed)[0], batch_first=True)
        below = torch.nn.functional.dropout(below, 0.3, self.training)
        packed = torch.nn.utils.rnn.pack_padded_sequence(below, lengths, batch_first=True, enforce_sorted=False)
        below, _ = torch.nn.utils.rnn.pad_packed_sequence(self.second(packed)[0], batch_first=True)
        return torch.log_softmax(self.output(torch.nn.functional.dropout(below, 0.3, self.training)), 2)


def batch(strings):
    steps = torch.tensor([(len(frames) + 1) // 2 for frames, _ in strings])
    stacked = torch.zeros(len(strings), int(steps.max()), 2 * strings[0][0].shape[1])
    for row, (frames, _) in enumerate(strings):
        padded = torch.nn.functional.pad(frames, (0, 0, 0, len(frames) % 2))
        stacked[row, :steps[row]] = padded.reshape(int(steps[row]), -1)
    labels = torch.nn.utils.rnn.pad_sequence([each for _, each in strings], batch_first=True)
    return stacked, steps, labels, torch.tensor([len(each) for _, each in strings])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strings", required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    strings = sorted(read(options.strings), key=lambda each: len(each[0]))
    batches = [batch(strings[i:i + 16]) for i in range(0, len(strings), 16)]
    model = Recogniser(strings[0][0].shape[1], 1 + max(int(labels.max()) for _, labels in strings))
    optimiser = torch.optim.Adam(model.parameters(), 1e-3)
    seconds = []
    for epoch in range(options.epochs):
        begin = time.perf_counter()
        for i in torch.randperm(len(batches)).tolist():
            frames, steps, labels, lengths = batches[i]
            optimiser.zero_grad()
            loss = torch.nn.functional.ctc_loss(model(frames, steps).transpose(0, 1), labels, steps, lengths)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
            optimiser.step()
        seconds.append(time.perf_counter() - begin)
        print(f"epoch {epoch + 1}: {seconds[-1]:.2f} s, loss {loss.item():.3f}", flush=True)
    print(f"{sum(each.numel() for each in model.parameters())} parameters")
    print(json.dumps({"epochSeconds": [round(each, 3) for each in seconds], "torch": torch.__version__}))


if __name__ == "__main__":
    main()
