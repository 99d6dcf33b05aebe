// The gradient's length by lag, measured for each of the spectral radii; the slider picks one of them.

const superscript = power => (power < 0 ? "⁻" : "") + [...String(Math.abs(power))].map(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");
const radius = slider("radius", at => number(data.radii[at], 2), draw);

function draw() {
  const at = radius();
  const said = data.names.map((name, curve) => {
    const logs = data.logs[curve][at], steps = logs.length - 1, power = logs[steps] - logs[0], whole = Math.floor(power);
    const factor = "factor a step " + number(10 ** (power / steps), 3);
    const left = "times " + number(10 ** (power - whole), 1) + " · 10" + superscript(whole) + " after " + steps;
    part("curve-" + curve).setAttribute("d", logs.map((log, lag) => (lag ? "L" : "M") + (data.left + data.width * lag / steps).toFixed(1) + " "
        + (data.top + data.height * (data.high - Math.max(data.low, Math.min(data.high, log))) / (data.high - data.low)).toFixed(1)).join(""));
    part("factor-" + curve).textContent = factor;
    part("left-" + curve).textContent = left;
    return name + ": " + factor + ", " + left;
  });
  say("Spectral radius " + number(data.radii[at], 2) + ". " + said.join("; ") + ".");
}
draw();
