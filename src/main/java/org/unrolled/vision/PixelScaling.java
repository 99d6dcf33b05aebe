package org.unrolled.vision;

import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network sees of levels from 0 to 255: {@code (level - mean) / deviation}, a mean and a deviation for each channel.
 *
 * @param bgr       whether blue comes first
 * @param mean      three, in the order in which channels come
 * @param deviation three, in the order in which channels come
 */
public record PixelScaling(boolean bgr, List<Double> mean, List<Double> deviation) {
    /** From -1 to 1. */
    public static final PixelScaling SIGNED = of(127.5, 127.5);
    /** Mean and deviation of ImageNet, as most of its networks have them. */
    public static final PixelScaling IMAGENET = new PixelScaling(false, List.of(0.485 * 255, 0.456 * 255, 0.406 * 255),
            List.of(0.229 * 255, 0.224 * 255, 0.225 * 255));

    /** @throws IllegalArgumentException unless there are three means and three positive deviations */
    public PixelScaling {
        Preconditions.checkArgument(mean.size() == 3 && deviation.size() == 3 && deviation.stream().allMatch(each -> each > 0),
                "means %s and deviations %s: expected three each, one a channel, deviations above 0", mean, deviation);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /** One mean and deviation for red, green and blue. */
    public static PixelScaling of(double mean, double deviation) {
        return new PixelScaling(false, List.of(mean, mean, mean), List.of(deviation, deviation, deviation));
    }

    /**
     * Pictures as numbers.
     *
     * @param channelsLast whether the three numbers of a pixel are neighbours: order [picture, row, column, channel] in place of
     *                     [picture, channel, row, column]
     * @throws IllegalArgumentException if they differ in size, or there is none
     */
    public float[] numbers(List<Picture> pictures, boolean channelsLast) {
        Preconditions.checkArgument(!pictures.isEmpty(), "no picture was given, expected at least one");
        var first = pictures.get(0);
        int pixels = first.width() * first.height();
        var numbers = new float[Math.multiplyExact(3 * pixels, pictures.size())];
        for (int p = 0; p < pictures.size(); p++) {
            var picture = pictures.get(p);
            Preconditions.checkArgument(picture.width() == first.width() && picture.height() == first.height(),
                    "%s beside %s: resize them to one size", picture, first);
            for (int c = 0; c < 3; c++) {
                float subtracted = mean.get(c).floatValue();
                float divisor = deviation.get(c).floatValue();
                int from = bgr ? 2 - c : c;
                int to = 3 * pixels * p + (channelsLast ? c : c * pixels);
                for (int i = 0; i < pixels; i++) {
                    numbers[to + (channelsLast ? 3 * i : i)] = ((picture.rgb()[3 * i + from] & 0xff) - subtracted) / divisor;
                }
            }
        }
        return numbers;
    }

    /** Pictures of one size as an array [pictures, 3, height, width] for a network of DL4J. */
    public INDArray array(List<Picture> pictures) {
        var numbers = numbers(pictures, false);
        return Nd4j.createFromArray(numbers).reshape(pictures.size(), 3, pictures.get(0).height(), pictures.get(0).width());
    }
}
