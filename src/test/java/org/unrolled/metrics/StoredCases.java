package org.unrolled.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Numbers of other implementations, written by {@code metric_cases.py} and {@code translation_metric_cases.py} in
 * {@code src/test/cases}; the files name their versions.
 */
final class StoredCases {
    private StoredCases() {
    }

    /** The cases of {@code metrics/NAME.json}. */
    static Stream<Case> read(String name) {
        return file(name).cases("cases");
    }

    /** The whole of {@code metrics/NAME.json}, for what stands beside the cases. */
    static Case file(String name) {
        try (var in = StoredCases.class.getResourceAsStream("/metrics/" + name + ".json")) {
            return new Case(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    record Case(JsonNode json) {
        /** Objects in a list. */
        Stream<Case> cases(String key) {
            return stream(json.get(key)).map(Case::new);
        }

        String word(String key) {
            return json.get(key).asText();
        }

        boolean holds(String key) {
            return json.get(key).asBoolean();
        }

        double number(String key) {
            return json.get(key).asDouble();
        }

        int count(String key) {
            return json.get(key).asInt();
        }

        boolean has(String key) {
            return json.has(key);
        }

        double[] numbers(String key) {
            return numbers(json.get(key));
        }

        int[] ints(String key) {
            return stream(json.get(key)).mapToInt(JsonNode::asInt).toArray();
        }

        double[][] rows(String key) {
            return stream(json.get(key)).map(Case::numbers).toArray(double[][]::new);
        }

        int[][] intRows(String key) {
            return stream(json.get(key)).map(row -> stream(row).mapToInt(JsonNode::asInt).toArray()).toArray(int[][]::new);
        }

        long[][] table(String key) {
            return stream(json.get(key)).map(row -> stream(row).mapToLong(JsonNode::asLong).toArray()).toArray(long[][]::new);
        }

        List<String> words(String key) {
            return stream(json.get(key)).map(JsonNode::asText).toList();
        }

        List<List<String>> sentences(String key) {
            return stream(json.get(key)).map(sentence -> stream(sentence).map(JsonNode::asText).toList()).toList();
        }

        List<Span> spans(String key) {
            return spans(json.get(key));
        }

        List<List<Span>> spansOfSentences(String key) {
            return stream(json.get(key)).map(Case::spans).toList();
        }

        /** Names in a group such as {@code types}. */
        List<String> names(String group) {
            var names = new ArrayList<String>();
            json.get(group).fieldNames().forEachRemaining(names::add);
            return names;
        }

        double[] numbers(String group, String name) {
            return numbers(json.get(group).get(name));
        }

        private static double[] numbers(JsonNode list) {
            return stream(list).mapToDouble(JsonNode::asDouble).toArray();
        }

        private static List<Span> spans(JsonNode list) {
            return stream(list).map(span -> new Span(span.get(0).asText(), span.get(1).asInt(), span.get(2).asInt())).toList();
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }
}
