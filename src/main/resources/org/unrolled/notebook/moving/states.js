// States under a cursor: the mouse or the arrow keys move it; a row that is clicked, or the keys up and down, choose the unit.

const now = slider("step", step => step + " of " + data.tokens.length, draw);
const chosen = slider("unit", row => String(data.units[row]), draw);
const drawing = root.querySelector("svg");

/** From -1 to 1; what lies beyond the scale looks like its end. */
function share(value) {
  return Math.max(-1, Math.min(1, value / data.scale));
}

function draw() {
  const t = now() - 1, row = chosen(), state = data.states[t], x = data.left + data.column * (t + 0.5);
  part("cursor").setAttribute("x", data.left + data.column * t);
  part("chosen").setAttribute("y", data.top + data.row * row);
  state.forEach((value, u) => {
    set(part("bar-" + u), {x: data.middle + Math.min(0, share(value)) * data.bars / 2, width: Math.abs(share(value)) * data.bars / 2,
      class: "fill " + (value < 0 ? "blue" : "orange")});
    if (part("number-" + u)) part("number-" + u).textContent = number(value, 2);
  });
  // Each unit's line has a scale of its own.
  const most = Math.max(...data.states.map(each => Math.abs(each[row]))) || 1;
  const height = value => data.lineTop + data.line * (1 - value / most) / 2;
  part("most").textContent = number(most, 2);
  part("least").textContent = number(-most, 2);
  part("line").setAttribute("d", data.states.map((each, s) => (s ? "L" : "M") + (data.left + data.column * (s + 0.5)).toFixed(1) + " "
      + height(each[row]).toFixed(1)).join(""));
  set(part("dot"), {cx: x, cy: height(state[row])});
  data.tokens.forEach((token, s) => part("token-" + s).classList.toggle("strong", s === t));
  part("read").textContent = "unit " + data.units[row] + ": " + number(state[row], 2);
  say("After “" + data.tokens[t] + "” unit " + data.units[row] + ": " + number(state[row], 2) + ".");
}

function move(name, to) {
  const input = part(name);
  if (to < Number(input.min) || to > Number(input.max) || to === Number(input.value)) return;
  input.value = to;
  input.dispatchEvent(new Event("input"));
}

/** Which step and row lie under the mouse; a page may show the drawing at another size than its own. */
function under(event) {
  const box = drawing.getBoundingClientRect(), scale = drawing.viewBox.baseVal.width / box.width;
  return {t: Math.floor(((event.clientX - box.left) * scale - data.left) / data.column),
    row: Math.floor(((event.clientY - box.top) * scale - data.top) / data.row)};
}

drawing.addEventListener("mousemove", event => move("step", under(event).t + 1));
drawing.addEventListener("click", event => move("unit", under(event).row));
drawing.setAttribute("tabindex", "0");
drawing.addEventListener("keydown", event => {
  const by = {ArrowLeft: ["step", -1], ArrowRight: ["step", 1], ArrowUp: ["unit", -1], ArrowDown: ["unit", 1]}[event.key];
  if (!by) return;
  event.preventDefault();
  move(by[0], Number(part(by[0]).value) + by[1]);
});
draw();
