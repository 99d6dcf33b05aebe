package org.unrolled.vision;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.unrolled.data.DataListener;
import org.unrolled.data.DatasetException;
import org.unrolled.data.ManyFiles;

/**
 * Photographs with their captions.
 *
 * @param split which part of a data set, such as {@code train}
 * @param images in the file's order; one may have no caption, see {@link #captioned}
 */
public record CaptionSet(String split, List<CaptionedImage> images) {
    /** Keeps a copy. */
    public CaptionSet {
        images = List.copyOf(images);
    }

    /** How many captions there are. */
    public int captions() {
        return images.stream().mapToInt(image -> image.captions().size()).sum();
    }

    /** Those that nobody described: readers keep them, {@link #captioned} leaves them out. */
    public List<CaptionedImage> uncaptioned() {
        return images.stream().filter(image -> image.captions().isEmpty()).toList();
    }

    /** The images that have a caption. */
    public CaptionSet captioned() {
        return new CaptionSet(split, images.stream().filter(image -> !image.captions().isEmpty()).toList());
    }

    /** So many images, drawn without putting back; the same for the same seed. */
    public CaptionSet sample(int count, long seed) {
        if (count < 0 || count > images.size()) {
            throw new IllegalArgumentException("a sample of " + count + " images out of " + images.size() + ": expected 0 to "
                    + images.size());
        }
        return new CaptionSet(split, shuffled(seed).subList(0, count));
    }

    /**
     * Parts by image, so that no image's captions are in two of them: so many for validation and test, the rest for training.
     *
     * @return train, val and test, in this order
     */
    public List<CaptionSet> split(int validation, int test, long seed) {
        if (validation < 0 || test < 0 || (long) validation + test > images.size()) {
            throw new IllegalArgumentException(validation + " images for validation and " + test + " for testing out of " + images.size()
                    + ": expected no more than there are");
        }
        var order = shuffled(seed);
        int rest = validation + test;
        return List.of(new CaptionSet("train", order.subList(rest, order.size())),
                new CaptionSet("val", order.subList(0, validation)), new CaptionSet("test", order.subList(validation, rest)));
    }

    private List<CaptionedImage> shuffled(long seed) {
        var order = new ArrayList<>(images);
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /** The images whose file is not in the folder. */
    public List<CaptionedImage> missing(Path folder) {
        return images.stream().filter(image -> !Files.isRegularFile(folder.resolve(image.fileName()))).toList();
    }

    /** Fetches each image that is not in the folder from its address, see {@link ManyFiles#fetch}; its message names images without one. */
    public ManyFiles.Outcome fetch(Path folder, int threads, DataListener listener) {
        var addresses = new LinkedHashMap<String, URI>();
        for (var image : images) {
            addresses.put(image.fileName(), address(image));
        }
        return ManyFiles.fetch(addresses, folder, threads, listener);
    }

    private static URI address(CaptionedImage image) {
        try {
            var address = new URI(image.url()).parseServerAuthority();
            if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
                throw new URISyntaxException(image.url(), "neither http nor https");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new DatasetException("image " + image.id() + " (" + image.fileName() + ") has the address '" + image.url()
                    + "', which is none: expected http:// or https://, as COCO's file has it under coco_url", e);
        }
    }
}
