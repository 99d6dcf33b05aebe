package org.unrolled.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A display that keeps what it was shown, for tests. <pre>{@code
 * try (var screen = RecordingDisplay.install()) {
 *     Show.text("hello");
 *     assertEquals("hello", screen.last().plain());
 * }}</pre>
 */
public final class RecordingDisplay implements Display, AutoCloseable {
    private final List<MimeBundle> visible = new ArrayList<>();
    private final List<MimeBundle> frames = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Display before;

    private RecordingDisplay(Display before) {
        this.before = before;
    }

    /** Starts to record everything that is shown, until {@link #close}. */
    public static RecordingDisplay install() {
        var recording = new RecordingDisplay(Kernel.display());
        Kernel.display(recording);
        return recording;
    }

    @Override
    public synchronized void show(MimeBundle content) {
        visible.add(content);
        frames.add(content);
    }

    @Override
    public synchronized void open(String id, MimeBundle content) {
        places.put(id, visible.size());
        show(content);
    }

    @Override
    public synchronized void update(String id, MimeBundle content) {
        var place = places.get(id);
        if (place == null) {
            throw new IllegalStateException("update of display \"" + id + "\", which was never opened: open it first");
        }
        visible.set(place, content);
        frames.add(content);
    }

    @Override
    public boolean updatesInPlace() {
        return true;
    }

    /** What a reader sees in the end: one entry for each thing shown, in its last state. */
    public synchronized List<MimeBundle> visible() {
        return List.copyOf(visible);
    }

    /** Every state that was ever on view, in the order of time. */
    public synchronized List<MimeBundle> frames() {
        return List.copyOf(frames);
    }

    /** The last thing on view. */
    public synchronized MimeBundle last() {
        if (visible.isEmpty()) {
            throw new IllegalStateException("nothing was shown");
        }
        return visible.get(visible.size() - 1);
    }

    @Override
    public void close() {
        Kernel.display(before);
    }
}
