package org.unrolled.classify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Numbers of scikit-learn and SciPy, written by {@code src/test/cases/classifier_cases.py}; the files name the versions. */
final class ClassifierCases {
    private ClassifierCases() {
    }

    /** The cases of {@code classify/NAME.json}. */
    static Stream<Case> read(String name) {
        try (var in = ClassifierCases.class.getResourceAsStream("/classify/" + name + ".json")) {
            return stream(new ObjectMapper().readTree(in).get("cases")).map(Case::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    record Case(JsonNode json) {
        int order() {
            return json.get("order").asInt();
        }

        boolean holds(String key) {
            return json.get(key).asBoolean();
        }

        double number(String key) {
            return json.get(key).asDouble();
        }

        List<String> words(String key) {
            return words(json.get(key));
        }

        List<List<String>> sentences(String key) {
            return stream(json.get(key)).map(Case::words).toList();
        }

        double[] numbers(String key) {
            return numbers(json.get(key));
        }

        double[][] rows(String key) {
            return stream(json.get(key)).map(Case::numbers).toArray(double[][]::new);
        }

        private static List<String> words(JsonNode list) {
            return stream(list).map(JsonNode::asText).toList();
        }

        private static double[] numbers(JsonNode list) {
            return stream(list).mapToDouble(JsonNode::asDouble).toArray();
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }
}
