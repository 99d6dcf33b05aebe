package org.unrolled.nn;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds the embedding that an output layer shares its weights with.
 *
 * <p>DL4J gives a layer its stretch of the network's parameter array and nothing else: no way to its neighbours. But all
 * layers of a network lie in one array, so an embedding and an output belong together if their stretches come from the
 * same memory and the output names the embedding. That holds after {@code init}, {@code clone}, {@code ModelSerializer}
 * and JSON alike, and needs no step of the user's. Embeddings are held weakly.
 */
final class TiedWeights {
    private static final List<WeakReference<TokenEmbeddingLayer>> EMBEDDINGS = new ArrayList<>();

    private TiedWeights() {
    }

    static void register(TokenEmbeddingLayer embedding) {
        synchronized (EMBEDDINGS) {
            EMBEDDINGS.removeIf(e -> e.get() == null);
            EMBEDDINGS.add(new WeakReference<>(embedding));
        }
    }

    /**
     * The embedding that an output is tied to.
     *
     * @param found  what this method returned to the same output before, or null
     * @param output the output's configuration
     * @param params the output's stretch of its network's parameter array
     * @param asker  the output's name, for messages
     * @throws IllegalStateException if there is none in the same array, or its sizes don't fit
     */
    static TokenEmbeddingLayer find(TokenEmbeddingLayer found, SoftmaxOutput output, INDArray params, String asker) {
        var name = output.settings().tiedTo();
        if (found != null && belongs(found, name, params)) {
            return found;
        }
        var table = registered(name, params, asker);
        if (table.layerConf().getNIn() != output.getNOut() || table.layerConf().getNOut() != output.getNIn()) {
            throw new IllegalStateException(asker + " maps " + output.getNIn() + " features to " + output.getNOut()
                + " classes, but is tied to the embedding \"" + name + "\" of " + table.layerConf().getNIn()
                + " tokens as vectors of " + table.layerConf().getNOut() + ": both numbers have to agree");
        }
        return table;
    }

    private static TokenEmbeddingLayer registered(String name, INDArray params, String asker) {
        synchronized (EMBEDDINGS) {
            for (int i = EMBEDDINGS.size() - 1; i >= 0; i--) {
                var embedding = EMBEDDINGS.get(i).get();
                if (embedding != null && belongs(embedding, name, params)) {
                    return embedding;
                }
            }
        }
        throw new IllegalStateException(asker + " is tied to the embedding \"" + name + "\", but its network has no"
            + " TokenEmbedding of that name: give the embedding .name(\"" + name + "\")");
    }

    /** Whether {@code embedding} has this name and lies in the same array as {@code params}. */
    private static boolean belongs(TokenEmbeddingLayer embedding, String name, INDArray params) {
        return name.equals(embedding.layerConf().getLayerName()) && array(embedding.params()) == array(params);
    }

    /** Address of the whole array that a view is cut from: {@code address()} leaves the view's offset out. */
    private static long array(INDArray view) {
        return view.data().address();
    }
}
