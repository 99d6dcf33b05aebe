package org.unrolled.bench;

import java.util.List;
import java.util.Locale;
import org.unrolled.data.DataCache;
import org.unrolled.recipe.SpeechRecipe;
import org.unrolled.speech.DigitRecordings;
import org.unrolled.speech.SpeechSplit;

/**
 * Trains a recogniser of digit strings on the Free Spoken Digit Dataset and measures it on what was held out; the last line is JSON.
 * {@code bench/speech.py} starts it.
 */
public final class SpeechBenchmark {
    private SpeechBenchmark() {
    }

    /** @param arguments what is held out, "takes" or a speaker, and the seed */
    public static void main(String[] arguments) {
        var recordings = DigitRecordings.read(DataCache.standard());
        boolean takes = arguments[0].equals("takes");
        long seed = Long.parseLong(arguments[1]);
        var split = takes ? SpeechSplit.takesBelow(recordings, DigitRecordings.TEST_TAKES)
            : SpeechSplit.bySpeaker(recordings, arguments[0]);
        var test = SpeechRecipe.testStrings(split.test());
        long begin = System.nanoTime();
        // A hundred of the test strings are enough to watch; nothing is chosen by them.
        var recognizer = SpeechRecipe.digits().train(split.train(), seed, rate -> System.out.printf(Locale.ROOT,
            "%s, seed %d: %.0f s, WER %.2f%n", arguments[0], seed, (System.nanoTime() - begin) / 1e9, 100 * rate), List.copyOf(test.subList(0, 100)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        var rate = SpeechRecipe.tested(recognizer, test);
        System.out.printf(Locale.ROOT, "%s, seed %d: WER %.2f; %s%n", arguments[0], seed, 100 * rate.rate(),
            rate.confusions().entrySet().stream().limit(5).toList());
        System.out.println(String.format(Locale.ROOT, "{\"heldOut\": \"%s\", \"seed\": %d, \"wer\": %.3f, \"seconds\": %.1f}", arguments[0], seed,
            100 * rate.rate(), seconds));
    }
}
