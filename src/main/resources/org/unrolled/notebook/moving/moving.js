// What all figures share. `root` is the figure's own element: nothing outside it is read or changed.

function part(name) {
  return root.querySelector('[data-part="' + name + '"]');
}

/** A number with a fixed count of decimals and the minus sign of print. */
function number(value, decimals) {
  const text = value.toFixed(decimals);
  return text.startsWith("-") ? (/^-[0.]+$/.test(text) ? text.slice(1) : "−" + text.slice(1)) : text;
}

/** Writes a number into its part; the unrounded one stays readable beside it. */
function put(name, value, decimals) {
  part(name).textContent = number(value, decimals);
  part(name).dataset.value = value;
}

function set(element, attributes) {
  Object.keys(attributes).forEach(name => element.setAttribute(name, attributes[name]));
}

/** Tells the state in words, below the drawing and to screen readers. */
function say(text) {
  root.querySelector(".said").textContent = text;
}

/** Calls `changed` whenever the reader moves the slider; returns a function that gives its value. */
function slider(name, written, changed) {
  const input = part(name);
  const write = () => {
    part(name + "-value").textContent = written(Number(input.value));
    input.setAttribute("aria-valuetext", written(Number(input.value)));
  };
  input.addEventListener("input", () => { write(); changed(); });
  write();
  return () => Number(input.value);
}

/** Back, forward and the slider of steps; `show` gets a step from 1 on. */
function steps(show) {
  const input = part("step"), most = Number(input.max);
  const now = slider("step", step => step + " of " + most, draw);
  function draw() {
    part("back").disabled = now() === 1;
    part("forward").disabled = now() === most;
    show(now());
  }
  function go(by) {
    input.value = now() + by;
    input.dispatchEvent(new Event("input"));
  }
  part("back").addEventListener("click", () => go(-1));
  part("forward").addEventListener("click", () => go(1));
  draw();
}

/** Keeps what lies between two places of a wide drawing in view; on a narrow page the drawing is smaller than its own size. */
function reveal(left, right) {
  const view = root.querySelector(".drawing"), drawing = root.querySelector("svg");
  const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  if (right * scale > view.scrollLeft + view.clientWidth) view.scrollLeft = right * scale - view.clientWidth;
  if (left * scale < view.scrollLeft) view.scrollLeft = left * scale;
}

root.querySelector(".controls").hidden = false;
