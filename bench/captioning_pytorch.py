"""The peer of the captioning models: Flickr8k's features in, words out, in PyTorch, same sizes, batches and optimiser.

    pip install torch==2.15.0
    python bench/captioning_pytorch.py --data flickr8k --model attend --epochs 8

--model tell: the mean of the grid goes through a bottleneck (ReLU), makes an LSTM's first state and stands beside each word.
--model attend: what the LSTM has seen with its state of this step (additive attention to the grid, a gate, tanh) is what the words'
scores are made of, and goes into its next step beside the word; the mean of the grid makes its first state. In both the scores are
products with the words' embedding (tied) plus a bias. Captions are cut as COCO's evaluation does, words are those seen three times;
batches hold captions of like length; Adam up a line and down half a cosine, label smoothing, gradients clipped. The parameters' mean
over the last epochs writes the captions of dev and test, greedily and by beam search, into the file that --captions names.

Prints a line for each epoch and, last, a JSON line. Seconds of an epoch are those of its training steps, batches included.
"""
import argparse
import gzip
import json
import math
import os
import random
import re
import time
from collections import Counter
from pathlib import Path

PADDING, UNKNOWN, START, END = range(4)
CHANNELS, PLACES, MOST_WORDS = 1280, 16, 40
# The rules of Unrolled's CaptionTokenizer that Flickr8k's captions need.
WORD = re.compile(r"can(?=not\b)|'n'|[^\W_]+(?=n't\b)|n't\b|'(?:s|m|d|re|ve|ll)\b|(?<!\w)(?:mr|mrs|ms|dr|jr|sr|st)\."
                  r"|(?<!\w)[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)|(?<!\w)(?-i:[A-Z]\.)|[+-]?\d+(?:[.,:/]\d+)*(?![^\W_]|-)"
                  r"|\w+'clock|\w+(?:-\w+|\.(?=[^\W\d_])\w+)*|[^\w\s]", re.IGNORECASE)
SIGNS = set("'`.?!,:-;\"")
NAMES = {"(": "-lrb-", ")": "-rrb-", "[": "-lsb-", "]": "-rsb-"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with captions.tsv.gz and so on")
    parser.add_argument("--model", choices=["tell", "attend"], default="attend")
    parser.add_argument("--embedding", type=int, default=256, help="also the size of what is multiplied with the embedding")
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--bottleneck", type=int, default=256, help="of the picture, with --model tell")
    parser.add_argument("--gated", choices=["true", "false"], default="true", help="with --model attend")
    parser.add_argument("--penalty", type=float, default=0.1, help="of places that nobody looks at, with --model attend: Xu et al. "
                        "2015, eq. 14, summed over the places, as a mean over the captions")
    parser.add_argument("--dropout", type=float, default=0.5)
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--epochs", type=int, help="default 10, with --model attend 8")
    parser.add_argument("--averaged", type=int, default=3, help="how many of the last epochs' parameters are averaged")
    parser.add_argument("--rate", type=float, default=1e-3, help="Adam's learning rate at its highest")
    parser.add_argument("--clip", type=float, default=5.0, help="global norm of the gradient")
    parser.add_argument("--min-count", type=int, default=3)
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--alpha", type=float, default=1.0, help="length normalisation ((5 + length) / 6) ^ alpha")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, help="train on the first captions only")
    parser.add_argument("--steps", type=int, help="stop after so many updates")
    parser.add_argument("--captions", type=Path, help="file for the captions; without it they aren't written")
    options = parser.parse_args()
    options.epochs = options.epochs or (8 if options.model == "attend" else 10)
    return options


OPTIONS = arguments()
os.environ.setdefault("OMP_NUM_THREADS", str(OPTIONS.threads))
import torch  # noqa: E402 (the number of threads has to be set first)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402


# Data

def cut(caption):
    words = [word.lower() for word in WORD.findall(caption)]
    return [NAMES.get(word, word) for word in words if not set(word) <= SIGNS]


def lines(name):
    path = OPTIONS.data / name
    if not path.exists():
        raise SystemExit(f"No {path}: name the folder of Flickr8k with --data.")
    with (gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")) as text:
        return text.read().splitlines()


class Part:
    """File names of the images, captions of each, cut, and their grids [images, places, channels] as levels 0 to 15."""

    def __init__(self, part):
        self.names = [name.strip() for name in lines(f"images-{part}.txt")]
        self.captions = {name: [] for name in self.names}
        for line in lines("captions.tsv.gz"):
            fields = line.split("\t", 3)
            if fields[0] == part:
                self.captions[fields[1]].append(cut(fields[3]))
        with gzip.open(OPTIONS.data / f"features4x4-{part}.bin.gz") as file:
            packed = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8)
        levels = torch.stack([packed & 15, packed >> 4], 1).view(len(self.names), CHANNELS, PLACES)
        self.levels = levels.transpose(1, 2).contiguous()
        # The mean is all that --model tell sees: taken once.
        self.means = torch.cat([numbers(some).mean(1, True) for some in self.levels.split(256)]) if OPTIONS.model == "tell" else None

    def grids(self, images):
        return numbers(self.levels[images]) if self.means is None else self.means[images]


def numbers(levels):
    return levels.float().square_().mul_(6 / 225)


class Vocabulary:
    def __init__(self, captions):
        counts = Counter(word for words in captions for word in words)
        kept = sorted((word for word, count in counts.items() if count >= OPTIONS.min_count), key=lambda w: (-counts[w], w))
        self.words = ["<pad>", "<unk>", "<start>", "<end>", *kept]
        self.ids = {word: i for i, word in enumerate(self.words)}

    def encode(self, words):
        return [START] + [self.ids.get(word, UNKNOWN) for word in words] + [END]

    def text(self, ids):
        return " ".join(self.words[i] for i in ids)


def batches(part, examples, rng):
    """Grids and ids of an epoch; examples are (image, ids)."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    order.sort(key=lambda i: len(examples[i][1]))
    groups = [order[i:i + OPTIONS.batch] for i in range(0, len(order), OPTIONS.batch)]
    rng.shuffle(groups)
    for group in groups:
        yield (part.grids([examples[i][0] for i in group]),
               nn.utils.rnn.pad_sequence([torch.tensor(examples[i][1]) for i in group], batch_first=True))


# Models: forward(grids, words read) gives the vectors [batch, time, embedding] that are multiplied with the words' embedding, and the
# weights [batch, time, places] of the attention or None; begin, step and select are the same word by word.

class Captioner(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.embedding = nn.Embedding(words, OPTIONS.embedding)
        nn.init.normal_(self.embedding.weight, std=OPTIONS.embedding ** -0.5)
        self.bias = nn.Parameter(torch.zeros(words))
        self.drop = nn.Dropout(OPTIONS.dropout)

    def scores(self, vectors):
        return F.linear(vectors, self.embedding.weight, self.bias)

    def select(self, state, rows):
        return tuple(each[rows] for each in state)


class Tell(Captioner):
    def __init__(self, words):
        super().__init__(words)
        self.image = nn.Linear(CHANNELS, OPTIONS.bottleneck)
        self.first_state = nn.Linear(OPTIONS.bottleneck, 2 * OPTIONS.hidden)
        self.lstm = nn.LSTM(OPTIONS.embedding + OPTIONS.bottleneck, OPTIONS.hidden, batch_first=True)
        self.bottleneck = nn.Linear(OPTIONS.hidden, OPTIONS.embedding)

    def begin(self, grids):
        seen = F.relu(self.image(self.drop(grids.mean(1))))
        h, c = torch.tanh(self.first_state(self.drop(seen))).chunk(2, 1)
        return seen, h.contiguous(), c.contiguous()

    def run(self, seen, h, c, words):
        read = torch.cat([self.drop(self.embedding(words)), seen[:, None].expand(-1, words.shape[1], -1)], 2)
        outputs, (h, c) = self.lstm(read, (h[None], c[None]))
        return self.drop(torch.tanh(self.bottleneck(outputs))), (seen, h[0], c[0])

    def forward(self, grids, words):
        return self.run(*self.begin(grids), words)[0], None

    def step(self, state, words):
        vectors, state = self.run(*state, words[:, None])
        return self.scores(vectors[:, 0]), state


class Attend(Captioner):
    def __init__(self, words):
        super().__init__(words)
        hidden, embedding = OPTIONS.hidden, OPTIONS.embedding
        self.memory = nn.Linear(CHANNELS, hidden)
        self.first_state = nn.Linear(CHANNELS, 2 * hidden)
        self.cell = nn.LSTMCell(2 * embedding, hidden)
        self.key = nn.Linear(hidden, hidden, bias=False)
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.score = nn.Linear(hidden, 1, bias=False)
        self.gate = nn.Linear(hidden, 1) if OPTIONS.gated == "true" else None
        self.seen = nn.Linear(2 * hidden, embedding)

    def begin(self, grids):
        memory = self.drop(torch.tanh(self.memory(grids)))
        h, c = torch.tanh(self.first_state(self.drop(grids.mean(1)))).chunk(2, 1)
        return memory, self.key(memory), h, c, h.new_zeros(len(h), OPTIONS.embedding)

    def one(self, word, memory, keys, h, c, seen):
        """A step: the cell reads the word and what was seen before, then looks with its new state."""
        h, c = self.cell(torch.cat([word, seen], 1), (h, c))
        weights = self.score(torch.tanh(keys + self.query(h)[:, None])).squeeze(2).softmax(1)
        context = torch.bmm(weights[:, None], memory)[:, 0]
        if self.gate is not None:
            context = context * torch.sigmoid(self.gate(h))
        return weights, h, c, torch.tanh(self.seen(torch.cat([context, h], 1)))

    def forward(self, grids, words):
        memory, keys, h, c, seen = self.begin(grids)
        vectors, looked = [], []
        for word in self.drop(self.embedding(words)).unbind(1):
            weights, h, c, seen = self.one(word, memory, keys, h, c, seen)
            vectors.append(seen)
            looked.append(weights)
        return self.drop(torch.stack(vectors, 1)), torch.stack(looked, 1)

    def step(self, state, words):
        memory, keys = state[:2]
        _, h, c, seen = self.one(self.embedding(words), *state)
        return self.scores(seen), (memory, keys, h, c, seen)


def loss_of(model, grids, ids):
    """Mean over the words, the penalty a mean over the captions, and how many words there are."""
    read, said = ids[:, :-1], ids[:, 1:]
    present = said != PADDING
    vectors, weights = model(grids, read)
    # Scores only where there is a word: padding would cost as much as words do.
    loss = F.cross_entropy(model.scores(vectors[present]), said[present], label_smoothing=OPTIONS.smoothing)
    count = int(present.sum())
    if weights is not None and OPTIONS.penalty:
        looked = (weights * present[:, :, None]).sum(1)
        loss = loss + OPTIONS.penalty * (1 - looked).square().sum(1).mean()
    return loss, count


# Decoding

@torch.inference_mode()
def search(model, grids, beams):
    """The best captions of a batch, ids without END; greedy with one beam. Pictures that are done stay until all are."""
    count = len(grids)
    state = tuple(each.repeat_interleave(beams, 0) for each in model.begin(grids))
    words = torch.full((count * beams,), START)
    # Only one beam of each picture may go on at first: they are all the same.
    totals = torch.full((count, beams), -math.inf)
    totals[:, 0] = 0
    done = torch.zeros(count, beams, dtype=torch.bool)
    texts = torch.empty(count, beams, 0, dtype=torch.long)
    for length in range(MOST_WORDS + 1):
        scores, state = model.step(state, words)
        scores[:, [PADDING, UNKNOWN, START]] = -math.inf
        if length == MOST_WORDS:
            scores[:, END + 1:] = -math.inf
        scores = scores.log_softmax(1).view(count, beams, -1)
        # A text that has ended stays as it is: padding follows at no cost.
        scores = scores.masked_fill(done[:, :, None], -math.inf)
        scores[:, :, PADDING] = torch.where(done, 0.0, -math.inf)
        totals, best = (totals[:, :, None] + scores).flatten(1).topk(beams, 1)
        parents, chosen = best // scores.shape[2], best % scores.shape[2]
        texts = torch.cat([texts.gather(1, parents[:, :, None].expand(-1, -1, texts.shape[2])), chosen[:, :, None]], 2)
        done = done.gather(1, parents) | (chosen == END)
        if done.all():
            break
        if beams > 1:
            state = model.select(state, (parents + beams * torch.arange(count)[:, None]).flatten())
        words = chosen.flatten()
    return [pick(*both) for both in zip(texts.tolist(), totals.tolist())]


def pick(texts, totals):
    """The best after length normalisation; END counts as a word, padding doesn't."""
    def value(text, total):
        return total / ((5 + sum(word != PADDING for word in text)) / 6) ** OPTIONS.alpha
    best = max(range(len(texts)), key=lambda i: value(texts[i], totals[i]))
    return [word for word in texts[best] if word not in (PADDING, END)]


def said(model, part, beams, vocabulary):
    """Captions in the images' order, and how many a second."""
    model.eval()
    start, texts = time.perf_counter(), []
    for first in range(0, len(part.names), 64):
        grids = part.grids(list(range(first, min(first + 64, len(part.names)))))
        texts += [vocabulary.text(ids) for ids in search(model, grids, beams)]
    return texts, len(texts) / (time.perf_counter() - start)


def write_captions(model, vocabulary):
    """A line for each caption: part, search, image, caption. @return captions a second of test"""
    rates = {}
    with open(OPTIONS.captions, "w", encoding="utf-8") as file:
        for name in "dev", "test":
            part = Part(name)
            for how, beams in ("greedy", 1), ("beam", OPTIONS.beam):
                texts, rates[how] = said(model, part, beams, vocabulary)
                file.writelines(f"{name}\t{how}\t{image}\t{text}\n" for image, text in zip(part.names, texts))
    return {how: round(rate, 1) for how, rate in rates.items()}


def train(model, part, examples, result):
    """The epochs, each with a line; then the parameters are the mean of the last ones."""
    rng = random.Random(OPTIONS.seed)
    adam = torch.optim.Adam(model.parameters(), lr=OPTIONS.rate)
    steps = OPTIONS.epochs * math.ceil(len(examples) / OPTIONS.batch)
    warm, floor = max(1, steps // 20), 0.02
    rate = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: (step + 1) / warm if step < warm else floor + (1 - floor) * (
        0.5 + 0.5 * math.cos(math.pi * (step - warm) / max(1, steps - warm))))
    done, kept = 0, []
    for epoch in range(1, OPTIONS.epochs + 1):
        model.train()
        start, processor, losses, words, before = time.perf_counter(), time.process_time(), 0.0, 0, done
        for grids, ids in batches(part, examples, rng):
            adam.zero_grad(set_to_none=True)
            loss, count = loss_of(model, grids, ids)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), OPTIONS.clip)
            adam.step()
            rate.step()
            losses += loss.item() * count
            words += count
            done += 1
            if done == OPTIONS.steps:
                break
        seconds, processor = time.perf_counter() - start, time.process_time() - processor
        result["epochs"].append({"trainingSeconds": round(seconds, 2), "processorSeconds": round(processor, 2),
                                 "trainingLoss": round(losses / words, 4), "steps": done - before})
        print(f"epoch {epoch}: loss {losses / words:.4f}, {seconds:.1f} s ({processor:.1f} of the processor), "
              f"{1000 * seconds / (done - before):.1f} ms a step", flush=True)
        kept = [*kept, {name: value.clone() for name, value in model.state_dict().items()}][-OPTIONS.averaged:]
        if done == OPTIONS.steps:
            break
    model.load_state_dict({name: sum(each[name] for each in kept) / len(kept) for name in kept[0]})


def main():
    torch.set_num_threads(OPTIONS.threads)
    torch.manual_seed(OPTIONS.seed)
    part = Part("train")
    captions = [(i, words) for i, name in enumerate(part.names) for words in part.captions[name]]
    # The words are those of all captions, so that a short look has the softmax of the whole.
    vocabulary = Vocabulary([words for _, words in captions])
    examples = [(image, vocabulary.encode(words)) for image, words in captions[:OPTIONS.limit]]
    model = (Attend if OPTIONS.model == "attend" else Tell)(len(vocabulary.words))
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{OPTIONS.model}: {len(examples)} captions, {len(vocabulary.words)} words, {parameters} parameters, {OPTIONS.threads} "
          f"threads, {torch.backends.cpu.get_cpu_capability()}", flush=True)
    result = {"version": "PyTorch " + torch.__version__, "options": {name: str(value) for name, value in vars(OPTIONS).items()},
              "parameters": parameters, "vocabulary": len(vocabulary.words), "epochs": []}
    train(model, part, examples, result)
    if OPTIONS.captions:
        result["captionsPerSecond"] = write_captions(model, vocabulary)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
