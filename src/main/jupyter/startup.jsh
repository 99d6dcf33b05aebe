import java.util.*;
import java.util.stream.*;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import tech.tablesaw.api.*;
import org.unrolled.course.*;
import org.unrolled.data.*;
import org.unrolled.notebook.*;
import org.unrolled.plot.*;
import org.unrolled.synthetic.*;
import org.unrolled.text.*;

Kernel.start();
