package org.unrolled.caption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.unrolled.files.Resource;
import org.unrolled.model.ModelFile;
import org.unrolled.model.PictureEncoder;
import org.unrolled.vision.GridEncoder;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PixelScaling;

/**
 * A {@link PictureEncoder} that was trained here, without its classifier: pictures in, features out. <pre>{@code
 * var settings = PictureEncoder.of(64);
 * var graph = settings.buildForWords(presence.size(), new FusedAdam(1e-3));
 * Trainer.of(graph). ... .run();
 * var encoder = TrainedEncoder.of(settings, graph);
 * float[][] grids = encoder.encode(pictures);
 * }</pre>
 *
 * <p>Pictures of another size are stretched to the network's.
 */
public final class TrainedEncoder implements GridEncoder {
    /** As many pictures go through the network at once. */
    private static final int BATCH = 64;
    /** What files call an encoder and what it was built from. */
    private static final String KIND = "encoder";
    private static final String SETTINGS = "settings";
    private static final String SCENES = "/org/unrolled/embedded/scenes.encoder";

    private final PictureEncoder settings;
    private final ComputationGraph graph;
    private final String identity;

    private TrainedEncoder(PictureEncoder settings, ComputationGraph graph) {
        this.settings = settings;
        this.graph = graph;
        var numbers = graph.params().toFloatVector();
        var bytes = ByteBuffer.allocate(4 * numbers.length);
        bytes.asFloatBuffer().put(numbers);
        identity = settings + " " + DigestUtils.sha256Hex(bytes.array());
    }

    /**
     * An encoder with a trained network's weights as they are now.
     *
     * @param settings what the network was built from
     * @param trained  by {@link PictureEncoder#buildForWords} or {@link PictureEncoder#build}, or any graph with its layers in it
     */
    public static TrainedEncoder of(PictureEncoder settings, ComputationGraph trained) {
        return new TrainedEncoder(settings, settings.cropped(trained));
    }

    /**
     * The one that comes with the library: it has seen rendered scenes, far more of them than a notebook has time for, and no new
     * combinations ({@code recipe.SceneRecipe} trained it).
     */
    public static TrainedEncoder ofScenes() {
        try {
            var file = Files.createTempFile("scenes", "." + KIND);
            try (var in = Resource.open(TrainedEncoder.class, SCENES)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return load(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the encoder of rendered scenes can't be read: " + e.getMessage(), e);
        }
    }

    /** Writes it into one file, by way of a temporary one. @throws IOException if it can't be written */
    public void save(Path file) throws IOException {
        new ModelFile(KIND, List.of(SETTINGS + " " + settings.line()), graph, Map.of()).save(file);
    }

    /** Reads what {@link #save} wrote. @throws IOException if the file is missing, cut short, altered, or something else */
    public static TrainedEncoder load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(), "TrainedEncoder.save",
                whole -> of(PictureEncoder.ofLine(whole.setting(SETTINGS)), whole.graph()));
    }

    @Override
    public float[][] encode(List<Picture> pictures) {
        var grids = new float[pictures.size()][];
        int size = Math.multiplyExact(settings.features(), settings.grid() * settings.grid());
        for (int from = 0; from < grids.length; from += BATCH) {
            var part = pictures.subList(from, Math.min(grids.length, from + BATCH)).stream()
                    .map(picture -> picture.resize(settings.side(), settings.side())).toList();
            var numbers = graph.outputSingle(PixelScaling.SIGNED.array(part)).dup('c').data().asFloat();
            for (int i = 0; i < part.size(); i++) {
                grids[from + i] = Arrays.copyOfRange(numbers, i * size, (i + 1) * size);
            }
        }
        return grids;
    }

    @Override
    public List<Integer> shape() {
        return List.of(settings.features(), settings.grid(), settings.grid());
    }

    /** What the network was built from. */
    public PictureEncoder settings() {
        return settings;
    }

    @Override
    public String identity() {
        return identity;
    }

    /** The network without its classifier, its only output {@link PictureEncoder#GRID}: for saving. */
    public ComputationGraph graph() {
        return graph;
    }
}
