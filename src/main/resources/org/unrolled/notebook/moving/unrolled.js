// A recurrent network unrolled over a text: the columns of steps to come are not there yet.

steps(step => {
  let surprise = 0;
  data.steps.forEach((each, t) => {
    if (t < step) surprise -= Math.log(each.p);
    part("column-" + t).classList.toggle("hidden", t >= step);
    part("ground-" + t).classList.toggle("hidden", t !== step - 1);
  });
  const now = data.steps[step - 1];
  reveal(data.left + data.pitch * (step - 1) - 10, data.left + data.pitch * step);
  say("It has read “" + data.steps.slice(0, step).map(each => each.read).join("") + "”. Best guess " + now.guess + " ("
      + number(now.best, 3) + "), next is " + now.target + " (" + number(now.p, 3) + "). Loss of this step "
      + number(-Math.log(now.p), 3) + ", of all so far " + number(surprise, 3) + " nats.");
});
