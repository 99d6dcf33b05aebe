package org.unrolled.nn;

import org.deeplearning4j.nn.api.layers.IOutputLayer;

/** An output layer with a loss over tokens: {@link TokenScores} and trainings know it as this. */
public interface TokenLoss extends IOutputLayer {
    /** What the last {@code computeScore} counted. */
    TokenScores scores();
}
