package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.unrolled.nn.rows.Dropout;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.Positions;
import org.unrolled.nn.rows.RowPart;

/**
 * Dropout of a sequence (Srivastava et al. 2014) for those who read it next, such as an attention, while others read it whole.
 * Input and output [batch, size, time]. DL4J's own {@code DropoutLayer} fails on a masked sequence.
 */
public final class SequenceDropout extends RowVertex<SequenceDropout.Settings> {
    /** @param keep probability of keeping a number */
    record Settings(double keep) {
    }

    private SequenceDropout() {
        super(new Settings(1));
    }

    /** @param keep probability of <b>keeping</b> a number in training, above 0 and at most 1 */
    public SequenceDropout(double keep) {
        super(new Settings(Dropout.checked(keep)));
    }

    @Override
    RowPart part(Parameters parameters) {
        return new Positions(parameters.backend(), false, false, settings().keep);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 1 && inputs[0] instanceof InputType.InputTypeRecurrent sequence) {
            return InputType.recurrent(sequence.getSize(), sequence.getTimeSeriesLength(), RNNFormat.NCW);
        }
        throw new IllegalArgumentException("a SequenceDropout takes one sequence [batch, size, time], given "
            + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "SequenceDropout(keep " + settings().keep + ")";
    }
}
