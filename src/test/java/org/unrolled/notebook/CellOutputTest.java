package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellOutputTest {
    private record Sent(Object cell, boolean error, String text) {
    }

    private static final class Recorder implements CellOutput.Sink {
        final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch first = new CountDownLatch(1);
        volatile Object cell = "cell 1";

        @Override
        public Object cell() {
            return cell;
        }

        @Override
        public void print(Object cell, boolean error, String text) {
            sent.add(new Sent(cell, error, text));
            first.countDown();
        }
    }

    private final Recorder recorder = new Recorder();
    private final CellOutput output = new CellOutput(recorder);

    @Test
    void manyLinesAreFewMessagesAndAllThere() {
        var lines = IntStream.range(0, 60_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        lines.lines().forEach(line -> output.out().print(line + "\n"));
        output.flush();
        assertEquals(lines, recorder.sent.stream().map(Sent::text).collect(Collectors.joining()));
        assertTrue(recorder.sent.size() < 6_000, recorder.sent.size() + " messages");
    }

    @Test
    void streamsAndCellsKeepTheirOrder() {
        output.out().print("a");
        output.err().print("b");
        output.out().print("c");
        recorder.cell = "cell 2";
        output.out().print("d");
        output.flush();
        // Slow between two prints, the timer may have sent a part already: the order is the same.
        assertEquals(List.of(new Sent("cell 1", false, "a"), new Sent("cell 1", true, "b"), new Sent("cell 1", false, "c"),
                new Sent("cell 2", false, "d")), recorder.sent);
    }

    @Test
    void whatIsPrintedIsSentSoonWithoutBeingAskedFor() throws InterruptedException {
        output.out().print("alone");
        assertTrue(recorder.first.await(60, TimeUnit.SECONDS));
        assertEquals(List.of(new Sent("cell 1", false, "alone")), recorder.sent);
    }

    @Test
    void aCharacterWaitsForItsLastByte() {
        for (var b : "ä€😀".getBytes(StandardCharsets.UTF_8)) {
            output.out().write(b);
            output.flush();
        }
        assertEquals(List.of("ä", "€", "😀"), recorder.sent.stream().map(Sent::text).toList());
    }

    @Test
    void anInterruptLosesNothingAndIsKept() {
        Thread.currentThread().interrupt();
        output.out().print("still");
        output.flush();
        assertTrue(Thread.interrupted());
        assertEquals("still", recorder.sent.get(0).text());
    }
}
