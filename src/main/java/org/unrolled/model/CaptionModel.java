package org.unrolled.model;

import org.unrolled.arrays.FeatureScaling;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.Records;

/**
 * A model that is given a picture as a grid of features and says in words what is on it: decoder, bottleneck, softmax.
 *
 * <pre>{@code
 * var graph = CaptionModel.showAttendTell(encoder.shape().get(0), vocabulary.size()).withHiddenSize(256).build();
 * Trainer.of(graph).epochs(8).clipNorm(5).multiBatches(CaptionBatches.of(grids, captions, codec, 64, 1)::epoch).run();
 * }</pre>
 *
 * A model is a record of its settings and builds its graph, which has the inputs {@link #PICTURE}, features [batch, features, places] of
 * the places of a grid in any order, and {@link #TARGET}, ids [batch, time] that begin with START, and the output {@link #OUTPUT}. Parts
 * have the names of a {@link TranslationModel}, so that what decodes one decodes the other.
 *
 * @param <M> the model itself: a setting is changed by {@code with...}, which gives another of the same kind
 */
public sealed interface CaptionModel<M extends CaptionModel<M>> extends EncoderDecoderModel<M> permits ShowTell, ShowAttendTell {
    /** Name of the graph's input of features. */
    String PICTURE = "picture";

    /** Numbers of a place. */
    int features();

    /** Symbols of the captions' vocabulary, at least 2. */
    int vocabulary();

    /** How the grid becomes one vector. */
    Pooling whole();

    /** How features are scaled before all else, or null. */
    FeatureScaling scaling();

    /** Units of the decoder. */
    int hiddenSize();

    /** The recurrent cell. */
    RecurrentCell cell();

    /** Whether the words' embedding is the softmax's weight matrix, too (Press and Wolf 2017). */
    boolean tied();

    /** A model that sees the picture as one vector: see {@link ShowTell#of}. */
    static ShowTell showTell(int features, int vocabulary) {
        return ShowTell.of(features, vocabulary);
    }

    /** A model that looks at the grid anew for each word: see {@link ShowAttendTell#of}. */
    static ShowAttendTell showAttendTell(int features, int vocabulary) {
        return ShowAttendTell.of(features, vocabulary);
    }

    /** The same for other features and another vocabulary. */
    @SuppressWarnings("unchecked")
    default M withSizes(int features, int vocabulary) {
        return (M) Records.with(Records.with((Record) this, "features", features), "vocabulary", vocabulary);
    }

    /**
     * The same with another way from the grid to one vector: the mean, or the largest number of any place, where features say whether
     * something is there.
     */
    default M withWhole(Pooling how) {
        return with("whole", how);
    }

    /**
     * The same with features that are scaled before all else: {@code CaptionBatches.scaling()} gives the scaling of what is trained with.
     * Where features differ little between pictures, beside what all have in common, a decoder hardly learns without it.
     *
     * @param how of as many features; null for features as they are
     */
    default M withScaling(FeatureScaling how) {
        return with("scaling", how);
    }

    /** The same with another number of units. */
    default M withHiddenSize(int units) {
        return with("hiddenSize", units);
    }

    /** The same with another cell. */
    default M withCell(RecurrentCell other) {
        return with("cell", other);
    }

    /** The same with or without tied weights. */
    default M withTied(boolean wanted) {
        return with("tied", wanted);
    }

    @SuppressWarnings("unchecked")
    private M with(String setting, Object value) {
        return (M) Records.with((Record) this, setting, value);
    }
}
