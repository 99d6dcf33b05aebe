package org.unrolled.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the lines of a text file, plain or gzip, and says which file is damaged if one is. */
final class TextLines {
    private TextLines() { }

    /** Lines end with a line feed only: Latin-1 text has bytes that Java takes for other line ends. */
    static List<String> read(Path file, Charset charset) {
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (InputStream raw = Files.newInputStream(file);
                var in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                var reader = new BufferedReader(new InputStreamReader(in, decoder))) {
            var lines = new ArrayList<String>();
            var line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
            return lines;
        } catch (IOException e) {
            throw new DatasetException(file + " is damaged or can't be read: " + Downloader.reason(e)
                    + ". Delete it, it will be fetched again", e);
        }
    }

    static DatasetException bad(Path file, int line, String expected) {
        return new DatasetException(file + ", line " + line + ": expected " + expected + ". Delete the file, it will be fetched again");
    }
}
