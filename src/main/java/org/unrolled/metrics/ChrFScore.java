package org.unrolled.metrics;

/**
 * chrF with its settings.
 *
 * @param score     0 to 100
 * @param name      such as chrF2 or chrF2++
 * @param signature the settings as sacreBLEU writes them; the version is the one that the scores were compared with
 */
public record ChrFScore(double score, String name, String signature) {
    /** As sacreBLEU prints it: the name and the score. */
    @Override
    public String toString() {
        return name + " = " + BleuScore.rounded(score, 2);
    }
}
