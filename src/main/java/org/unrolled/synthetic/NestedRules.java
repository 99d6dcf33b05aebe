package org.unrolled.synthetic;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;

/**
 * The rules of a {@link NestedLanguage} in ids: 0 is the full stop, then come brackets in pairs, quotation marks, words.
 *
 * @param depth    most open groups
 * @param brackets kinds with two symbols
 * @param quotes   kinds with one symbol
 * @param rate     probability of opening and of closing at each place
 * @param words    probability of each word among the words
 */
record NestedRules(int depth, int brackets, int quotes, double rate, double[] words) {
    static final int FULL_STOP = 0;
    private static final int NONE = -1;

    int kinds() {
        return brackets + quotes;
    }

    int opening(int kind) {
        return kind < brackets ? 1 + 2 * kind : 1 + brackets + kind;
    }

    int closing(int kind) {
        return kind < brackets ? 2 + 2 * kind : opening(kind);
    }

    int firstWord() {
        return 1 + 2 * brackets + quotes;
    }

    int size() {
        return firstWord() + words.length;
    }

    /**
     * Nats a token. Each depth from 0 to the greatest is equally frequent; at each, the next token's entropy depends on
     * the number of open quotes alone, whose distribution goes from depth to depth by the choice of each opening.
     */
    double entropy() {
        double wordEntropy = -Arrays.stream(words).map(w -> w * Math.log(w)).sum();
        double sum = 0;
        var quotesOpen = new double[quotes + 1];
        quotesOpen[0] = 1;
        for (int d = 0; d <= depth; d++) {
            double opens = d < depth ? rate : 0;
            double word = 1 - rate - opens;
            sum += -rate * Math.log(rate) - word * Math.log(word) + word * wordEntropy;
            var deeper = new double[quotes + 1];
            for (int q = 0; q <= quotes && opens > 0; q++) {
                int choices = kinds() - q;
                sum -= quotesOpen[q] * opens * Math.log(opens / choices);
                deeper[q] += quotesOpen[q] * brackets / choices;
                if (q < quotes) {
                    deeper[q + 1] += quotesOpen[q] * (quotes - q) / choices;
                }
            }
            quotesOpen = deeper;
        }
        return sum / (depth + 1);
    }

    OpenGroups nothingOpen() {
        return new OpenGroups();
    }

    /** What is open at a place of a text, which is all that one can know about the next token. */
    final class OpenGroups {
        private final int[] stack = new int[depth];
        private final int[] openedAt = new int[depth];
        private final int[] isOpen = new int[kinds()];
        private int count;
        private int quotesOpen;
        private int position;

        private OpenGroups() { }

        int count() {
            return count;
        }

        boolean isOpen(int kind) {
            return isOpen[kind] > 0;
        }

        /** Position of the symbol that opened the innermost group, or -1. */
        int innermostOpenedAt() {
            return count == 0 ? NONE : openedAt[count - 1];
        }

        double[] probabilities() {
            var all = new double[size()];
            Arrays.setAll(all, this::probability);
            return all;
        }

        double probability(int id) {
            double opens = count < depth ? rate : 0;
            if (id >= firstWord() && id < size()) {
                return (1 - rate - opens) * words[id - firstWord()];
            }
            if (id == closer()) {
                return rate;
            }
            int kind = opened(id);
            return kind == NONE || kind >= brackets && isOpen[kind] > 0 ? 0 : opens / (kinds() - quotesOpen);
        }

        private int closer() {
            return count == 0 ? FULL_STOP : closing(stack[count - 1]);
        }

        private int opened(int id) {
            for (int kind = 0; kind < kinds(); kind++) {
                if (opening(kind) == id) {
                    return kind;
                }
            }
            return NONE;
        }

        OpenGroups accept(int id) {
            Preconditions.checkArgument(probability(id) != 0, "token %s at position %s can't stand there with %s of at most "
                    + "%s groups open: give ids of this language from the start of a sentence on", id, position, count, depth);
            if (id == closer()) {
                close();
            } else if (id < firstWord()) {
                open(opened(id));
            }
            position++;
            return this;
        }

        private void close() {
            if (count > 0) {
                int kind = stack[--count];
                isOpen[kind]--;
                quotesOpen -= kind < brackets ? 0 : 1;
            }
        }

        private void open(int kind) {
            openedAt[count] = position;
            stack[count++] = kind;
            isOpen[kind]++;
            quotesOpen += kind < brackets ? 0 : 1;
        }
    }
}
