"""The peer of the translation models: German to English on Multi30k in PyTorch, same sizes, batches and optimiser.

    pip install torch==2.15.0 sacrebleu==2.6.0
    python bench/translation_pytorch.py --data multi30k --model attention --epochs 10

--model attention: a bidirectional LSTM of 256 + 256 reads, its final state goes through a bridge (tanh) into an LSTM of 512,
general attention over the encoder's outputs gives an attentional vector of 256 (tanh), and the words' scores are its products
with the target embedding (tied) plus a bias. --model context: the same without attention. --model transformer: pre-norm
blocks, tied as well, with keys and values kept while it decodes. Words are those seen twice, lower-cased; batches hold pairs of
like length; Adam, label smoothing, gradients clipped. After each epoch the validation set is translated greedily; the parameters
of the best epoch translate the test set of 2016, greedily and by beam search. BLEU is sacreBLEU's on lower-cased tokens, cut
by the rule below, without a tokeniser of its own.

Prints a line for each epoch and, last, a JSON line. Seconds of an epoch are those of its training steps, batches included.
"""
import argparse
import copy
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
# Letters and digits in a row; an apostrophe between letters and a point or comma between digits belong to them.
WORD = re.compile(r"[^\W_]+(?:['’·][^\W_]+|(?<=\d)[.,](?=\d)[^\W_]+)*|[^\w\s]|_")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with train.de.gz and so on, packed or not")
    parser.add_argument("--model", choices=["context", "attention", "transformer"], default="attention")
    parser.add_argument("--source", default="de")
    parser.add_argument("--target", default="en")
    parser.add_argument("--embedding", type=int, default=256, help="also the size of what is multiplied with the target embedding")
    parser.add_argument("--hidden", type=int, default=512, help="of the decoder; half of it each way in the encoder")
    parser.add_argument("--layers", type=int, default=3, help="blocks of the Transformer on each side")
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--feed-forward", type=int, default=1024)
    parser.add_argument("--dropout", type=float, help="default 0.4, with the Transformer 0.2")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=1e-3, help="Adam's learning rate")
    parser.add_argument("--warm-up", type=int, help="steps in which the rate rises before it falls with the square root of the "
                        "step; default 0 (a constant rate), with the Transformer 800")
    parser.add_argument("--smoothing", type=float, default=0.1)
    parser.add_argument("--clip", type=float, default=1.0, help="global norm of the gradient")
    parser.add_argument("--min-count", type=int, default=2)
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--alpha", type=float, default=1.0, help="length normalisation ((5 + length) / 6) ^ alpha")
    parser.add_argument("--decode-batch", type=int, default=64, help="sentences translated together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, help="train on so many pairs only")
    parser.add_argument("--no-scores", action="store_true", help="only train: times and losses")
    options = parser.parse_args()
    transformer = options.model == "transformer"
    options.dropout = (0.2 if transformer else 0.4) if options.dropout is None else options.dropout
    options.warm_up = (800 if transformer else 0) if options.warm_up is None else options.warm_up
    return options


OPTIONS = arguments()
os.environ.setdefault("OMP_NUM_THREADS", str(OPTIONS.threads))
import torch  # noqa: E402 (the number of threads has to be set first)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402


# Data

def sentences(part, language):
    name = OPTIONS.data / f"{part}.{language}"
    packed = name.with_name(name.name + ".gz")
    if not name.exists() and not packed.exists():
        raise SystemExit(f"No {packed}: name the folder of Multi30k with --data.")
    with (open(name, encoding="utf-8") if name.exists() else gzip.open(packed, "rt", encoding="utf-8")) as lines:
        return [WORD.findall(line.lower()) for line in lines.read().splitlines()]


class Vocabulary:
    def __init__(self, texts):
        counts = Counter(word for words in texts for word in words)
        kept = sorted((word for word, count in counts.items() if count >= OPTIONS.min_count), key=lambda w: (-counts[w], w))
        self.words = ["<pad>", "<unk>", "<start>", "<end>", *kept]
        self.ids = {word: i for i, word in enumerate(self.words)}

    def encode(self, words):
        return [self.ids.get(word, UNKNOWN) for word in words] + [END]

    def text(self, ids):
        return " ".join(self.words[i] for i in ids)


def padded(rows):
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=PADDING)


def batches(pairs, rng):
    """Pairs of like length together; lengths are blurred by a token, so that the company changes from epoch to epoch."""
    keys = [(len(target) + rng.randrange(2), len(source) + rng.randrange(2), rng.random()) for source, target in pairs]
    order = sorted(range(len(pairs)), key=keys.__getitem__)
    groups = [order[i:i + OPTIONS.batch] for i in range(0, len(order), OPTIONS.batch)]
    rng.shuffle(groups)
    for group in groups:
        yield padded([pairs[i][0] for i in group]), padded([[START] + pairs[i][1] for i in group])


# Models: encode(source) gives what the decoder needs of the source, forward(source, words read) the vectors [batch, time, size]
# that are multiplied with the target embedding; begin, step and select are the same decoder word by word.

class Translator(nn.Module):
    def __init__(self, source_words, target_words):
        super().__init__()
        self.source_embedding = nn.Embedding(source_words, OPTIONS.embedding, padding_idx=PADDING)
        self.target_embedding = nn.Embedding(target_words, OPTIONS.embedding, padding_idx=PADDING)
        for embedding in self.source_embedding, self.target_embedding:
            nn.init.normal_(embedding.weight, std=OPTIONS.embedding ** -0.5)
        self.bias = nn.Parameter(torch.zeros(target_words))
        self.drop = nn.Dropout(OPTIONS.dropout)

    def scores(self, vectors):
        return F.linear(vectors, self.target_embedding.weight, self.bias)


class Recurrent(Translator):
    def __init__(self, source_words, target_words):
        super().__init__(source_words, target_words)
        hidden, half, attentive = OPTIONS.hidden, OPTIONS.hidden // 2, OPTIONS.model == "attention"
        self.encoder = nn.LSTM(OPTIONS.embedding, half, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(2 * hidden, 2 * hidden)
        self.decoder = nn.LSTM(OPTIONS.embedding, hidden, batch_first=True)
        self.score = nn.Linear(hidden, hidden, bias=False) if attentive else None
        self.bottleneck = nn.Linear(2 * hidden if attentive else hidden, OPTIONS.embedding)

    def encode(self, source):
        """Outputs [batch, time, hidden], where there is a word [batch, time], the decoder's first state."""
        present = source != PADDING
        words = nn.utils.rnn.pack_padded_sequence(self.drop(self.source_embedding(source)), present.sum(1), batch_first=True,
                                                  enforce_sorted=False)
        outputs, (h, c) = self.encoder(words)
        outputs = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True)[0]
        # The last state of each direction, h of both beside c of both.
        final = torch.cat([h[0], h[1], c[0], c[1]], 1)
        h, c = torch.tanh(self.bridge(self.drop(final))).chunk(2, 1)
        return self.drop(outputs), present, (h.contiguous()[None], c.contiguous()[None])

    def forward(self, source, words):
        memory, present, state = self.encode(source)
        return self.vectors(self.decoder(self.drop(self.target_embedding(words)), state)[0], memory, present)

    def vectors(self, h, memory, present):
        if self.score is not None:
            weights = torch.bmm(self.score(h), memory.transpose(1, 2))
            weights = weights.masked_fill(~present[:, None], -math.inf).softmax(2)
            h = torch.cat([torch.bmm(weights, memory), h], 2)
        return self.drop(torch.tanh(self.bottleneck(h)))

    def begin(self, source, beams):
        memory, present, (h, c) = self.encode(source)
        return (memory.repeat_interleave(beams, 0), present.repeat_interleave(beams, 0),
                h.repeat_interleave(beams, 1), c.repeat_interleave(beams, 1))

    def step(self, state, words):
        memory, present, h, c = state
        output, (h, c) = self.decoder(self.target_embedding(words[:, None]), (h, c))
        return self.scores(self.vectors(output, memory, present)[:, 0]), (memory, present, h, c)

    def select(self, state, rows, source_rows_change):
        memory, present, h, c = state
        if source_rows_change:
            memory, present = memory[rows], present[rows]
        return memory, present, h[:, rows], c[:, rows]


class Attend(nn.Module):
    """Multi-head attention whose keys and values can be made once and kept."""

    def __init__(self):
        super().__init__()
        size = OPTIONS.embedding
        self.query, self.key, self.value, self.out = (nn.Linear(size, size) for _ in range(4))
        for linear in self.query, self.key, self.value, self.out:
            nn.init.xavier_uniform_(linear.weight)

    @staticmethod
    def heads(x):
        return x.unflatten(2, (OPTIONS.heads, -1)).transpose(1, 2)

    def memory(self, x):
        return self.heads(self.key(x)), self.heads(self.value(x))

    def forward(self, x, memory, mask=None, causal=False):
        found = F.scaled_dot_product_attention(self.heads(self.query(x)), *memory, attn_mask=mask, is_causal=causal,
                                               dropout_p=OPTIONS.dropout if self.training else 0.0)
        return self.out(found.transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Self-attention, in the decoder attention to the source, and two layers at each place; normalised before each."""

    def __init__(self, decoder):
        super().__init__()
        size = OPTIONS.embedding
        self.self_norm, self.self_attention = nn.LayerNorm(size), Attend()
        if decoder:
            self.source_norm, self.source_attention = nn.LayerNorm(size), Attend()
        self.norm = nn.LayerNorm(size)
        self.feed_forward = nn.Sequential(nn.Linear(size, OPTIONS.feed_forward), nn.ReLU(), nn.Dropout(OPTIONS.dropout),
                                          nn.Linear(OPTIONS.feed_forward, size))
        self.drop = nn.Dropout(OPTIONS.dropout)

    def forward(self, x, source=None, mask=None, past=None, causal=False):
        """@param past keys and values of the words before; returned with those of x added."""
        normal = self.self_norm(x)
        memory = self.self_attention.memory(normal)
        if past is not None:
            memory = torch.cat([past[0], memory[0]], 2), torch.cat([past[1], memory[1]], 2)
        x = x + self.drop(self.self_attention(normal, memory, None if source else mask, causal))
        if source:
            x = x + self.drop(self.source_attention(self.source_norm(x), source, mask))
        return x + self.drop(self.feed_forward(self.norm(x))), memory


class Transformer(Translator):
    def __init__(self, source_words, target_words):
        super().__init__(source_words, target_words)
        self.encoder = nn.ModuleList(Block(False) for _ in range(OPTIONS.layers))
        self.decoder = nn.ModuleList(Block(True) for _ in range(OPTIONS.layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(OPTIONS.embedding), nn.LayerNorm(OPTIONS.embedding)

    def place(self, embedded, first=0):
        """Sines and cosines, Vaswani et al. 2017, section 3.5."""
        size = OPTIONS.embedding
        angles = (torch.arange(first, first + embedded.shape[1])[:, None]
                  * torch.exp(torch.arange(0, size, 2) * (-math.log(10000.0) / size)))
        return self.drop(embedded * math.sqrt(size) + torch.stack([angles.sin(), angles.cos()], 2).flatten(1))

    def encode(self, source):
        present = (source != PADDING)[:, None, None]
        x = self.place(self.source_embedding(source))
        for block in self.encoder:
            x, _ = block(x, mask=present)
        x = self.encoder_norm(x)
        return [block.source_attention.memory(x) for block in self.decoder], present

    def forward(self, source, words):
        memories, present = self.encode(source)
        x = self.place(self.target_embedding(words))
        for block, memory in zip(self.decoder, memories):
            x, _ = block(x, memory, present, causal=True)
        return self.decoder_norm(x)

    def begin(self, source, beams):
        memories, present = self.encode(source)
        return ([tuple(part.repeat_interleave(beams, 0) for part in memory) for memory in memories],
                present.repeat_interleave(beams, 0), [None] * len(self.decoder))

    def step(self, state, words):
        memories, present, pasts = state
        x = self.place(self.target_embedding(words[:, None]), 0 if pasts[0] is None else pasts[0][0].shape[2])
        kept = []
        for block, memory, past in zip(self.decoder, memories, pasts):
            x, past = block(x, memory, present, past)
            kept.append(past)
        return self.scores(self.decoder_norm(x)[:, 0]), (memories, present, kept)

    def select(self, state, rows, source_rows_change):
        memories, present, pasts = state
        if source_rows_change:
            memories, present = [tuple(part[rows] for part in memory) for memory in memories], present[rows]
        return memories, present, [tuple(part[rows] for part in past) for past in pasts]


# Decoding

@torch.inference_mode()
def search(model, source, beams):
    """The best translations of a batch, ids without END. Greedy with one beam. Sentences that are done leave the batch."""
    model.eval()
    count, longest = source.shape[0], 2 * (source != PADDING).sum(1) + 10
    state = model.begin(source, beams)
    open_sentences = torch.arange(count)
    words = torch.full((count * beams,), START)
    # Only one beam of each sentence may go on at first: they are all the same.
    totals = torch.full((count, beams), -math.inf)
    totals[:, 0] = 0
    done = torch.zeros(count, beams, dtype=torch.bool)
    texts = torch.empty(count, beams, 0, dtype=torch.long)
    results = [None] * count
    for length in range(1, int(longest.max()) + 1):
        scores, state = model.step(state, words)
        scores[:, [PADDING, UNKNOWN, START]] = -math.inf
        scores = scores.log_softmax(1).view(len(open_sentences), beams, -1)
        # A text that has ended stays as it is: padding follows at no cost.
        scores = scores.masked_fill(done[:, :, None], -math.inf)
        scores[:, :, PADDING] = torch.where(done, 0.0, -math.inf)
        totals, best = (totals[:, :, None] + scores).flatten(1).topk(beams, 1)
        parents, chosen = best // scores.shape[2], best % scores.shape[2]
        texts = torch.cat([texts.gather(1, parents[:, :, None].expand(-1, -1, texts.shape[2])), chosen[:, :, None]], 2)
        done = done.gather(1, parents) | (chosen == END)
        leaving = done.all(1) | (length >= longest[open_sentences])
        for i in leaving.nonzero()[:, 0].tolist():
            results[open_sentences[i]] = pick(texts[i].tolist(), totals[i].tolist())
        staying = (~leaving).nonzero()[:, 0]
        if len(staying) == 0:
            break
        rows = (parents + beams * torch.arange(len(open_sentences))[:, None])[staying].flatten()
        if beams > 1 or len(staying) < len(open_sentences):
            state = model.select(state, rows, len(staying) < len(open_sentences))
        open_sentences, totals, done, texts = open_sentences[staying], totals[staying], done[staying], texts[staying]
        words = texts[:, :, -1].flatten()
    return results


def pick(texts, totals):
    """The best after length normalisation; END counts as a word, padding doesn't."""
    def value(text, total):
        return total / ((5 + sum(word != PADDING for word in text)) / 6) ** OPTIONS.alpha
    best = max(range(len(texts)), key=lambda i: value(texts[i], totals[i]))
    return [word for word in texts[best] if word not in (PADDING, END)]


def translate(model, sources, beams, vocabulary):
    """All sentences, those of like length together; texts in their own order, and the seconds."""
    began = time.perf_counter()
    order = sorted(range(len(sources)), key=lambda i: len(sources[i]))
    texts = [""] * len(sources)
    for start in range(0, len(order), OPTIONS.decode_batch):
        group = order[start:start + OPTIONS.decode_batch]
        for i, ids in zip(group, search(model, padded([sources[i] for i in group]), beams)):
            texts[i] = vocabulary.text(ids)
    return texts, time.perf_counter() - began


def measure(model, part, beams, source_vocabulary, target_vocabulary):
    from sacrebleu.metrics import BLEU
    bleu = BLEU(tokenize="none", force=True)
    sources = [source_vocabulary.encode(words) for words in sentences(part, OPTIONS.source)]
    references = [" ".join(words) for words in sentences(part, OPTIONS.target)]
    texts, seconds = translate(model, sources, beams, target_vocabulary)
    score = bleu.corpus_score(texts, [references])
    return {"bleu": round(score.score, 2), "detail": str(score), "signature": bleu.get_signature().format(),
            "seconds": round(seconds, 2), "sentencesPerSecond": round(len(texts) / seconds, 1)}, texts


def main():
    torch.set_num_threads(OPTIONS.threads)
    torch.manual_seed(OPTIONS.seed)
    rng = random.Random(OPTIONS.seed)
    texts = [sentences("train", language)[:OPTIONS.limit] for language in (OPTIONS.source, OPTIONS.target)]
    source_vocabulary, target_vocabulary = map(Vocabulary, texts)
    pairs = [(source_vocabulary.encode(s), target_vocabulary.encode(t)) for s, t in zip(*texts) if s and t]
    kind = Transformer if OPTIONS.model == "transformer" else Recurrent
    model = kind(len(source_vocabulary.words), len(target_vocabulary.words))
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{len(pairs)} pairs, vocabularies of {len(source_vocabulary.words)} and {len(target_vocabulary.words)}, "
          f"{parameters} parameters, {OPTIONS.threads} threads", flush=True)
    adam = torch.optim.Adam(model.parameters(), lr=OPTIONS.rate)
    rate = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: 1.0 if not OPTIONS.warm_up else min(
        (step + 1) / OPTIONS.warm_up, math.sqrt(OPTIONS.warm_up / (step + 1))))
    result = {"version": "PyTorch " + torch.__version__, "options": {**vars(OPTIONS), "data": str(OPTIONS.data)},
              "parameters": parameters, "vocabularies": [len(source_vocabulary.words), len(target_vocabulary.words)], "epochs": []}
    best, kept = -1.0, None
    for epoch in range(1, OPTIONS.epochs + 1):
        model.train()
        start, losses, words = time.perf_counter(), 0.0, 0
        for source, target in batches(pairs, rng):
            adam.zero_grad(set_to_none=True)
            read, said = target[:, :-1], target[:, 1:]
            present = said != PADDING
            # Scores only where there is a word: padding would cost as much as words do.
            loss = F.cross_entropy(model.scores(model(source, read)[present]), said[present], label_smoothing=OPTIONS.smoothing)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), OPTIONS.clip)
            adam.step()
            rate.step()
            count = int(present.sum())
            losses += loss.item() * count
            words += count
        seconds = time.perf_counter() - start
        entry = {"trainingSeconds": round(seconds, 2), "trainingLoss": round(losses / words, 4),
                 "wordsPerSecond": round(words / seconds)}
        if not OPTIONS.no_scores:
            entry["validation"] = measure(model, "val", 1, source_vocabulary, target_vocabulary)[0]
            if entry["validation"]["bleu"] > best:
                best, kept = entry["validation"]["bleu"], copy.deepcopy(model.state_dict())
        result["epochs"].append(entry)
        print(f"epoch {epoch}: loss {entry['trainingLoss']:.4f}, {seconds:.1f} s"
              + (f", validation {entry['validation']['detail']}" if "validation" in entry else ""), flush=True)
    if not OPTIONS.no_scores:
        model.load_state_dict(kept)
        result["test"] = {}
        for name, beams in ("greedy", 1), ("beam", OPTIONS.beam):
            result["test"][name], texts = measure(model, "test_2016_flickr", beams, source_vocabulary, target_vocabulary)
            print(f"test, {name}: {result['test'][name]['detail']}, {result['test'][name]['sentencesPerSecond']} sentences/s, "
                  f"{result['test'][name]['signature']}; first: {texts[0]}", flush=True)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
