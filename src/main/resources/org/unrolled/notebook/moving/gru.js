// One unit of a GRU, as org.unrolled.nn.Gru computes it, the reset before or after the product.

const read = inputs(["x", "h0", "br", "bu", "ba", "ca"], draw);
let after = false;

function draw() {
  const {x, h0, br, bu, ba, ca} = read(), weights = data.weights;
  const gate = (name, bias) => {
    const [w, R] = weights[name], z = w * x + R * h0 + bias, value = sigma(z);
    fill(name, value);
    sum(name, "σ", x, h0, bias, z, value);
    return value;
  };
  const r = gate("r", br), u = gate("u", bu), [w, R] = weights.a;
  const z = after ? w * x + ba + r * (R * h0 + ca) : w * x + R * (r * h0) + ba, a = Math.tanh(z), h = u * h0 + (1 - u) * a;
  fill("a", a);
  put("x-number", x, 2);
  put("h0-number", h0, 2);
  put("h0-top", h0, 2);
  put("kept", u * h0, 2);
  put("written", (1 - u) * a, 2);
  put("h", h, 2);
  formula("a", (after ? "a = tanh(w·x + b + r·(R·h′ + c)) = tanh(" + two(w) + "·" + two(x) + " + " + two(ba) + " + " + two(r) + "·(" + two(R)
      + "·" + two(h0) + " + " + two(ca) + "))" : "a = tanh(w·x + R·(r·h′) + b) = tanh(" + two(w) + "·" + two(x) + " + " + two(R) + "·(" + two(r)
      + "·" + two(h0) + ") + " + two(ba) + ")") + " = tanh(" + two(z) + ") = " + three(a));
  formula("h", "h = u·h′ + (1 − u)·a = " + two(u) + "·" + two(h0) + " + " + two(1 - u) + "·" + two(a) + " = " + three(h));
  part("after").setAttribute("aria-pressed", after);
  part("ca").disabled = !after;
  say("h keeps " + number(100 * u, 0) + " % of h′ and takes " + number(100 * (1 - u), 0) + " % of the candidate, which sees "
      + number(100 * r, 0) + " % of h′" + (after ? ", after the product." : "."));
}
part("after").addEventListener("click", () => { after = !after; draw(); });
draw();
