// Solutions of the exercises of notebook 04, each in the cell that waits for it.

// cell exercise-1
int stepsUntilLost(double rho) {
    return (int) Math.floor(Math.log(0.001) / Math.log(rho)) + 1;
}

// cell exercise-2-code
List<INDArray> clipTogether(List<INDArray> gradients, double limit) {
    double length = Math.sqrt(gradients.stream()
        .mapToDouble(g -> Math.pow(g.norm2Number().doubleValue(), 2)).sum());
    double factor = length > limit ? limit / length : 1;
    return gradients.stream().map(g -> g.mul(factor)).toList();
}

// cell exercise-3-code
double[] latch() {
    return new double[]{3, 1};
}

// cell exercise-4-code
double forgetBias(double steps) {
    double open = Math.pow(0.5, 1 / steps);
    return Math.log(open / (1 - open));
}

// cell exercise-5-code
int[] fairUnits() {
    return new int[]{61, 30, 35};
}
