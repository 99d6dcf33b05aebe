package org.unrolled.data;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.unrolled.files.TextLines;

/** Reads the lines of a data set's text file, and says which file is damaged if one is. */
final class DataLines {
    private DataLines() { }

    static List<String> read(Path file, Charset charset) {
        try {
            return TextLines.read(file, charset);
        } catch (IOException e) {
            throw new DatasetException(file + " is damaged or can't be read: " + Downloader.reason(e)
                    + ". Delete it, it will be fetched again", e);
        }
    }

    static DatasetException bad(Path file, int line, String expected) {
        return new DatasetException(file + ", line " + line + ": expected " + expected + ". Delete the file, it will be fetched again");
    }
}
