package org.unrolled.vision;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * What has to be known of a network that someone else trained, to have it look at pictures.
 *
 * @param name         what it is called
 * @param file         its file among the data set {@code image-encoders}
 * @param side         rows and columns of a picture that it reads
 * @param channelsLast whether its input is [pictures, side, side, 3] in place of [pictures, 3, side, side]
 * @param pixels       what it expects levels to be scaled to
 * @param features     name of its last map [pictures, channels, rows, columns]; empty for what its last global pooling reads, which
 *                     crops the classifier
 * @param channels     numbers of a place on the map
 * @param grid         rows and columns of that map
 */
public record EncoderSettings(String name, String file, int side, boolean channelsLast, PixelScaling pixels, String features, int channels,
        int grid) {
    /** EfficientNet-Lite0 (Apache-2.0), 75.1 % of ImageNet's test pictures right by its authors. */
    public static final EncoderSettings EFFICIENTNET_LITE0 = new EncoderSettings("EfficientNet-Lite0", "efficientnet-lite0.onnx", 224,
            false, PixelScaling.of(127, 128), "features", 1280, 7);
    /** SqueezeNet 1.1 (Iandola et al. 2016) with weights from Caffe: blue comes first. */
    public static final EncoderSettings SQUEEZENET = new EncoderSettings("SqueezeNet 1.1", "squeezenet1.1.onnx", 227, false,
            new PixelScaling(true, List.of(103.939, 116.779, 123.68), List.of(1.0, 1.0, 1.0)), "features", 512, 13);
    /** MobileNetV2 (Sandler et al. 2018) of the public ONNX collection. */
    public static final EncoderSettings MOBILENET_V2 = new EncoderSettings("MobileNetV2", "mobilenetv2-7.onnx", 224, false,
            PixelScaling.IMAGENET, "mobilenetv20_features_relu1_fwd", 1280, 7);
    /** ResNet-50 (He et al. 2016) of the public ONNX collection. */
    public static final EncoderSettings RESNET_50 = new EncoderSettings("ResNet-50", "resnet50-v1-12.onnx", 224, false,
            PixelScaling.IMAGENET, "resnetv17_stage4_activation2", 2048, 7);
    /** Inception V3 (Szegedy et al. 2016) of the public ONNX collection. */
    public static final EncoderSettings INCEPTION_V3 = new EncoderSettings("Inception V3", "inception_v3_Opset17.onnx", 299, false,
            PixelScaling.IMAGENET, "", 2048, 8);

    public EncoderSettings {
        Preconditions.checkArgument(side >= 1 && channels >= 1 && grid >= 1, "%s with pictures of side %s, %s channels and a grid of %s: "
                + "expected at least 1 each", name, side, channels, grid);
    }
}
