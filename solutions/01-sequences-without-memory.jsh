// Solutions of the exercises of notebook 01, each in the cell that waits for it.

// cell exercise-1
double seasonalRmse(double[] x) {
    return rmse(Nd4j.create(Arrays.copyOf(x, x.length - 25)),
            Nd4j.create(Arrays.copyOfRange(x, 25, x.length)));
}
double expectedRmse(double sigma) {
    return sigma * Math.sqrt(2);
}

// cell exercise-2-cell
double[] withNoise(double[] x, double sigma, long seed) {
    var random = new Random(seed);
    return DoubleStream.of(x).map(value -> value + sigma * random.nextGaussian()).toArray();
}

// cell exercise-3-cell
INDArray farTargets(double[] x, int p, int ahead) {
    double[] far = Arrays.copyOfRange(x, p + ahead - 1, x.length);
    return Nd4j.create(far).reshape(far.length, 1);
}

// cell exercise-4-cell
double bestK(String text, int n) {
    double best = 0, lowest = Double.MAX_VALUE;
    for (int power = -5; power <= 1; power++) {
        double k = Math.pow(10, power);
        double bits = bitsPerCharacter((h, c) -> addK(counts, k, h, c), text, n, alphabet);
        if (bits < lowest) {
            lowest = bits;
            best = k;
        }
    }
    return best;
}

// cell exercise-5-cell
double nextIsOne(String seen) {
    double[][][] T = {{{0.5, 0}, {0, 0}}, {{0, 0.5}, {1, 0}}};   // T[symbol][from][to]
    double[] b = {2 / 3.0, 1 / 3.0};
    for (char symbol : seen.toCharArray()) {
        double[][] table = T[symbol - '0'];
        double a = b[0] * table[0][0] + b[1] * table[1][0], other = b[0] * table[0][1] + b[1] * table[1][1];
        b = new double[] {a / (a + other), other / (a + other)};
    }
    return b[0] * 0.5 + b[1];
}
