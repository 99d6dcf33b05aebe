package org.unrolled.notebook;

import java.util.List;
import java.util.Optional;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.audio.Sound;
import org.unrolled.backend.Backend;
import tech.tablesaw.api.Table;

/** The notebook kernel that this program runs in, if any. */
public final class Kernel {
    /** Whole packages: a class of the same name in a cell hides one of these, but would clash with an import of its own. */
    static final List<String> IMPORTS = List.of("java.nio.file.*", "java.util.*", "java.util.function.*",
            "java.util.stream.*", "org.deeplearning4j.nn.conf.*", "org.deeplearning4j.nn.conf.inputs.*",
            "org.deeplearning4j.nn.graph.*", "org.deeplearning4j.nn.multilayer.*", "org.knowm.xchart.*",
            "org.nd4j.linalg.activations.*", "org.nd4j.linalg.api.buffer.*", "org.nd4j.linalg.api.ndarray.*",
            "org.nd4j.linalg.dataset.*", "org.nd4j.linalg.factory.*", "org.nd4j.linalg.indexing.*",
            "org.nd4j.linalg.learning.config.*", "org.nd4j.linalg.lossfunctions.*", "org.nd4j.linalg.ops.transforms.*",
            "org.unrolled.arrays.*", "org.unrolled.audio.*", "org.unrolled.caption.*", "org.unrolled.classify.*",
            "org.unrolled.concurrent.*", "org.unrolled.course.*", "org.unrolled.ctc.*", "org.unrolled.data.*", "org.unrolled.decode.*",
            "org.unrolled.metrics.*",
            "org.unrolled.model.*", "org.unrolled.nn.*", "org.unrolled.notebook.*",
            "org.unrolled.notebook.moving.*", "org.unrolled.plot.*", "org.unrolled.recipe.*",
            "org.unrolled.scenes.*", "org.unrolled.speak.*", "org.unrolled.speech.*", "org.unrolled.synthetic.*", "org.unrolled.text.*",
            "org.unrolled.train.*", "org.unrolled.transcribe.*", "org.unrolled.vision.*", "tech.tablesaw.api.*",
            "static org.unrolled.course.Notebook.*");

    private static Display display;
    private static boolean started;

    private Kernel() {
    }

    /**
     * Makes this kernel one of the course's: imports what notebooks use, shows charts, tables and arrays when a cell ends with
     * one, and attends to printing, interrupts and errors. The course's own kernel begins with it; on a bare one, write
     * {@code org.unrolled.notebook.Kernel.start();} below the class path. A second call does nothing, nor does one outside a
     * kernel. Also chooses ND4J's backend, so call it before the first array.
     */
    public static synchronized void start() {
        // Charts are drawn into memory, also on a computer without a screen.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        Backend.choose();
        var running = HostKernel.running();
        if (started || running.isEmpty()) {
            return;
        }
        started = true;
        var host = running.get();
        host.render(Chart.class, ChartView::bundle);
        host.render(Table.class, TableView::bundle);
        host.render(Sound.class, SoundView::ofCell);
        host.render(INDArray.class, array -> ArrayView.bundle("", array));
        host.render(Object.class, value -> value.getClass().isArray() ? ArrayView.bundle(value) : null);
        host.attend(IMPORTS);
    }

    /** The running kernel's name: {@code JJava}, {@code IJava}, or {@code none} outside a notebook. */
    public static String name() {
        return HostKernel.running().map(HostKernel::name).orElse("none");
    }

    /** Where in the notebook's cells an error arose, {@code cell 5, line 7}; empty if it is not from a cell. */
    public static Optional<String> place(Throwable error) {
        return HostKernel.running().flatMap(host -> host.place(error));
    }

    /** Where {@link Show} shows: the notebook, or the console outside a kernel. */
    public static synchronized Display display() {
        if (display == null) {
            display = HostKernel.running().<Display>map(host -> host).orElseGet(() -> Display.console(System.out));
        }
        return display;
    }

    static synchronized void display(Display replacement) {
        display = replacement;
    }
}
