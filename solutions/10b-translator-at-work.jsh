// Solutions of the exercises of notebook 10b, each in the cell that waits for it.

// cell exercise-1-answer
int[][] continuations(double[] logs, double[][] next, int width) {
    return IntStream.range(0, logs.length).boxed()
        .flatMap(i -> IntStream.range(0, next[i].length).mapToObj(w -> new int[]{i, w}))
        .sorted(Comparator.comparingDouble(pair -> -(logs[pair[0]] + next[pair[0]][pair[1]])))
        .limit(width).toArray(int[][]::new);
}

// cell exercise-2-answer
double[][] together(double[][] a, double[][] b) {
    return IntStream.range(0, a.length).mapToObj(i -> IntStream.range(0, a[i].length)
        .mapToDouble(w -> Math.log((Math.exp(a[i][w]) + Math.exp(b[i][w])) / 2)).toArray())
        .toArray(double[][]::new);
}

// cell exercise-3-answer
Translator french() {
    return PairRecipe.standard().train(EmbeddedPairs.ENGLISH_FRENCH.train(4_000), SEED,
        TrainingView.bar("English to French"));
}
