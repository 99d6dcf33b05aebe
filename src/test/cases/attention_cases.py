"""Write the stored PyTorch cases that the tests of attention and input feeding compare with.

    pip install torch==2.15.0 numpy
    python src/test/cases/attention_cases.py src/test/resources/pytorch

Every case holds weights, inputs, outputs and gradients in double precision. The loss is sum(output * outputGradient), and with
a penalty also penalty * sum over examples b and real positions i of (1 - sum over steps t of weights[b, t, i]) ** 2.
Sequences are [batch, time, size]; lengths say how many positions of each memory are real. Matrices have the layout of
nn.Linear, [out, in]; "combine" takes the context first and then the query, and with input feeding the cell's input is the
token's vector first and then the attention's output of the step before.
"""
import json
import sys
from pathlib import Path

import torch
from torch import nn


def numbers(tensor):
    """A tensor as nested lists with twelve significant digits."""
    if tensor.dim() == 0:
        return float(f"{tensor.item():.12g}")
    return [numbers(part) for part in tensor.detach()]


class Attention(nn.Module):
    def __init__(self, score, query, memory, hidden, out, gated):
        super().__init__()
        self.score = score
        if score == "GENERAL":
            self.key = nn.Linear(memory, query, bias=False)
        if score == "ADDITIVE":
            self.key = nn.Linear(memory, hidden, bias=False)
            self.query = nn.Linear(query, hidden, bias=False)
            self.vector = nn.Linear(hidden, 1, bias=False)
        if out:
            self.combine = nn.Linear(memory + query, out)
        if gated:
            self.gate = nn.Linear(query, 1)
        self.gated = gated
        self.out = out

    def forward(self, queries, memory, lengths):
        if self.score == "ADDITIVE":
            hidden = torch.tanh(self.query(queries)[:, :, None, :] + self.key(memory)[:, None, :, :])
            scores = self.vector(hidden)[..., 0]
        else:
            keys = memory if self.score == "DOT" else self.key(memory)
            scores = torch.einsum("btq,bsq->bts", queries, keys)
        if lengths is not None:
            padding = torch.arange(memory.shape[1])[None] >= torch.tensor(lengths)[:, None]
            scores = scores.masked_fill(padding[:, None, :], -torch.inf)
        weights = torch.softmax(scores, -1)
        context = weights @ memory
        if self.gated:
            context = torch.sigmoid(self.gate(queries)) * context
        if not self.out:
            return context, weights
        return torch.tanh(self.combine(torch.cat([context, queries], -1))), weights


class Feeding(nn.Module):
    def __init__(self, cell, size, query, memory, hidden, out, score, gated):
        super().__init__()
        self.attention = Attention(score, query, memory, hidden, out, gated)
        self.size = out or memory
        self.cell = cell(size + self.size, query)

    def forward(self, x, memory, lengths, h, c):
        fed = torch.zeros(x.shape[0], self.size, dtype=x.dtype)
        outputs, weights = [], []
        for t in range(x.shape[1]):
            joint = torch.cat([x[:, t], fed], -1)
            if isinstance(self.cell, nn.LSTMCell):
                h, c = self.cell(joint, (h, c))
            else:
                h = self.cell(joint, h)
            y, a = self.attention(h[:, None], memory, lengths)
            fed = y[:, 0]
            outputs.append(fed)
            weights.append(a[:, 0])
        return torch.stack(outputs, 1), torch.stack(weights, 1)


def case(name, score, seed, batch=3, steps=4, source=5, query=3, memory=4, hidden=0, out=6, lengths=None, cell=None, size=2,
         gated=False, penalty=None):
    g = torch.Generator().manual_seed(seed)

    def random(*shape):
        return torch.randn(*shape, generator=g, dtype=torch.float64)

    module = Attention(score, query, memory, hidden, out, gated) if cell is None \
        else Feeding(cell, size, query, memory, hidden, out, score, gated)
    module = module.double()
    for p in module.parameters():
        p.data = 0.5 * random(*p.shape)
    inputs = {"memoryInput": random(batch, source, memory).requires_grad_()}
    if cell is None:
        inputs["queries"] = random(batch, steps, query).requires_grad_()
        output, weights = module(inputs["queries"], inputs["memoryInput"], lengths)
    else:
        inputs["x"] = random(batch, steps, size).requires_grad_()
        inputs["h0"] = random(batch, query).requires_grad_()
        if cell is nn.LSTMCell:
            inputs["c0"] = random(batch, query).requires_grad_()
        output, weights = module(inputs["x"], inputs["memoryInput"], lengths, inputs["h0"], inputs.get("c0"))
    factor = random(*output.shape)
    loss = (output * factor).sum()
    if penalty:
        real = torch.arange(source)[None] < torch.tensor(lengths or batch * [source])[:, None]
        loss = loss + penalty * ((1 - weights.sum(1)) ** 2 * real).sum()
    loss.backward()
    options = {"gated": gated or None, "penalty": penalty}
    return {"name": name, "score": score, "batch": batch, "steps": steps, "source": source, "query": query,
            "memory": memory, "hidden": hidden, "out": out, "size": size, "cell": cell and cell.__name__,
            "lengths": lengths, "output": numbers(output), "attention": numbers(weights),
            "outputGradient": numbers(factor), "inputs": {k: numbers(v) for k, v in inputs.items()},
            "inputGradients": {k: numbers(v.grad) for k, v in inputs.items()},
            "weights": {k: numbers(v) for k, v in module.named_parameters()},
            "gradients": {k: numbers(v.grad) for k, v in module.named_parameters()},
            **{k: v for k, v in options.items() if v}}


def cases():
    yield case("dot", "DOT", 1, query=4)
    yield case("dot masked", "DOT", 2, query=4, lengths=[5, 3, 1])
    yield case("dot, context only", "DOT", 3, query=4, out=0, lengths=[2, 5, 4])
    yield case("general", "GENERAL", 4)
    yield case("general masked", "GENERAL", 5, lengths=[5, 1, 4])
    yield case("general, context only", "GENERAL", 6, out=0)
    yield case("general of one", "GENERAL", 7, batch=1, steps=1, source=1, query=1, memory=1, out=1)
    yield case("additive", "ADDITIVE", 8, hidden=5)
    yield case("additive masked", "ADDITIVE", 9, hidden=7, lengths=[1, 2, 5])
    yield case("additive, context only", "ADDITIVE", 10, hidden=2, out=0, lengths=[3, 3, 5])
    yield case("feeding, lstm, general", "GENERAL", 11, cell=nn.LSTMCell, lengths=[5, 2, 3])
    yield case("feeding, lstm, dot", "DOT", 12, query=4, cell=nn.LSTMCell)
    yield case("feeding, lstm, additive, context only", "ADDITIVE", 13, hidden=3, out=0, cell=nn.LSTMCell, lengths=[4, 4, 1])
    yield case("feeding, gru, general", "GENERAL", 14, cell=nn.GRUCell)
    yield case("feeding, gru, additive", "ADDITIVE", 15, hidden=4, cell=nn.GRUCell, lengths=[1, 5, 5])
    yield case("gated, additive", "ADDITIVE", 16, hidden=4, lengths=[5, 2, 4], gated=True)
    yield case("gated, context only, penalty", "GENERAL", 17, out=0, lengths=[3, 5, 1], gated=True, penalty=0.7)
    yield case("dot, penalty", "DOT", 18, query=4, penalty=1.0)
    yield case("feeding, lstm, additive, gated, penalty", "ADDITIVE", 19, hidden=3, cell=nn.LSTMCell, lengths=[4, 5, 2], gated=True,
               penalty=0.5)
    yield case("feeding, gru, general, gated, context only, penalty", "GENERAL", 20, out=0, cell=nn.GRUCell, gated=True, penalty=1.5)


def main(folder):
    document = {"generator": "src/test/cases/attention_cases.py", "torch": torch.__version__.split("+")[0],
                "cases": list(cases())}
    path = Path(folder) / "attention.json"
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{path}: {len(document['cases'])} cases, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: attention_cases.py FOLDER")
    main(sys.argv[1])
