package org.unrolled.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Numbers that PyTorch computed once, written by {@code src/test/cases/pytorch_cases.py}; the file names the version. */
public final class PyTorchCases {
    private PyTorchCases() {
    }

    /** The cases of {@code pytorch/NAME.json}. */
    public static List<Case> read(String name) {
        try (var in = PyTorchCases.class.getResourceAsStream("/pytorch/" + name + ".json")) {
            var cases = new ObjectMapper().readTree(in).get("cases");
            return StreamSupport.stream(cases.spliterator(), false).map(Case::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One case. */
    public record Case(JsonNode json) {
        public int count(String key) {
            return json.get(key).asInt();
        }

        public double number(String key) {
            return json.get(key).asDouble();
        }

        public boolean has(String key) {
            return json.hasNonNull(key);
        }

        /** An array of doubles, c order, in the shape in which it was written. */
        public INDArray array(String key) {
            return PyTorchCases.array(json.get(key));
        }

        /** An array out of a group such as {@code weights}. */
        public INDArray array(String group, String key) {
            return PyTorchCases.array(json.get(group).get(key));
        }

        public boolean has(String group, String key) {
            return json.get(group).has(key);
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }

    private static INDArray array(JsonNode node) {
        var shape = new java.util.ArrayList<Long>();
        for (var n = node; n.isArray(); n = n.get(0)) {
            shape.add((long) n.size());
        }
        var values = new java.util.ArrayList<Double>();
        collect(node, values);
        return Nd4j.createFromArray(values.stream().mapToDouble(d -> d).toArray())
            .reshape('c', shape.stream().mapToLong(l -> l).toArray());
    }

    private static void collect(JsonNode node, List<Double> into) {
        if (node.isArray()) {
            node.forEach(n -> collect(n, into));
        } else {
            into.add(node.asDouble());
        }
    }
}
