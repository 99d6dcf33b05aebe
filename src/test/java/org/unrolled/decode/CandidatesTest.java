package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private record Candidate(double value, int row, int id) {
    }

    @Test
    void keepsWhatSortingWouldPutFirst() {
        var random = new Random(3);
        for (int run = 0; run < 300; run++) {
            int most = 1 + random.nextInt(40);
            var kept = new Candidates(most);
            // Used twice, as from step to step.
            for (int use = 0; use < 2; use++) {
                kept.clear();
                var all = new ArrayList<Candidate>();
                for (int row = 0; row < 3; row++) {
                    for (int id = 0; id < random.nextInt(60); id++) {
                        // Few different values: many are equal.
                        var each = new Candidate(-random.nextInt(12), row, id);
                        all.add(each);
                        if (each.value > kept.bar()) {
                            kept.offer(each.value, row, id);
                        }
                    }
                }
                kept.sort();
                var found = new ArrayList<Candidate>();
                for (int rank = 0; rank < kept.size(); rank++) {
                    found.add(new Candidate(kept.value(rank), kept.row(rank), kept.id(rank)));
                }
                all.sort(Comparator.comparingDouble(Candidate::value).reversed());
                assertEquals(List.copyOf(all.subList(0, Math.min(most, all.size()))), found);
            }
        }
    }
}
