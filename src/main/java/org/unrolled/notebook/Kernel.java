package org.unrolled.notebook;

import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.backend.Backend;
import tech.tablesaw.api.Table;

/** The notebook kernel that this program runs in, if any. */
public final class Kernel {
    private static Display display;
    private static boolean started;

    private Kernel() {
    }

    /**
     * Makes a chart, a table or an array shown when it is a cell's last expression. A second call does nothing; outside
     * a kernel the renderers have no place. Also chooses ND4J's backend, so call it before the first array.
     */
    public static synchronized void start() {
        // Charts are drawn into memory, also on a computer without a screen.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        Backend.choose();
        var host = HostKernel.running();
        if (started || host.isEmpty()) {
            return;
        }
        host.get().render(Chart.class, ChartView::bundle);
        host.get().render(Table.class, TableView::bundle);
        host.get().render(INDArray.class, array -> ArrayView.bundle("", array));
        started = true;
    }

    /** The running kernel's name: {@code JJava}, {@code IJava}, or {@code none} outside a notebook. */
    public static String name() {
        return HostKernel.running().map(HostKernel::name).orElse("none");
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
