// Solutions of the exercises of notebook 00, each in the cell that waits for it.

// cell exercise-1
IntSupplier counter() {
    int[] count = {0};
    return () -> ++count[0];
}

// cell exercise-2-cell
long[] productShape(long[] a, long[] b) {
    return a[1] == b[0] ? new long[] {a[0], b[1]} : new long[0];
}

// cell exercise-3-cell
double[] centred(INDArray row) {
    return row.sub(row.meanNumber()).castTo(DataType.DOUBLE).toDoubleVector();
}

// cell exercise-4-cell
double exponent(double[] x, double[] y) {
    INDArray logX = Transforms.log(Nd4j.create(x)), logY = Transforms.log(Nd4j.create(y));
    INDArray fromMeanX = logX.sub(logX.meanNumber()), fromMeanY = logY.sub(logY.meanNumber());
    return fromMeanX.mul(fromMeanY).sumNumber().doubleValue()
        / fromMeanX.mul(fromMeanX).sumNumber().doubleValue();
}

// cell exercise-5-cell
INDArray lastMoments(INDArray sequences, int[] lengths) {
    INDArray last = Nd4j.zeros(sequences.dataType(), sequences.size(0), sequences.size(1));
    for (int i = 0; i < lengths.length; i++) {
        last.putRow(i, sequences.get(NDArrayIndex.point(i), NDArrayIndex.all(),
            NDArrayIndex.point(lengths[i] - 1)));
    }
    return last;
}
