package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DisplayThreadTest {
    @Test
    void anInterruptDoesNotReachTheWorkAndIsNotLost() {
        Thread.currentThread().interrupt();
        assertEquals(false, DisplayThread.call(() -> Thread.currentThread().isInterrupted()));
        assertTrue(Thread.interrupted());
    }

    @Test
    void theWorkRunsElsewhereAlsoWithinOtherWork() {
        var name = DisplayThread.call(() -> DisplayThread.call(() -> Thread.currentThread().getName()));
        assertNotEquals(Thread.currentThread().getName(), name);
    }

    @Test
    void whatTheWorkThrowsArrives() {
        assertThrows(NumberFormatException.class, () -> DisplayThread.call(() -> Integer.parseInt("x")));
        assertThrows(StackOverflowError.class, () -> DisplayThread.call(() -> {
            throw new StackOverflowError();
        }));
        assertEquals("gone", assertThrows(IllegalStateException.class, () -> DisplayThread.call(() -> {
            throw new IOException("gone");
        })).getMessage());
    }
}
