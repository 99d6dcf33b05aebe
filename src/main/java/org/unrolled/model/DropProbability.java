package org.unrolled.model;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.common.base.Preconditions;
import org.unrolled.nn.FusedDropout;

/**
 * The one convention for dropout in models, which is PyTorch's: {@code dropout} is the probability of <b>dropping</b> a number in
 * training, 0 for no dropout. (Layers and vertices have {@code dropOut}, DL4J's probability of keeping one.)
 */
final class DropProbability {
    private DropProbability() {
    }

    /** @throws IllegalArgumentException unless {@code dropout} is from 0 to below 1 */
    static double checked(double dropout) {
        Preconditions.checkArgument(dropout >= 0 && dropout < 1,
                "dropout %s: expected a probability of dropping a unit, from 0 to below 1", dropout);
        return dropout;
    }

    /** What a layer is told. @return null for no dropout */
    static IDropout dropout(double dropout) {
        return dropout == 0 ? null : new FusedDropout(1 - dropout);
    }
}
