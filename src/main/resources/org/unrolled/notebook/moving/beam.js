// A beam search as a growing tree: the columns of steps to come are not there yet, and the best path shows at the end.

steps(step => {
  data.said.forEach((said, t) => part("column-" + t).classList.toggle("hidden", t >= step));
  root.querySelectorAll(".best").forEach(mark => mark.classList.toggle("hidden", step < data.said.length));
  reveal(data.left + data.pitch * (step - 1) - data.pitch, data.left + data.pitch * step);
  say(data.said[step - 1]);
});
