package org.unrolled.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Sounds and numbers of librosa, SciPy and libsndfile, written by {@code src/test/cases/audio_cases.py}; the files name the versions. */
final class AudioCases {
    private AudioCases() {
    }

    /** The cases of {@code audio/NAME.json}. */
    static Stream<Case> read(String name) {
        try (var in = AudioCases.class.getResourceAsStream("/audio/" + name + ".json")) {
            return stream(new ObjectMapper().readTree(in).get("cases")).map(Case::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of {@code audio/files}. */
    static byte[] file(String name) {
        try (var in = AudioCases.class.getResourceAsStream("/audio/files/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sound of such a WAV file. */
    static Sound sound(String name) {
        return WavFile.read(name, file(name)).mono();
    }

    /** A sine. */
    static Sound tone(double hertz, double amplitude, int sampleRate, double seconds) {
        var samples = new float[(int) Math.round(seconds * sampleRate)];
        for (var i = 0; i < samples.length; i++) {
            samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / sampleRate));
        }
        return new Sound(samples, sampleRate);
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    record Case(JsonNode json) {
        String text(String key) {
            return json.get(key).asText();
        }

        int whole(String key) {
            return json.get(key).asInt();
        }

        double number(String key) {
            return json.get(key).asDouble();
        }

        boolean holds(String key) {
            return json.get(key).asBoolean();
        }

        double[] numbers(String key) {
            return stream(json.get(key)).mapToDouble(JsonNode::asDouble).toArray();
        }

        double[][] rows(String key) {
            return stream(json.get(key)).map(row -> stream(row).mapToDouble(JsonNode::asDouble).toArray()).toArray(double[][]::new);
        }

        @Override
        public String toString() {
            return text("name");
        }
    }
}
