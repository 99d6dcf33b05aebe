package org.unrolled.recipe;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.unrolled.data.DataCache;
import org.unrolled.data.LabelledSentence;
import org.unrolled.data.LabelledSentences;
import org.unrolled.text.LabelledCorpus;
import org.unrolled.text.LabelledCorpus.Split;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.WordTokenizer;

/** Public sets of labelled sentences, and what is trained on and tested on in each of them, as others do it. */
public enum SentenceSet {
    /** Film reviews, tested by ten-fold cross-validation. */
    MR(10),
    /** Sentences of film reviews. */
    SST2(0),
    /** Questions by kind of answer. */
    TREC(0),
    /** News by topic. */
    R8(0),
    /** Short messages, tested by five-fold cross-validation. */
    SMS_SPAM(5);

    /** Of the order from which folds are cut: the same for all seeds and classifiers. */
    private static final long FOLDS = 7;

    private final int folds;

    SentenceSet(int folds) {
        this.folds = folds;
    }

    /** Parts of the usual cross-validation; 0 for a set with test sentences of its own. */
    public int folds() {
        return folds;
    }

    /**
     * What results are reported on: one part to train on and one to test on for each fold, or one such pair. In lower case.
     *
     * @throws org.unrolled.data.DatasetException if the set can't be had
     */
    public List<Split> splits(DataCache cache) {
        return folds > 0 ? folds(cache, FOLDS) : List.of(new Split(read(cache, "train"), read(cache, "test")));
    }

    /**
     * What a recipe is chosen on: no sentence of a given test set is in it, and folds are cut elsewhere. SST-2 has sentences for this,
     * of the other sets a tenth of the training sentences is held out.
     *
     * @throws org.unrolled.data.DatasetException if the set can't be had
     */
    public List<Split> heldOut(DataCache cache) {
        if (folds > 0) {
            return folds(cache, FOLDS + 1);
        }
        var train = read(cache, "train");
        return List.of(this == SST2 ? new Split(train, read(cache, "dev")) : train.split(0.1, FOLDS));
    }

    private List<Split> folds(DataCache cache, long order) {
        var all = read(cache, null);
        return IntStream.range(0, folds).mapToObj(fold -> all.fold(fold, folds, order)).toList();
    }

    private LabelledCorpus read(DataCache cache, String part) {
        return switch (this) {
            case MR -> spaced(LabelledSentences.movieReviews(cache));
            case SST2 -> spaced(LabelledSentences.sst2(cache, part));
            case TREC -> spaced(LabelledSentences.trec(cache, part));
            case R8 -> spaced(LabelledSentences.r8(cache, part));
            case SMS_SPAM -> LabelledCorpus.of(LabelledSentences.smsSpam(cache), new WordTokenizer().withLowerCase());
        };
    }

    private static LabelledCorpus spaced(List<LabelledSentence> sentences) {
        return LabelledCorpus.of(sentences.stream().map(each -> new LabelledSentence(each.label(), each.fineLabel(),
            each.text().toLowerCase(Locale.ROOT))).toList(), new SpaceTokenizer());
    }
}
