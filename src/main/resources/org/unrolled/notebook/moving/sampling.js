// Temperature first, then the k best, then the nucleus, as org.unrolled.decode.Sampler; data.logs are sorted, the most probable first.

const logs = data.logs;
const all = count => logs.length === count ? "all" : String(count);
const temperature = slider("temperature", two => number(two, 2), draw);
const best = slider("top-k", all, draw);
const nucleus = slider("nucleus", p => p === 1 ? "all" : number(p, 2), draw);

function scaled(shares) {
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map(share => share / sum);
}

function shares(temperature, k, p) {
  if (temperature === 0) return logs.map((log, rank) => rank === 0 ? 1 : 0);
  const kept = scaled(logs.map((log, rank) => rank < k ? Math.exp((log - logs[0]) / temperature) : 0));
  if (p === 1) return kept;
  let sum = 0, count = 0;
  while (count < k && sum < p) sum += kept[count++];
  return scaled(kept.map((share, rank) => rank < count ? share : 0));
}

const model = shares(1, logs.length, 1);

/** The first ones each, then those that share the last line. */
function rows(each) {
  const first = each.slice(0, data.bars);
  return each.length > data.bars ? first.concat(each.slice(data.bars).reduce((a, b) => a + b, 0)) : first;
}

function draw() {
  const drawn = shares(temperature(), best(), nucleus()), left = drawn.filter(share => share > 0);
  const before = rows(model), now = rows(drawn), highest = Math.max(model[0], drawn[0]);
  now.forEach((share, rank) => {
    part("bar-" + rank).setAttribute("width", data.width * Math.min(1, share / highest));
    const x = data.left + data.width * Math.min(1, before[rank] / highest);
    set(part("mark-" + rank), {x1: x, x2: x});
    put("share-" + rank, share, 4);
    if (share === 0) part("share-" + rank).textContent = "–";
    part("row-" + rank).classList.toggle("faded", share === 0);
  });
  const entropy = -left.reduce((sum, share) => sum + share * Math.log2(share), 0);
  say(left.length + " of " + logs.length + " tokens can be drawn, entropy " + number(entropy, 2) + " bits.");
}
draw();
