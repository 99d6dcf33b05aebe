// Solutions of the exercises of notebook 02, each in the cell that waits for it.

// cell exercise-1
INDArray startGradient(Pass pass, int[] target) {
    INDArray dh = Nd4j.zeros(DataType.DOUBLE, H, 1);
    for (int t = target.length; t >= 1; t--) {
        INDArray h = pass.h()[t];
        INDArray dy = pass.p()[t].sub(oneHot(target[t - 1], V));
        INDArray da = h.mul(h).rsub(1).mul(Why.transpose().mmul(dy).add(dh));
        dh = Whh.transpose().mmul(da);
    }
    return dh;
}

// cell exercise-2-cell
int windowFor(String text) {
    for (int k = 1; ; k++) {
        var next = new HashMap<String, Character>();
        boolean decided = true;
        for (int t = 0; t + k < text.length(); t++) {
            Character before = next.put(text.substring(t, t + k), text.charAt(t + k));
            decided &= before == null || before == text.charAt(t + k);
        }
        if (decided) return k;
    }
}

// cell exercise-3-cell
INDArray slope(INDArray h) {
    return h.gt(0).castTo(h.dataType());
}

// cell exercise-5-cell
boolean chaotic(INDArray W) {
    INDArray one = Nd4j.ones(DataType.DOUBLE, W.rows(), 1).muli(0.1), other = one.add(1e-6);
    for (int t = 0; t < 500; t++) {
        one = Transforms.tanh(W.mmul(one));
        other = Transforms.tanh(W.mmul(other));
    }
    return one.distance2(other) > 1e-3;
}

// cell exercise-4-cell
Weights curriculum() {
    Weights w = Weights.random(DataType.FLOAT, 2, 16, 2, SEED), d = w.like();
    Adam adam = new Adam(w.all());
    for (int length = 3; length <= 10; length++) {
        Task task = parityOf(length);
        int[] inputs = columns(task.inputs()), targets = columns(task.targets());
        INDArray start = Nd4j.zeros(DataType.FLOAT, 16, task.size());
        for (int k = 0; k < 2000; k++) {
            if (k % 25 == 0 && accuracy(w, task) == 1) break;
            backward(w, forward(w, inputs, start), targets, d);
            clip(d.all(), 1);
            adam.update(w.all(), d.all(), 0.01);
        }
    }
    return w;
}
