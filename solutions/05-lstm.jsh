// Solutions of the exercises of notebook 05, each in the cell that waits for it.

// cell exercise-1-cell
double biasForHalfLife(int n) {
    double open = Math.pow(0.5, 1.0 / n);
    return Math.log(open / (1 - open));
}

// cell exercise-2-cell
double[] counter() {
    return new double[]{20, -20, 0, 0, 0, 0, 0, 20, 40, 40, 0, -20};
}

// cell exercise-3-cell
INDArray coupled(INDArray f, INDArray c, INDArray a) {
    return f.mul(c).add(f.rsub(1).mul(a));
}

// cell exercise-4-cell
INDArray peepholeGradient(List<INDArray> deltaF, List<INDArray> cBefore) {
    INDArray sum = deltaF.get(0).mul(cBefore.get(0));
    for (int t = 1; t < deltaF.size(); t++) sum.addi(deltaF.get(t).mul(cBefore.get(t)));
    return sum;
}

// cell exercise-5-cell
double rightWhenDeeper(MultiLayerNetwork network, NestedLanguage deeper, int[][] rows) {
    var score = new ClosingScore(deeper);
    score.add(rows, network.output(NestedLanguage.batch(rows).getFeatures()));
    return score.accuracy();
}
