package org.unrolled.vision;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.unrolled.files.AtomicFile;

/**
 * JPEG and PNG files, turned as the camera says. Java decodes them, to the levels that are stored: its way to colours goes through
 * colour profiles, which the programs that networks were trained with pass over, and it has none for JPEG in cyan, magenta, yellow and
 * black. So {@link JpegFile} and {@link PngFile} make red, green and blue of what the decoder gives, and hand it only what it needs of a
 * file, after a look at how large it says that it is. TwelveMonkeys' plugin was weighed: six jars, and colours by profiles again.
 *
 * <p>A file of more than {@value #MOST_KEPT} pixels is read with every second, third, ... pixel of a row and every second, third, ... row.
 */
public final class PictureFile {
    /** A picture in memory has at most so many pixels. */
    static final int MOST_KEPT = 1 << 24;
    /** A file that is read one row at a time. */
    static final long MOST_PIXELS = 1 << 29;
    static final int LONGEST_SIDE = 65_535;
    private static final long MOST_BYTES = 1 << 28;

    private PictureFile() { }

    /** @throws PictureException if it can't be opened, is neither JPEG nor PNG, is truncated, damaged, or too large */
    public static Picture read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new PictureException(file.toString(), Files.size(file) + " bytes: expected at most " + MOST_BYTES
                        + ", reduce the picture first");
            }
            return decoded(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PictureException(file.toString(), "can't be read: " + e, e);
        }
    }

    /** The same of a file in memory. @param name what errors call it */
    public static Picture read(String name, byte[] file) {
        return decoded(name, file.clone());
    }

    /** @param file isn't whole afterwards: what the decoders don't need is taken out where it stands */
    private static Picture decoded(String name, byte[] file) {
        try {
            if (JpegFile.begins(file)) {
                return JpegFile.read(name, file);
            }
            if (PngFile.begins(file)) {
                return PngFile.read(name, file);
            }
        } catch (IOException | RuntimeException e) {
            // Java's decoders run into all sorts of exceptions where a file is damaged.
            throw e instanceof PictureException own ? own : new PictureException(name, "damaged: " + e, e);
        }
        throw new PictureException(name, "neither a JPEG nor a PNG file by its first bytes: convert it to one of them");
    }

    /**
     * All pictures that can be read.
     *
     * @param bad is told of each that can't; its message names the file
     * @return in the order of the files, without those that couldn't be read
     */
    public static Map<Path, Picture> readAll(List<Path> files, Consumer<PictureException> bad) {
        var pictures = new LinkedHashMap<Path, Picture>();
        for (var file : files) {
            try {
                pictures.put(file, read(file));
            } catch (PictureException e) {
                bad.accept(e);
            }
        }
        return pictures;
    }

    /** Writes a PNG file. */
    public static void write(Picture picture, Path file) {
        try {
            AtomicFile.write(file, out -> out.write(png(picture)));
        } catch (IOException e) {
            throw new PictureException(file.toString(), "can't be written: " + e, e);
        }
    }

    /** A picture as a PNG file in memory. */
    public static byte[] png(Picture picture) {
        var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_3BYTE_BGR);
        var bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = picture.rgb()[i + 2];
            bgr[i + 1] = picture.rgb()[i + 1];
            bgr[i + 2] = picture.rgb()[i];
        }
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What a format's decoder is asked for. */
    interface Decoding<T> {
        T from(ImageReader reader, ImageReadParam settings) throws IOException;
    }

    /** Lets Java decode bytes of a format; what it complains of is an error, it would go on with grey where the rest should be. */
    static <T> T decode(String format, byte[] bytes, int length, int step, Decoding<T> decoding) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName(format).next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            var complaints = new StringBuilder();
            reader.addIIOReadWarningListener((source, complaint) -> complaints.append(complaints.isEmpty() ? "" : "; ").append(complaint));
            reader.setInput(in, true, false);
            var settings = reader.getDefaultReadParam();
            settings.setSourceSubsampling(step, step, 0, 0);
            var decoded = decoding.from(reader, settings);
            if (!complaints.isEmpty()) {
                throw new IIOException(complaints.toString());
            }
            return decoded;
        } finally {
            reader.dispose();
        }
    }

    /**
     * Looks at what a file says of its size, before anything of that size is made.
     *
     * @param most    pixels that the decoder can handle
     * @param densest how many pixels a byte of this format can hold at the very most
     * @return each how manieth pixel is to be read
     */
    static int step(String name, int width, int height, long most, long bytes, int densest) {
        long pixels = (long) width * height;
        if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE || pixels > most) {
            throw new PictureException(name, "says that it has " + width + " x " + height + " pixels: expected sides of 1 to "
                    + LONGEST_SIDE + " and at most " + most + " pixels, reduce it first");
        }
        if (pixels > densest * bytes) {
            throw new PictureException(name, "says that it has " + width + " x " + height + " pixels, which can't be in " + bytes
                    + " bytes: it is cut off, or made to fill the memory");
        }
        return (int) Math.ceil(Math.sqrt((double) pixels / MOST_KEPT));
    }
}
