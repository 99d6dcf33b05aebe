// Solutions of the exercises of notebook 03, each in the cell that waits for it.

// cell exercise-1
double geometricPerplexity(double... p) {
    double product = 1;
    for (double each : p) product *= Math.pow(each, -1.0 / p.length);
    return product;
}

// cell exercise-2-cell
double temperatureFor(double p, double wanted) {
    return Math.log(p / (1 - p)) / Math.log(wanted / (1 - wanted));
}

// cell exercise-3-cell
double[] minP(double[] p, double share) {
    double limit = share * Arrays.stream(p).max().getAsDouble();
    return scaled(Arrays.stream(p).map(each -> each >= limit ? each : 0).toArray());
}
double[] keepsMoreThanNucleus() {
    return DoubleStream.generate(() -> 0.05).limit(20).toArray();
}

// cell exercise-4-cell
double bitsWithContext(LanguageModel<?> model, int[] ids, int k) {
    double bits = 0;
    for (int t = k; t < ids.length; t++)
        bits -= model.logProbabilities(Arrays.copyOfRange(ids, t - k, t))[ids[t]] / Math.log(2);
    return bits / (ids.length - k);
}

// cell exercise-5-cell
double[] guided(double[] conditional, double[] unconditional, double w) {
    double[] scores = IntStream.range(0, conditional.length)
        .mapToDouble(i -> (1 + w) * conditional[i] - w * unconditional[i]).toArray();
    double sum = Math.log(Arrays.stream(scores).map(Math::exp).sum());
    return Arrays.stream(scores).map(each -> each - sum).toArray();
}
