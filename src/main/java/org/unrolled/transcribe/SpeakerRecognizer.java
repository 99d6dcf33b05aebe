package org.unrolled.transcribe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.OnDemand;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;
import org.unrolled.concurrent.Workers;
import org.unrolled.model.ModelFile;
import org.unrolled.model.SpeakerModel;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.speech.Utterance;
import org.unrolled.text.Padding;

/**
 * A {@link SpeakerModel} with its front end and the names of the speakers that it tells apart: sounds go in; out come, for known
 * voices, who speaks, and for any voice an embedding, a vector that is to be alike for sounds of one voice. <pre>{@code
 * var recognizer = SpeakerRecognizer.of(graph, frontEnd, List.of("Ada", "Grace"));
 * Trainer.of(graph).epochs(10).multiBatches(epoch -> recognizer.batches(utterances, 16, epoch)).run();
 * Map<String, Double> who = recognizer.identify(sound);                   // Ada=0.97, Grace=0.03
 * double alike = SpeakerRecognizer.similarity(recognizer.embedding(sound), recognizer.embedding(other));
 * }</pre>
 */
public final class SpeakerRecognizer {
    private static final String KIND = "speakers";
    private static final long MOST_FRAMES = 1 << 15;

    private final ComputationGraph graph;
    private final FrontEnd frontEnd;
    private final List<String> speakers;

    private SpeakerRecognizer(ComputationGraph graph, FrontEnd frontEnd, List<String> speakers) {
        this.graph = graph;
        this.frontEnd = frontEnd;
        this.speakers = speakers;
    }

    /**
     * Puts together what belongs together.
     *
     * @param graph    of a {@link SpeakerModel}, trained or to be trained
     * @param speakers their names, in the order of the network's outputs
     * @throws IllegalArgumentException if the network knows another number of speakers, or is another one; if a name is there twice, or
     *                                  has a line break
     */
    public static SpeakerRecognizer of(ComputationGraph graph, FrontEnd frontEnd, List<String> speakers) {
        var embedding = graph.getLayer(SpeakerModel.EMBEDDING);
        var output = graph.getLayer(SpeakerModel.OUTPUT);
        Preconditions.checkArgument(embedding != null && embedding.conf().getLayer() instanceof DenseLayer && output != null
                && output.conf().getLayer() instanceof SoftmaxOutput, "a recogniser of speakers needs a graph of SpeakerModel, this one "
                + "has no layers \"%s\" and \"%s\"", SpeakerModel.EMBEDDING, SpeakerModel.OUTPUT);
        long known = ((SoftmaxOutput) output.conf().getLayer()).getNOut();
        Preconditions.checkArgument(known == speakers.size(), "the network knows %s speakers, there are %s names: give the names that it "
                + "was trained with, in their order", known, speakers.size());
        Preconditions.checkArgument(new HashSet<>(speakers).size() == speakers.size()
                && speakers.stream().noneMatch(name -> name.matches("(?s).*\\R.*")),
                "speakers %s: expected each name once, without line breaks", speakers);
        return new SpeakerRecognizer(graph, frontEnd, List.copyOf(speakers));
    }

    /** The network. */
    public ComputationGraph graph() {
        return graph;
    }

    /** What the network hears with. */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** Whom it knows. */
    public List<String> speakers() {
        return speakers;
    }

    /**
     * Batches to train the network with, each made when it is asked for: frames [batch, bands, time] with their mask [batch, time], and
     * numbers of speakers [batch, 1]. Utterances of similar length share a batch.
     *
     * @param utterances at least one, by speakers that are known; what they say doesn't matter
     * @param seed       of the order of the batches
     * @throws IllegalArgumentException if there is none, or naming the first one by somebody else
     */
    public List<MultiDataSet> batches(List<Utterance> utterances, int batchSize, long seed) {
        Preconditions.checkArgument(!utterances.isEmpty(), "batches of no utterance: expected at least one");
        var labels = utterances.stream().map(each -> {
            Preconditions.checkArgument(speakers.contains(each.speaker()), "utterance %s is by \"%s\", known are %s: leave it out, or "
                    + "build the network for more speakers", each.name(), each.speaker(), speakers);
            return (float) speakers.indexOf(each.speaker());
        }).toList();
        var frames = new float[utterances.size()][][];
        Workers.run(frames.length, i -> frames[i] = frontEnd.frames(utterances.get(i).sound()));
        var groups = Padding.groups(frames.length, i -> frames[i].length, batchSize, MOST_FRAMES, Padding.random(seed, 0));
        return OnDemand.list(groups.size(), index -> {
            var places = groups.get(index);
            var read = SpeechBatches.padded(places.stream().map(i -> frames[i]).toList());
            var said = Nd4j.create(places.stream().map(i -> new float[] {labels.get(i)}).toArray(float[][]::new));
            return new MultiDataSet(new INDArray[] {read[0]}, new INDArray[] {said}, new INDArray[] {read[1]}, null);
        });
    }

    /**
     * How probable it is that each of the known speakers speaks, the most probable first. That it may be somebody else is not
     * considered.
     */
    public Map<String, Double> identify(Sound sound) {
        return identify(List.of(sound)).get(0);
    }

    /** The same of several sounds, many at once: quicker than one by one. */
    public List<Map<String, Double>> identify(List<Sound> sounds) {
        return rows(sounds, SpeakerModel.OUTPUT).stream().map(row -> {
            var byName = new LinkedHashMap<String, Double>();
            IntStream.range(0, row.length).boxed().sorted((a, b) -> Float.compare(row[b], row[a]))
                .forEach(i -> byName.put(speakers.get(i), (double) row[i]));
            return (Map<String, Double>) byName;
        }).toList();
    }

    /** The vector that stands for the voice. */
    public float[] embedding(Sound sound) {
        return embeddings(List.of(sound)).get(0);
    }

    /** The vectors of several sounds, many at once: quicker than one by one. */
    public List<float[]> embeddings(List<Sound> sounds) {
        return rows(sounds, SpeakerModel.EMBEDDING);
    }

    /** What a layer says of each sound. */
    private List<float[]> rows(List<Sound> sounds, String layer) {
        return SoundBatches.each(sounds, frontEnd, frames -> {
            var padded = SpeechBatches.padded(frames);
            synchronized (graph) {
                graph.setLayerMaskArrays(new INDArray[] {padded[1]}, null);
                var rows = graph.feedForward(new INDArray[] {padded[0]}, false).get(layer).toFloatMatrix();
                graph.clearLayerMaskArrays();
                return Arrays.asList(rows);
            }
        });
    }

    /**
     * The cosine of the angle between two embeddings, from -1 to 1.
     *
     * @throws IllegalArgumentException if they have different sizes, or one is all zeros
     */
    public static double similarity(float[] one, float[] other) {
        Preconditions.checkArgument(one.length == other.length, "embeddings of %s and %s numbers: expected two of the same network",
                one.length, other.length);
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * (double) other[i];
            first += one[i] * (double) one[i];
            second += other[i] * (double) other[i];
        }
        Preconditions.checkArgument(first > 0 && second > 0, "an embedding of zeros points nowhere: expected two that have a direction");
        return product / Math.sqrt(first * second);
    }

    /**
     * Writes network, front end and names into one file, by way of a temporary one.
     *
     * @throws IOException if it can't be written
     */
    public void save(Path file) throws IOException {
        var settings = new ArrayList<>(SavedFrontEnd.lines(frontEnd));
        speakers.forEach(name -> settings.add("speaker " + name));
        new ModelFile(KIND, settings, graph, Map.of()).save(file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SpeakerRecognizer load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(), "SpeakerRecognizer.save",
            whole -> of(whole.graph(), SavedFrontEnd.of(whole), whole.settings("speaker")));
    }
}
