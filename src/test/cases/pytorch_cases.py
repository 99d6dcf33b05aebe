"""Write the stored PyTorch cases that the tests of the layers compare with.

    pip install torch==2.15.0 numpy
    python src/test/cases/pytorch_cases.py src/test/resources/pytorch

Every case holds weights, inputs, outputs and gradients in double precision, so that the tests can be
strict. The loss of a recurrent case is sum(output * outputGradient) plus, where given,
sum(h_n * finalGradient) and sum(c_n * finalCellGradient). Sizes are small and odd on purpose.
"""
import json
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def numbers(tensor):
    """A tensor as nested lists with twelve significant digits."""
    if tensor.dim() == 0:
        return float(f"{tensor.item():.12g}")
    return [numbers(part) for part in tensor.detach()]


def random(generator, *shape):
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def recurrent(name, module, batch, time, size, seed, lengths=None, initial=False):
    """One recurrent module over [batch, time, size] inputs, batch first, states [directions, batch, hidden]."""
    g = torch.Generator().manual_seed(seed)
    module = module.double()
    for p in module.parameters():
        p.data = 0.5 * random(g, *p.shape)
    x = random(g, batch, time, size).requires_grad_()
    lstm = isinstance(module, nn.LSTM)
    directions = (2 if module.bidirectional else 1) * module.num_layers
    h0 = random(g, directions, batch, module.hidden_size).requires_grad_() if initial else None
    c0 = random(g, directions, batch, module.hidden_size).requires_grad_() if initial and lstm else None
    state = None if not initial else (h0, c0) if lstm else h0
    fed = x if lengths is None else pack_padded_sequence(x, lengths, batch_first=True)
    output, final = module(fed, state)
    if lengths is not None:
        output, _ = pad_packed_sequence(output, batch_first=True, total_length=time)
    h, c = final if lstm else (final, None)
    weight = random(g, *output.shape)
    loss = (output * weight).sum()
    case = {"name": name, "batch": batch, "time": time, "inputSize": size, "hiddenSize": module.hidden_size,
            "bidirectional": module.bidirectional, "layers": module.num_layers, "lengths": lengths}
    if initial:
        final_weight = random(g, *h.shape)
        loss = loss + (h * final_weight).sum()
        case["finalGradient"] = numbers(final_weight)
        if lstm:
            cell_weight = random(g, *c.shape)
            loss = loss + (c * cell_weight).sum()
            case["finalCellGradient"] = numbers(cell_weight)
    loss.backward()
    case.update(input=numbers(x), output=numbers(output), h=numbers(h), outputGradient=numbers(weight),
                loss=numbers(loss), inputGradient=numbers(x.grad),
                weights={k: numbers(v) for k, v in module.named_parameters()},
                gradients={k: numbers(v.grad) for k, v in module.named_parameters()})
    if c is not None:
        case["c"] = numbers(c)
    if h0 is not None:
        case.update(h0=numbers(h0), h0Gradient=numbers(h0.grad))
    if c0 is not None:
        case.update(c0=numbers(c0), c0Gradient=numbers(c0.grad))
    return case


def recurrent_cases():
    yield recurrent("rnn tanh", nn.RNN(3, 5, batch_first=True), 2, 4, 3, 1)
    yield recurrent("rnn relu", nn.RNN(4, 3, nonlinearity="relu", batch_first=True), 3, 5, 4, 2)
    yield recurrent("rnn tanh from a state", nn.RNN(2, 3, batch_first=True), 2, 3, 2, 3, initial=True)
    yield recurrent("lstm", nn.LSTM(3, 5, batch_first=True), 2, 4, 3, 4)
    yield recurrent("lstm of one", nn.LSTM(1, 1, batch_first=True), 1, 1, 1, 5)
    yield recurrent("lstm from a state", nn.LSTM(3, 4, batch_first=True), 3, 3, 3, 6, initial=True)
    yield recurrent("lstm packed", nn.LSTM(3, 5, batch_first=True), 3, 5, 3, 7, lengths=[5, 3, 1])
    yield recurrent("lstm two layers", nn.LSTM(3, 4, num_layers=2, batch_first=True), 2, 3, 3, 8)
    yield recurrent("bidirectional lstm", nn.LSTM(3, 4, bidirectional=True, batch_first=True), 2, 4, 3, 9)
    yield recurrent("bidirectional lstm packed", nn.LSTM(2, 3, bidirectional=True, batch_first=True),
                    3, 4, 2, 10, lengths=[4, 2, 1])
    yield recurrent("gru", nn.GRU(3, 5, batch_first=True), 2, 4, 3, 11)
    yield recurrent("gru of one", nn.GRU(1, 1, batch_first=True), 1, 1, 1, 12)
    yield recurrent("gru from a state", nn.GRU(3, 4, batch_first=True), 3, 3, 3, 13, initial=True)
    yield recurrent("gru packed", nn.GRU(3, 5, batch_first=True), 3, 5, 3, 14, lengths=[5, 2, 2])
    yield recurrent("bidirectional gru", nn.GRU(3, 2, bidirectional=True, batch_first=True), 2, 3, 3, 15)


def cross_entropy(name, batch, time, size, vocabulary, seed, ignored=(), smoothing=0.0, reduction="mean"):
    """A linear layer and nn.CrossEntropyLoss over [batch, time] labels; ignored positions carry -100."""
    g = torch.Generator().manual_seed(seed)
    x = random(g, batch, time, size).requires_grad_()
    weight = random(g, vocabulary, size).requires_grad_()
    bias = random(g, vocabulary).requires_grad_()
    labels = torch.randint(vocabulary, (batch, time), generator=g)
    mask = torch.ones(batch, time, dtype=torch.int64)
    for example, step in ignored:
        mask[example, step] = 0
    target = labels.masked_fill(mask == 0, -100)
    logits = x @ weight.T + bias
    loss = nn.CrossEntropyLoss(label_smoothing=smoothing, reduction=reduction)(
        logits.reshape(-1, vocabulary), target.reshape(-1))
    loss.backward()
    return {"name": name, "batch": batch, "time": time, "size": size, "vocabulary": vocabulary,
            "smoothing": smoothing, "reduction": reduction, "labels": labels.tolist(), "mask": mask.tolist(),
            "input": numbers(x), "weight": numbers(weight), "bias": numbers(bias),
            "logProbabilities": numbers(torch.log_softmax(logits, -1)), "loss": numbers(loss),
            "inputGradient": numbers(x.grad), "weightGradient": numbers(weight.grad),
            "biasGradient": numbers(bias.grad)}


def tied(name, batch, time, size, vocabulary, seed, padding=None, smoothing=0.0):
    """Embedding, tanh, and a linear layer whose weight is the embedding's; mean loss over tokens."""
    g = torch.Generator().manual_seed(seed)
    table = random(g, vocabulary, size)
    if padding is not None:
        table[padding] = 0.0
    embedding = nn.Embedding(vocabulary, size, padding_idx=padding, dtype=torch.float64)
    embedding.weight.data = table
    bias = random(g, vocabulary).requires_grad_()
    ids = torch.randint(vocabulary, (batch, time), generator=g)
    if padding is not None:
        ids[0, -1] = padding
    labels = torch.randint(vocabulary, (batch, time), generator=g)
    logits = torch.tanh(embedding(ids)) @ embedding.weight.T + bias
    loss = nn.CrossEntropyLoss(label_smoothing=smoothing)(logits.reshape(-1, vocabulary), labels.reshape(-1))
    loss.backward()
    return {"name": name, "batch": batch, "time": time, "size": size, "vocabulary": vocabulary,
            "padding": padding, "smoothing": smoothing, "ids": ids.tolist(), "labels": labels.tolist(),
            "weight": numbers(table), "bias": numbers(bias), "loss": numbers(loss),
            "weightGradient": numbers(embedding.weight.grad), "biasGradient": numbers(bias.grad)}


def softmax_cases():
    yield cross_entropy("plain", 2, 3, 4, 5, 21)
    yield cross_entropy("one of each", 1, 1, 1, 1, 22)
    yield cross_entropy("odd sizes", 3, 5, 7, 11, 23)
    yield cross_entropy("masked", 3, 4, 5, 9, 24, ignored=[(0, 3), (2, 1), (2, 2), (2, 3)])
    yield cross_entropy("smoothed", 2, 3, 4, 6, 25, smoothing=0.1)
    yield cross_entropy("smoothed and masked", 3, 4, 3, 7, 26, ignored=[(1, 2), (1, 3)], smoothing=0.2)
    yield cross_entropy("summed", 2, 3, 3, 5, 27, reduction="sum")


def tied_cases():
    yield tied("tied", 2, 3, 4, 6, 31)
    yield tied("tied, smoothed", 3, 2, 5, 7, 33, smoothing=0.1)


def write(folder, name, cases):
    document = {"generator": "src/test/cases/pytorch_cases.py", "torch": torch.__version__.split("+")[0],
                "cases": list(cases)}
    path = folder / name
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{path}: {len(document['cases'])} cases, {path.stat().st_size:,} bytes")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: pytorch_cases.py FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    write(folder, "recurrent.json", recurrent_cases())
    write(folder, "softmax.json", softmax_cases())
    write(folder, "tied.json", tied_cases())


if __name__ == "__main__":
    main()
