// Solutions of the exercises of notebook 10, each in the cell that waits for it.

// cell exercise-1-answer
List<String> forced(List<String> words) {
    var steps = new ArrayList<String>();
    for (int t = 0; t <= words.size(); t++)
        steps.add((t == 0 ? "START" : words.get(t - 1)) + "→" + (t == words.size() ? "END" : words.get(t)));
    return steps;
}

// cell exercise-2-answer
double lengthFor(double b, double r) {
    return r / (1 - Math.log(b));
}
