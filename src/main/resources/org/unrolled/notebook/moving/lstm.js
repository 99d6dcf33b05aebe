// One unit of an LSTM, as org.unrolled.nn.Lstm computes it.

const read = inputs(["x", "h0", "c0", "bf", "bi", "ba", "bo"], draw);

function draw() {
  const {x, h0, c0, bf, bi, ba, bo} = read(), bias = {f: bf, i: bi, a: ba, o: bo}, gate = {};
  Object.keys(data.weights).forEach(name => {
    const [w, r] = data.weights[name], z = w * x + r * h0 + bias[name];
    gate[name] = name === "a" ? Math.tanh(z) : sigma(z);
    fill(name, gate[name]);
    sum(name, name === "a" ? "tanh" : "σ", x, h0, bias[name], z, gate[name]);
  });
  const {f, i, a, o} = gate, c = f * c0 + i * a, h = o * Math.tanh(c);
  put("x-number", x, 2);
  put("h0-number", h0, 2);
  put("c0-number", c0, 2);
  put("kept", f * c0, 2);
  put("written", i * a, 2);
  put("c", c, 2);
  put("h", h, 2);
  formula("c", "c = f·c′ + i·a = " + two(f) + "·" + two(c0) + " + " + two(i) + "·" + two(a) + " = " + three(c));
  formula("h", "h = o·tanh(c) = " + two(o) + "·tanh(" + two(c) + ") = " + three(h));
  say("c keeps " + number(100 * f, 0) + " % of c′ and takes " + number(100 * i, 0) + " % of the candidate; h shows " + number(100 * o, 0)
      + " % of tanh(c).");
}
draw();
