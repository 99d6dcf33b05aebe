// Solutions of the exercises of notebook 07, each in the cell that waits for it.

// cell exercise-1
List<String> spansOf(List<String> tags) {
    var spans = new ArrayList<String>();
    String open = "";
    int begin = 0;
    for (int t = 0; t <= tags.size(); t++) {
        String tag = t < tags.size() ? tags.get(t) : "O";
        boolean goesOn = tag.equals("I-" + open);
        if (goesOn) continue;
        if (!open.isEmpty()) spans.add(open + " " + begin + " " + t);
        open = tag.equals("O") ? "" : tag.substring(2);
        begin = t;
    }
    return spans;
}

// cell exercise-2-answer
long parameters(long in, long hidden) {
    return 2 * 4 * hidden * (in + hidden + 1);
}

// cell exercise-3-answer
int[] reversedReal(int[] ids, int length) {
    int[] turned = ids.clone();
    for (int t = 0; t < length; t++) turned[t] = ids[length - 1 - t];
    return turned;
}

// cell exercise-4-answer
int[] bestPath(double[][] scores, boolean[][] allowed) {
    int T = scores.length, K = scores[0].length;
    double[][] best = new double[T][K];
    int[][] from = new int[T][K];
    best[0] = scores[0].clone();
    for (int t = 1; t < T; t++) {
        for (int k = 0; k < K; k++) {
            best[t][k] = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < K; j++) {
                if (allowed[j][k] && best[t - 1][j] + scores[t][k] > best[t][k]) {
                    best[t][k] = best[t - 1][j] + scores[t][k];
                    from[t][k] = j;
                }
            }
        }
    }
    int[] path = new int[T];
    for (int k = 1; k < K; k++) if (best[T - 1][k] > best[T - 1][path[T - 1]]) path[T - 1] = k;
    for (int t = T - 1; t > 0; t--) path[t - 1] = from[t][path[t]];
    return path;
}

// cell exercise-5-answer
ComputationGraph mixed(int words, int labels) {
    var graph = new NeuralNetConfiguration.Builder().seed(SEED)
        .updater(new FusedAdam(0.012)).graphBuilder();
    graph.addInputs("ids").setInputTypes(InputType.recurrent(1));
    graph.addLayer("words", TokenEmbedding.builder().nIn(words).nOut(EMBEDDING).build(), "ids");
    graph.addLayer("both", new BidirectionalRecurrent(Lstm.builder().nOut(WIDTH / 2).build()), "words");
    graph.addLayer("right", Lstm.builder().nOut(WIDTH).build(), "both");
    graph.addLayer("tags", SoftmaxOutput.builder().nOut(labels).build(), "right").setOutputs("tags");
    var network = new ComputationGraph(graph.build());
    network.init();
    return network;
}
