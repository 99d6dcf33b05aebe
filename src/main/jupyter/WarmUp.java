import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads ND4J's native libraries once, so that they are unpacked before the first notebook needs them.
 * The launcher runs this file and reads the two lines that it prints.
 */
public class WarmUp {
    public static void main(String[] arguments) throws Exception {
        var product = Nd4j.ones(2, 3).mmul(Nd4j.ones(3, 2));
        if (product.getDouble(1, 1) != 3) {
            throw new IllegalStateException("a 2x3 by 3x2 product of ones gave " + product + ", expected threes");
        }
        System.out.println("backend=" + Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
        System.out.println("cache=" + Loader.getCacheDir());
    }
}
