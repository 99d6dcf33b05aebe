package org.unrolled.synthetic;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unrolled.data.LabelledSentence;

/** A bag of words: multinomial naive Bayes, each count one larger than it is. */
final class NaiveBayes {
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();
    private final Map<String, Integer> sentences = new HashMap<>();
    private final Set<String> vocabulary = new HashSet<>();

    NaiveBayes(List<LabelledSentence> train) {
        for (var sentence : train) {
            sentences.merge(sentence.label(), 1, Integer::sum);
            for (var word : sentence.text().split(" ")) {
                counts.computeIfAbsent(sentence.label(), label -> new HashMap<>()).merge(word, 1, Integer::sum);
                vocabulary.add(word);
            }
        }
    }

    String label(String text) {
        return Collections.max(counts.keySet(), (a, b) -> Double.compare(score(a, text), score(b, text)));
    }

    double accuracy(List<LabelledSentence> test) {
        return test.stream().filter(sentence -> label(sentence.text()).equals(sentence.label())).count() / (double) test.size();
    }

    private double score(String label, String text) {
        var words = counts.get(label);
        double all = vocabulary.size() + words.values().stream().mapToInt(n -> n).sum();
        // Sorted, so that two orders of the same words have the same sum to the last bit.
        return Math.log(sentences.get(label)) + List.of(text.split(" ")).stream().sorted()
                .mapToDouble(word -> Math.log((words.getOrDefault(word, 0) + 1) / all)).sum();
    }
}
