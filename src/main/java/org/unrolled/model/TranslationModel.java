package org.unrolled.model;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.text.EncodedPairs;

/**
 * A model that reads a sentence and writes its translation (or an answer, or a headline): encoder, decoder, softmax.
 *
 * <pre>{@code
 * var graph = TranslationModel.attention(pairs).withHiddenSize(256).withDropout(0.3).build();
 * Trainer.of(graph).epochs(10).multiBatches(PairBatches.of(pairs, 64, 1)::epoch).clipNorm(1).run();
 * }</pre>
 *
 * The graph has the inputs {@link #SOURCE} and {@link #TARGET}, ids [batch, time] as {@link org.unrolled.text.PairBatches}
 * makes them, and the output {@link #OUTPUT}. What it holds depends on the kind:
 * <ul>
 * <li>{@link Kind#CONTEXT}: a bidirectional encoder whose final state is all that the decoder learns of the source
 * (Sutskever, Vinyals and Le 2014; Cho et al. 2014);
 * <li>{@link Kind#ATTENTION}: the same encoder, and a decoder that looks at all of the encoder's states at each word (Luong,
 * Pham and Manning 2015);
 * <li>{@link Kind#TRANSFORMER}: self-attention and attention alone, the normalisation before each part (Vaswani et al. 2017;
 * Xiong et al. 2020).
 * </ul>
 * Dropout works on the connections that aren't recurrent (Zaremba, Sutskever and Vinyals 2014), in the Transformer on
 * the vectors with their positions and on what each part adds.
 *
 * @param kind             what the decoder knows of the source
 * @param sourceVocabulary symbols of the source
 * @param targetVocabulary symbols of the target
 * @param embedding        numbers that a symbol's vector has; the Transformer has this size throughout
 * @param hiddenSize       units of the decoder's layers, and of both directions of the encoder's together; even. Not used by
 *                         the Transformer
 * @param layers           layers of the encoder and of the decoder
 * @param cell             the recurrent cell; not used by the Transformer
 * @param score            how a decoder state and a source position are compared; of the kind ATTENTION
 * @param bridge           whether a dense layer with tanh makes the decoder's first state of the encoder's final one; without it
 *                         the decoder takes that state as it is. Not used by the Transformer
 * @param inputFeeding     CONTEXT: the context stands beside each word that the decoder reads, too. ATTENTION: what attention
 *                         made of the step before does (Luong, Pham and Manning 2015, section 3.3)
 * @param heads            heads of the Transformer's attention; divides the embedding size
 * @param feedForward      inner units of the Transformer's dense parts
 * @param tied             whether the target's embedding is the softmax's weight matrix, too (Press and Wolf 2017); recurrent
 *                         decoders then end in as many numbers as the embedding has
 * @param dropout          probability of <b>dropping</b> a unit in training, from 0 to below 1
 * @param labelSmoothing   share of the target spread over all symbols, from 0 to below 1
 * @param seed             of the first weights
 */
public record TranslationModel(Kind kind, int sourceVocabulary, int targetVocabulary, int embedding, int hiddenSize, int layers,
                               CharacterModel.Cell cell, AttentionScore score, boolean bridge, boolean inputFeeding,
                               int heads, int feedForward, boolean tied, double dropout, double labelSmoothing, long seed) {
    /** Name of the graph's input of source ids. */
    public static final String SOURCE = "source";
    /** Name of the graph's input of target ids, START first. */
    public static final String TARGET = "target";
    /** Name of the source's embedding. */
    public static final String SOURCE_EMBEDDING = "sourceEmbedding";
    /** Name of the target's embedding. */
    public static final String TARGET_EMBEDDING = "targetEmbedding";
    /** Name of the softmax. */
    public static final String OUTPUT = "output";

    /** What the decoder knows of the source. */
    public enum Kind {
        /** One vector. */
        CONTEXT,
        /** All states of a recurrent encoder, by attention. */
        ATTENTION,
        /** All states of an encoder without recurrence, by attention; the decoder has none either. */
        TRANSFORMER
    }

    /** @throws IllegalArgumentException naming the setting that makes no model */
    public TranslationModel {
        require(sourceVocabulary >= 2 && targetVocabulary >= 2, "vocabularies of " + sourceVocabulary + " and "
            + targetVocabulary + " symbols", "at least 2 each");
        require(embedding >= 1 && layers >= 1, "an embedding of " + embedding + " numbers and " + layers + " layers",
            "at least 1 each");
        require(dropout >= 0 && dropout < 1, "dropout " + dropout, "a probability of dropping a unit, from 0 to below 1");
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing " + labelSmoothing, "a share from 0 to below 1");
        if (kind == Kind.TRANSFORMER) {
            require(heads >= 1 && embedding % heads == 0, heads + " heads over an embedding of " + embedding + " numbers",
                "heads that divide the embedding size");
            require(feedForward >= 1, feedForward + " inner units", "at least 1");
        } else {
            require(hiddenSize >= 2 && hiddenSize % 2 == 0, "a hidden size of " + hiddenSize,
                "an even number of at least 2: each direction of the encoder has half of it");
        }
    }

    private static void require(boolean fits, String given, String expected) {
        if (!fits) {
            throw new IllegalArgumentException("a translation model with " + given + ": expected " + expected);
        }
    }

    /** A model of the kind CONTEXT for these pairs' vocabularies: LSTM, one layer, 256 units, untied. */
    public static TranslationModel context(EncodedPairs pairs) {
        return of(Kind.CONTEXT, pairs);
    }

    /** A model of the kind ATTENTION for these pairs' vocabularies: LSTM, one layer, 256 units, general score, untied. */
    public static TranslationModel attention(EncodedPairs pairs) {
        return of(Kind.ATTENTION, pairs);
    }

    /** A Transformer for these pairs' vocabularies: 128 numbers, two blocks, four heads, 256 inner units, tied. */
    public static TranslationModel transformer(EncodedPairs pairs) {
        return of(Kind.TRANSFORMER, pairs);
    }

    /** A model of this kind for these pairs' vocabularies, with sizes that a laptop trains in minutes. */
    public static TranslationModel of(Kind kind, EncodedPairs pairs) {
        return of(kind, pairs.sourceVocabulary().size(), pairs.targetVocabulary().size());
    }

    /** The same for vocabularies of these sizes. */
    static TranslationModel of(Kind kind, int sourceVocabulary, int targetVocabulary) {
        boolean recurrent = kind != Kind.TRANSFORMER;
        return new TranslationModel(kind, sourceVocabulary, targetVocabulary, 128, 256,
            recurrent ? 1 : 2, CharacterModel.Cell.LSTM, AttentionScore.GENERAL, true, false, 4, 256, !recurrent, 0.1, 0, 1);
    }

    /** The network, with Adam at a learning rate of 0.001. */
    public ComputationGraph build() {
        return build(new FusedAdam(1e-3));
    }

    /** The network with another updater. */
    public ComputationGraph build(IUpdater updater) {
        var builder = kind == Kind.TRANSFORMER ? new TransformerTranslation(this).graph(updater)
            : new RecurrentTranslation(this).graph(updater);
        var graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    /** An embedding whose vectors have a length of about 1 at first: tied to the softmax, it gives scores of about that size. */
    TokenEmbedding.Builder table(int vocabulary, String name) {
        return TokenEmbedding.builder().name(name).nIn(vocabulary).nOut(embedding)
            .weightInit(new NormalDistribution(0, 1 / Math.sqrt(embedding)));
    }

    /** The same for other vocabularies. */
    public TranslationModel withVocabularies(int source, int target) {
        return with(d -> {
            d.sourceVocabulary = source;
            d.targetVocabulary = target;
        });
    }

    /** The same with vectors of another size. */
    public TranslationModel withEmbedding(int numbers) {
        return with(d -> d.embedding = numbers);
    }

    /** The same with another number of units. */
    public TranslationModel withHiddenSize(int units) {
        return with(d -> d.hiddenSize = units);
    }

    /** The same with another number of layers. */
    public TranslationModel withLayers(int number) {
        return with(d -> d.layers = number);
    }

    /** The same with another cell. */
    public TranslationModel withCell(CharacterModel.Cell other) {
        return with(d -> d.cell = other);
    }

    /** The same with another score. */
    public TranslationModel withScore(AttentionScore other) {
        return with(d -> d.score = other);
    }

    /** The same with or without a dense layer between encoder and decoder. */
    public TranslationModel withBridge(boolean wanted) {
        return with(d -> d.bridge = wanted);
    }

    /** The same with or without input feeding. */
    public TranslationModel withInputFeeding(boolean wanted) {
        return with(d -> d.inputFeeding = wanted);
    }

    /** The same with another number of heads. */
    public TranslationModel withHeads(int number) {
        return with(d -> d.heads = number);
    }

    /** The same with another number of inner units. */
    public TranslationModel withFeedForward(int units) {
        return with(d -> d.feedForward = units);
    }

    /** The same with or without tied weights. */
    public TranslationModel withTied(boolean wanted) {
        return with(d -> d.tied = wanted);
    }

    /** The same with another dropout. */
    public TranslationModel withDropout(double probability) {
        return with(d -> d.dropout = probability);
    }

    /** The same with another label smoothing. */
    public TranslationModel withLabelSmoothing(double share) {
        return with(d -> d.labelSmoothing = share);
    }

    /** The same with another seed. */
    public TranslationModel withSeed(long other) {
        return with(d -> d.seed = other);
    }

    private TranslationModel with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new TranslationModel(kind, draft.sourceVocabulary, draft.targetVocabulary, draft.embedding, draft.hiddenSize,
            draft.layers, draft.cell, draft.score, draft.bridge, draft.inputFeeding, draft.heads, draft.feedForward, draft.tied,
            draft.dropout, draft.labelSmoothing, draft.seed);
    }

    /** The settings that can be changed. */
    private static final class Draft {
        private int sourceVocabulary;
        private int targetVocabulary;
        private int embedding;
        private int hiddenSize;
        private int layers;
        private CharacterModel.Cell cell;
        private AttentionScore score;
        private boolean bridge;
        private boolean inputFeeding;
        private int heads;
        private int feedForward;
        private boolean tied;
        private double dropout;
        private double labelSmoothing;
        private long seed;

        Draft(TranslationModel model) {
            sourceVocabulary = model.sourceVocabulary;
            targetVocabulary = model.targetVocabulary;
            embedding = model.embedding;
            hiddenSize = model.hiddenSize;
            layers = model.layers;
            cell = model.cell;
            score = model.score;
            bridge = model.bridge;
            inputFeeding = model.inputFeeding;
            heads = model.heads;
            feedForward = model.feedForward;
            tied = model.tied;
            dropout = model.dropout;
            labelSmoothing = model.labelSmoothing;
            seed = model.seed;
        }
    }
}
