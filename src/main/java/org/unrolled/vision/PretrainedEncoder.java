package org.unrolled.vision;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.common.base.Preconditions;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * A network that someone else trained, without its classifier: pictures in, features out, by ONNX Runtime. <pre>{@code
 * var file = DataCache.standard().path("image-encoders", EncoderSettings.EFFICIENTNET_LITE0.file());
 * try (var encoder = PretrainedEncoder.open(EncoderSettings.EFFICIENTNET_LITE0, file, 4)) {
 *     float[][] maps = encoder.encode(List.of(picture));     // 1,280 channels x 4 rows x 4 columns
 *     float[] all = encoder.global(maps[0]);                 // 1,280 numbers
 * }
 * }</pre>
 *
 * <p>A picture is stretched to the network's size, so that its edges are seen, of which captions speak; who wants the middle only,
 * crops first. The library doesn't bring {@code com.microsoft.onnxruntime} to its users: they name it themselves.
 */
public final class PretrainedEncoder implements GridEncoder {
    private static final Set<String> POOLING = Set.of("GlobalAveragePool", "ReduceMean");

    private final EncoderSettings settings;
    private final String identity;
    private final int side;
    private final OrtSession session;
    private final String input;
    private final String output;

    private PretrainedEncoder(EncoderSettings settings, String identity, int side, OrtSession session, String input, String output) {
        this.settings = settings;
        this.identity = identity;
        this.side = side;
        this.session = session;
        this.input = input;
        this.output = output;
    }

    /**
     * Opens a network.
     *
     * @param side rows and columns of the grid of features, at most the network's own; 1 for one vector a picture
     * @throws PictureException if the file can't be read, is no ONNX file, or has other inputs or maps than the settings say
     */
    public static PretrainedEncoder open(EncoderSettings settings, Path file, int side) {
        Preconditions.checkArgument(side >= 1 && side <= settings.grid(), "a grid of %s x %s places of %s, whose last map has %s: expected "
                + "1 to that", side, side, settings.name(), settings.grid());
        OrtSession session = null;
        try {
            var bytes = Files.readAllBytes(file);
            var model = Onnx.ModelProto.parseFrom(bytes);
            if (model.getGraph().getNodeCount() == 0) {
                throw new PictureException(file.toString(), "no ONNX file: it has no graph");
            }
            var features = settings.features().isEmpty() ? beforePooling(model.getGraph(), file) : settings.features();
            if (model.getGraph().getNodeList().stream().noneMatch(node -> node.getOutputList().contains(features))) {
                throw new PictureException(file.toString(), "it has no map '" + features + "', which " + settings.name()
                        + " has: give the settings of this network, or its file");
            }
            session = OrtEnvironment.getEnvironment().createSession(cropped(model, features).toByteArray(),
                    new OrtSession.SessionOptions());
            var inputs = session.getInputInfo();
            var shape = inputs.size() == 1 ? shape(inputs.values().iterator().next()) : null;
            long[] expected = settings.channelsLast() ? new long[] {-1, settings.side(), settings.side(), 3}
                    : new long[] {-1, 3, settings.side(), settings.side()};
            if (shape == null || !fits(shape, expected)) {
                throw new PictureException(file.toString(), "its inputs are " + inputs.values() + ", " + settings.name() + " has one of "
                        + "floats " + Arrays.toString(expected) + ": give the settings of this network, or its file");
            }
            var identity = settings.name() + " " + DigestUtils.sha256Hex(bytes) + " " + features + " " + settings.pixels() + " "
                    + settings.side() + " stretched";
            return new PretrainedEncoder(settings, identity, side, session, inputs.keySet().iterator().next(), features);
        } catch (InvalidProtocolBufferException e) {
            throw new PictureException(file.toString(), "no ONNX file, or a damaged one: " + e.getMessage(), e);
        } catch (IOException | OrtException e) {
            close(session);
            throw new PictureException(file.toString(), "can't be opened as a network: " + e.getMessage(), e);
        } catch (PictureException e) {
            close(session);
            throw e;
        }
    }

    private static String beforePooling(Onnx.GraphProto graph, Path file) {
        String found = null;
        for (var node : graph.getNodeList()) {
            found = POOLING.contains(node.getOpType()) ? node.getInput(0) : found;
        }
        if (found == null) {
            throw new PictureException(file.toString(), "it has no global pooling: name the map with the features in the settings");
        }
        return found;
    }

    /** The map as the only output: what comes after it isn't computed. */
    private static Onnx.ModelProto cropped(Onnx.ModelProto model, String features) {
        var map = Onnx.ValueInfoProto.newBuilder().setName(features).setType(Onnx.TypeProto.newBuilder().setTensorType(
                Onnx.TypeProto.Tensor.newBuilder().setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)));
        return model.toBuilder().setGraph(model.getGraph().toBuilder().clearOutput().addOutput(map)).build();
    }

    private static long[] shape(NodeInfo input) {
        return input.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : null;
    }

    /** Sizes that the network leaves open are -1. */
    private static boolean fits(long[] shape, long[] expected) {
        boolean fits = shape.length == 4;
        for (int i = 1; fits && i < 4; i++) {
            fits = shape[i] == expected[i] || shape[i] < 0;
        }
        return fits;
    }

    /** @throws PictureException if the network fails, or its map has another size than the settings say */
    @Override
    public float[][] encode(List<Picture> pictures) {
        int size = settings.side();
        var resized = pictures.stream().map(picture -> picture.resize(size, size)).toList();
        var numbers = settings.pixels().numbers(resized, settings.channelsLast());
        long[] shape = settings.channelsLast() ? new long[] {pictures.size(), size, size, 3} : new long[] {pictures.size(), 3, size, size};
        try (var tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(numbers), shape);
                var result = session.run(Map.of(input, tensor), Set.of(output))) {
            var map = (OnnxTensor) result.get(0);
            long[] expected = {pictures.size(), settings.channels(), settings.grid(), settings.grid()};
            if (!Arrays.equals(expected, map.getInfo().getShape())) {
                throw new PictureException(settings.name(), "its map '" + output + "' has shape "
                        + Arrays.toString(map.getInfo().getShape()) + ", expected " + Arrays.toString(expected)
                        + ": correct channels and grid in the settings");
            }
            var values = map.getFloatBuffer();
            var features = new float[pictures.size()][];
            var one = new float[settings.channels() * settings.grid() * settings.grid()];
            for (int i = 0; i < features.length; i++) {
                values.get(one);
                features[i] = pooled(one, settings.channels(), settings.grid(), side);
            }
            return features;
        } catch (OrtException e) {
            throw new PictureException(settings.name(), "can't look at " + pictures.size() + " pictures: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Integer> shape() {
        return List.of(settings.channels(), side, side);
    }

    @Override
    public String identity() {
        return identity;
    }

    /** Means over windows that are spread evenly, all of one size, and overlap where they have to. */
    static float[] pooled(float[] map, int channels, int from, int to) {
        int window = (from + to - 1) / to;
        var pooled = new float[channels * to * to];
        for (int c = 0, at = 0; c < channels; c++) {
            for (int row = 0; row < to; row++) {
                for (int column = 0; column < to; column++) {
                    int top = start(row, window, from, to);
                    int left = start(column, window, from, to);
                    double sum = 0;
                    for (int i = 0; i < window * window; i++) {
                        sum += map[(c * from + top + i / window) * from + left + i % window];
                    }
                    pooled[at++] = (float) (sum / (window * window));
                }
            }
        }
        return pooled;
    }

    private static int start(int number, int window, int from, int to) {
        return to == 1 ? 0 : (int) Math.round((double) number * (from - window) / (to - 1));
    }

    @Override
    public void close() {
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new PictureException("ONNX Runtime", "the network can't be closed: " + e.getMessage(), e);
        }
    }
}
