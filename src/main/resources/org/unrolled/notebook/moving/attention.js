// Attention: a target token that is pointed at, or reached by keyboard, shows its weights (in thousandths).

let head = 0, at = 0;

function draw() {
  const weights = data.weights[head][at], y2 = data.top + data.row * at + 11, middle = (data.from + data.to) / 2;
  weights.forEach((thousandths, j) => {
    const weight = thousandths / 1000, y1 = data.top + data.row * j + 11;
    set(part("line-" + j), {"stroke-width": (9 * weight).toFixed(1),
      d: "M" + data.from + " " + y1 + "C" + middle + " " + y1 + " " + middle + " " + y2 + " " + data.to + " " + y2});
    part("ground-" + j).setAttribute("fill-opacity", (0.6 * weight).toFixed(2));
    part("weight-" + j).textContent = number(weight, 3);
  });
  data.target.forEach((token, i) => {
    part("target-" + i).querySelector("rect").setAttribute("fill-opacity", i === at ? 0.3 : 0);
    part("target-" + i).setAttribute("aria-pressed", i === at);
  });
  const most = weights.indexOf(Math.max(...weights));
  say("“" + data.target[at] + "” looks at “" + data.source[most] + "” most, with " + number(weights[most] / 1000, 3) + ".");
}

data.target.forEach((token, i) => {
  const here = part("target-" + i), light = () => { at = i; draw(); };
  ["mouseenter", "focus", "click"].forEach(event => here.addEventListener(event, light));
  here.addEventListener("keydown", event => {
    const to = event.key === "ArrowDown" ? i + 1 : event.key === "ArrowUp" ? i - 1 : i;
    if (to !== i && part("target-" + to)) {
      event.preventDefault();
      part("target-" + to).focus();
    }
  });
});

data.weights.forEach((weights, which) => {
  const button = part("head-" + which);
  if (!button) return;
  button.setAttribute("aria-pressed", which === head);
  button.addEventListener("click", () => {
    part("head-" + head).setAttribute("aria-pressed", false);
    head = which;
    button.setAttribute("aria-pressed", true);
    draw();
  });
});
draw();
