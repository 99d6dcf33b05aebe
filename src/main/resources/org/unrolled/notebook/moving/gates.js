// What the figures of an LSTM's and of a GRU's unit share: sliders, boxes that fill, formulas with their numbers.

const sigma = z => 1 / (1 + Math.exp(-z));
const two = value => number(value, 2), three = value => number(value, 3);

/** Sliders of these names; returns a function that gives all their values. */
function inputs(names, changed) {
  const read = {};
  names.forEach(name => {
    read[name] = slider(name, two, changed);
  });
  return () => Object.fromEntries(names.map(name => [name, read[name]()]));
}

/** Shows a gate's value; a candidate's bar goes from its middle to the left or to the right. */
function fill(name, value) {
  const bar = part(name + "-fill"), left = Number(bar.dataset.left);
  put(name, value, 2);
  set(bar, name === "a" ? {x: left + 38 + 38 * Math.min(0, value), width: 38 * Math.abs(value)} : {x: left, width: 76 * value});
}

function formula(name, text) {
  part("formula-" + name).textContent = text;
}

/** The formula of a gate: a weighted sum, squashed. */
function sum(name, squash, x, h, bias, z, value) {
  const [w, r] = data.weights[name];
  formula(name, name + " = " + squash + "(w·x + R·h′ + b) = " + squash + "(" + two(w) + "·" + two(x) + " + " + two(r) + "·" + two(h) + " + "
      + two(bias) + ") = " + squash + "(" + two(z) + ") = " + three(value));
}
