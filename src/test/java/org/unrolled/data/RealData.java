package org.unrolled.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder with real data sets that tests may use: {@code UNROLLED_MIRROR}, or {@code ../shared/data} beside the checkout. */
public final class RealData {
    private RealData() { }

    /** A cache that is filled from that folder; the calling test is skipped where there is none. */
    public static DataCache cache(Path root) {
        var setting = Optional.ofNullable(System.getenv("UNROLLED_MIRROR")).map(Path::of).orElse(Path.of("..", "shared", "data"));
        assumeTrue(Files.isDirectory(setting), "no folder with real data: set UNROLLED_MIRROR");
        return FetchOnce.cache(root, setting.toString(), DataListener.silent());
    }
}
