"""Write the stored PyTorch cases that the tests of the Transformer's vertices compare with.

    pip install torch==2.15.0 numpy
    python src/test/cases/transformer_cases.py src/test/resources/pytorch

Every case holds parameters, inputs, outputs and gradients in double precision under the names and in the
shapes that the Java vertices use: a linear map's W is [in, out], the transpose of PyTorch's weight. The loss
is sum(output * outputGradient). Arrays of steps are [batch, time, size]. Sizes are small and odd on purpose.
"""
import json
import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

from pytorch_cases import numbers, random


def mask(lengths, time):
    """1 for real steps, 0 for padding; None without lengths."""
    return None if lengths is None else [[1 if t < length else 0 for t in range(time)] for length in lengths]


def padding(lengths, time):
    """PyTorch's key padding mask: True where nothing may be seen."""
    return None if lengths is None else torch.tensor(mask(lengths, time)) == 0


def later(time):
    """PyTorch's causal mask: True where a key is later than the query."""
    return torch.triu(torch.ones(time, time, dtype=torch.bool), 1)


def activation(name):
    return functional.relu if name == "RELU" else lambda x: functional.gelu(x, approximate="tanh")


def shuffle(module, g):
    for p in module.parameters():
        p.data = 0.5 * random(g, *p.shape)


def linear(into, name, weight, bias, pick):
    into[name + "W"] = numbers(pick(weight).T)
    into[name + "b"] = [numbers(pick(bias))]


def norm(into, name, module, pick):
    into[name + "g"] = [numbers(pick(module.weight))]
    into[name + "b"] = [numbers(pick(module.bias))]


def self_attention(into, name, module, pick):
    linear(into, name + "Qkv", module.in_proj_weight, module.in_proj_bias, pick)
    linear(into, name + "Out", module.out_proj.weight, module.out_proj.bias, pick)


def cross_attention(into, name, module, pick):
    size = module.embed_dim
    bias = pick(module.in_proj_bias)
    if module.in_proj_weight is None:
        query, keys, values = (pick(w) for w in (module.q_proj_weight, module.k_proj_weight, module.v_proj_weight))
    else:
        query, keys, values = pick(module.in_proj_weight).split(size)
    into[name + "QueryW"] = numbers(query.T)
    into[name + "Queryb"] = [numbers(bias[:size])]
    into[name + "KvW"] = numbers(torch.cat([keys, values]).T)
    into[name + "Kvb"] = [numbers(bias[size:])]
    linear(into, name + "Out", module.out_proj.weight, module.out_proj.bias, pick)


def feed_forward(into, module, pick):
    linear(into, "feedIn", module.linear1.weight, module.linear1.bias, pick)
    linear(into, "feedOut", module.linear2.weight, module.linear2.bias, pick)


def both(collect, *arguments):
    """Parameters and gradients under the Java names."""
    weights, gradients = {}, {}
    collect(weights, *arguments, lambda p: p.detach())
    collect(gradients, *arguments, lambda p: p.grad)
    return {"weights": weights, "gradients": gradients}


def finish(case, output, g, x, memory=None):
    """Backward pass and what it gave."""
    weight = random(g, *output.shape)
    (output * weight).sum().backward()
    case.update(input=numbers(x), output=numbers(output), outputGradient=numbers(weight), inputGradient=numbers(x.grad))
    if memory is not None:
        case.update(memory=numbers(memory), memoryGradient=numbers(memory.grad))
    return case


def encoder(name, size, heads, hidden, batch, time, seed, kind="RELU", post=False, lengths=None, causal=False):
    g = torch.Generator().manual_seed(seed)
    module = nn.TransformerEncoderLayer(size, heads, hidden, dropout=0.0, activation=activation(kind), batch_first=True,
                                        norm_first=not post, dtype=torch.float64)
    shuffle(module, g)
    x = random(g, batch, time, size).requires_grad_()
    output = module(x, src_mask=later(time) if causal else None, src_key_padding_mask=padding(lengths, time))
    case = {"name": name, "kind": "encoder", "size": size, "heads": heads, "hidden": hidden, "activation": kind,
            "postNorm": post, "causal": causal, "mask": mask(lengths, time)}
    finish(case, output, g, x)

    def collect(into, pick):
        self_attention(into, "self", module.self_attn, pick)
        norm(into, "selfNorm", module.norm1, pick)
        feed_forward(into, module, pick)
        norm(into, "feedNorm", module.norm2, pick)

    return case | both(collect)


def decoder(name, size, heads, hidden, batch, time, memory_time, seed, kind="RELU", post=False, lengths=None,
            memory_lengths=None):
    g = torch.Generator().manual_seed(seed)
    module = nn.TransformerDecoderLayer(size, heads, hidden, dropout=0.0, activation=activation(kind), batch_first=True,
                                        norm_first=not post, dtype=torch.float64)
    shuffle(module, g)
    x = random(g, batch, time, size).requires_grad_()
    memory = random(g, batch, memory_time, size).requires_grad_()
    output = module(x, memory, tgt_mask=later(time), tgt_key_padding_mask=padding(lengths, time),
                    memory_key_padding_mask=padding(memory_lengths, memory_time))
    case = {"name": name, "kind": "decoder", "size": size, "heads": heads, "hidden": hidden, "activation": kind,
            "postNorm": post, "mask": mask(lengths, time), "memoryMask": mask(memory_lengths, memory_time)}
    finish(case, output, g, x, memory)

    def collect(into, pick):
        self_attention(into, "self", module.self_attn, pick)
        norm(into, "selfNorm", module.norm1, pick)
        cross_attention(into, "cross", module.multihead_attn, pick)
        norm(into, "crossNorm", module.norm2, pick)
        feed_forward(into, module, pick)
        norm(into, "feedNorm", module.norm3, pick)

    return case | both(collect)


def attention(name, size, heads, batch, time, seed, memory_size=None, memory_time=None, lengths=None, causal=False):
    g = torch.Generator().manual_seed(seed)
    module = nn.MultiheadAttention(size, heads, kdim=memory_size, vdim=memory_size, batch_first=True, dtype=torch.float64)
    shuffle(module, g)
    x = random(g, batch, time, size).requires_grad_()
    memory = None if memory_size is None else random(g, batch, memory_time, memory_size).requires_grad_()
    seen = x if memory is None else memory
    output, weights = module(x, seen, seen, key_padding_mask=padding(lengths, seen.shape[1]),
                             attn_mask=later(time) if causal else None, average_attn_weights=False)
    case = {"name": name, "kind": "attention", "size": size, "heads": heads, "memorySize": memory_size or 0, "causal": causal,
            "mask" if memory is None else "memoryMask": mask(lengths, seen.shape[1]), "attention": numbers(weights)}
    finish(case, output, g, x, memory)
    collect = self_attention if memory is None else cross_attention
    return case | both(lambda into, pick: collect(into, "", module, pick))


def normalisation(name, size, batch, time, seed):
    g = torch.Generator().manual_seed(seed)
    module = nn.LayerNorm(size, dtype=torch.float64)
    shuffle(module, g)
    x = random(g, batch, time, size).requires_grad_()
    case = finish({"name": name, "kind": "normalisation", "size": size}, module(x), g, x)
    return case | both(lambda into, pick: norm(into, "", module, pick))


def positions(name, size, batch, time, seed):
    """Sinusoids after Vaswani et al. (2017), section 3.5, straight from the formula."""
    g = torch.Generator().manual_seed(seed)
    x = random(g, batch, time, size).requires_grad_()
    table = torch.tensor([[math.sin(t / 10000 ** (i / size)) if i % 2 == 0 else math.cos(t / 10000 ** ((i - 1) / size))
                           for i in range(size)] for t in range(time)], dtype=torch.float64)
    case = {"name": name, "kind": "positions", "size": size, "weights": {}, "gradients": {}}
    return finish(case, math.sqrt(size) * x + table, g, x)


def cases():
    yield normalisation("normalisation", 5, 2, 3, 41)
    yield normalisation("normalisation of two", 2, 1, 1, 42)
    yield positions("positions", 6, 2, 4, 43)
    yield positions("positions, odd size", 5, 1, 3, 44)
    yield attention("self-attention", 6, 2, 3, 4, 45)
    yield attention("self-attention, masked", 6, 3, 3, 5, 46, lengths=[5, 1, 3])
    yield attention("self-attention, causal", 4, 1, 2, 5, 47, causal=True)
    yield attention("self-attention, causal and masked", 6, 2, 3, 4, 48, causal=True, lengths=[4, 2, 1])
    yield attention("attention to a memory", 6, 2, 2, 3, 49, memory_size=5, memory_time=4)
    yield attention("attention to a memory, masked", 4, 4, 3, 2, 50, memory_size=3, memory_time=5, lengths=[5, 2, 1])
    yield attention("attention to one step", 3, 1, 1, 1, 51, memory_size=1, memory_time=1)
    yield encoder("encoder", 6, 2, 7, 2, 4, 52)
    yield encoder("encoder, post-norm", 6, 2, 7, 2, 4, 53, post=True)
    yield encoder("encoder, GELU, masked", 6, 3, 5, 3, 4, 54, kind="GELU", lengths=[2, 4, 1])
    yield encoder("encoder, causal", 4, 2, 6, 2, 5, 55, causal=True)
    yield decoder("decoder", 6, 2, 7, 2, 3, 4, 56)
    yield decoder("decoder, post-norm", 6, 3, 5, 2, 4, 3, 57, post=True)
    yield decoder("decoder, GELU, masked", 4, 2, 6, 3, 4, 5, 58, kind="GELU", lengths=[4, 3, 1], memory_lengths=[1, 5, 2])
    yield decoder("decoder, post-norm, masked", 6, 1, 5, 3, 3, 2, 59, post=True, lengths=[1, 2, 3], memory_lengths=[2, 1, 2])


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: transformer_cases.py FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    document = {"generator": "src/test/cases/transformer_cases.py", "torch": torch.__version__.split("+")[0],
                "cases": list(cases())}
    path = folder / "transformer.json"
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{path}: {len(document['cases'])} cases, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
