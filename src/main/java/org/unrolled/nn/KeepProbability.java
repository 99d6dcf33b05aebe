package org.unrolled.nn;

/**
 * The one convention for dropout in layers and vertices, which is DL4J's: {@code dropOut} is the probability of <b>keeping</b> a
 * number in training, 1 for no dropout. (Models have {@code dropout}, the probability of dropping one.)
 */
final class KeepProbability {
    private KeepProbability() {
    }

    /** @throws IllegalArgumentException unless {@code keep} is above 0 and at most 1 */
    static double checked(double keep) {
        if (!(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException("dropout needs the probability of keeping an activation, above 0 and at most"
                + " 1; given " + keep);
        }
        return keep;
    }
}
