package org.unrolled.notebook;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.string.NDArrayStrings;

/** An ND4J array with its type, shape and order above its values; of a large one the corners stand for the whole. */
final class ArrayView {
    private static final int LARGE = 400;

    private ArrayView() {
    }

    static MimeBundle bundle(String name, INDArray array) {
        var head = head(name, array);
        var values = values(array);
        var html = "<div class=\"unrolled-array\"><div style=\"font-weight:600\">" + Html.escape(head) + "</div>"
                + "<pre style=\"margin:2px 0;padding:2px 10px;border-left:3px solid rgba(128,128,128,.5);"
                + "background:transparent;overflow-x:auto\">" + Html.escape(values) + "</pre></div>";
        return MimeBundle.html(html, head + "\n" + values);
    }

    private static String head(String name, INDArray array) {
        var shape = array.isScalar() ? "scalar" : Arrays.stream(array.shape()).mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "[", "]"));
        return (name.isBlank() ? "" : name + ": ") + array.dataType() + " " + shape + ", order " + array.ordering();
    }

    private static String values(INDArray array) {
        return array.isEmpty() ? "(no elements)" : new NDArrayStrings(LARGE).format(array);
    }
}
