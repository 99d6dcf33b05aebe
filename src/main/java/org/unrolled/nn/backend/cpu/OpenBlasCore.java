package org.unrolled.nn.backend.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;

/** For which processor OpenBLAS computes; found without loading it. */
final class OpenBlasCore {
    /** Where it multiplies small blocks without packing them first: it has such code for AVX-512 alone. */
    private static final Set<String> UNPACKED_CORES = Set.of("skylakex", "cooperlake");
    private static final boolean UNPACKED = findUnpacked();

    private OpenBlasCore() {
    }

    /**
     * Whether small products go faster in tiles that OpenBLAS multiplies without packing them: with its code for AVX-512, which it takes
     * where the environment names it or, on processors that it knows, by itself. Java's own limit to shorter vectors counts, too: nobody
     * sets it but to try a lesser processor.
     */
    static boolean unpacked() {
        return UNPACKED;
    }

    private static boolean findUnpacked() {
        var core = System.getenv("OPENBLAS_CORETYPE");
        if (core != null && !core.isBlank()) {
            return UNPACKED_CORES.contains(core.strip().toLowerCase(Locale.ROOT));
        }
        try {
            var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine != null && machine.getVMOption("UseAVX").getValue().equals("3");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
