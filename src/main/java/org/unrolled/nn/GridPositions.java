package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;

/**
 * Puts beside the features of each place of a grid where it is: a feature for each row and one for each column, √rows in the place's row
 * and √columns in its column, 0 elsewhere, so that each place has two that aren't 0 and their mean square is 1. A linear map above it then
 * has a learned vector for each row and each column; compare Liu et al. (2018, section 3), who give two numbers.
 *
 * <p>Input [batch, size, rows · columns], row after row; output [batch, size + rows + columns, rows · columns].
 */
public final class GridPositions extends TrainedVertex<GridPositions.Settings> {
    /** Of the grid. */
    record Settings(int rows, int columns) {
    }

    private GridPositions() {
        super(new Settings(0, 0), 1, 1);
    }

    /** For a grid of so many places. @throws IllegalArgumentException unless there are at least one row and one column */
    public GridPositions(int rows, int columns) {
        super(new Settings(rows, columns), 1, 1);
        Preconditions.checkArgument(rows >= 1 && columns >= 1, "a grid of %s x %s places: expected at least 1 x 1", rows, columns);
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new Vertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        if (inputs.length == 1 && inputs[0] instanceof InputType.InputTypeRecurrent grid) {
            return sequence(grid.getSize() + settings().rows + settings().columns, grid);
        }
        throw new IllegalArgumentException("vertex " + getName() + ": " + this + " takes places [batch, size, places], given "
                + Arrays.toString(inputs));
    }

    @Override
    public String toString() {
        return "GridPositions(" + settings().rows + " x " + settings().columns + ")";
    }

    /** What runs it. */
    private static final class Vertex extends TrainedGraphVertex {
        private final int places;
        /** [rows + columns, places]. */
        private final transient INDArray positions;

        Vertex(GridPositions configuration, Place place) {
            super(configuration, place);
            int rows = configuration.settings().rows;
            int columns = configuration.settings().columns;
            places = rows * columns;
            positions = Detached.get(() -> {
                var made = Nd4j.zeros(dataType, rows + columns, places);
                for (int p = 0; p < places; p++) {
                    made.putScalar(p / columns, p, Math.sqrt(rows));
                    made.putScalar(rows + p % columns, p, Math.sqrt(columns));
                }
                return made;
            });
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            var x = inputs[0];
            require(x, "the grid", -1, -1, places);
            long size = x.size(1);
            var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0), size + positions.size(0), places);
            out.get(all(), interval(0, size), all()).assign(x);
            for (long b = 0; b < x.size(0); b++) {
                out.slice(b).get(interval(size, out.size(1)), all()).assign(positions);
            }
            return out;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
            var dx = gradientOf(inputs[0], workspaces);
            dx.assign(epsilon.get(all(), interval(0, dx.size(1)), all()));
            return new Pair<>(null, new INDArray[] {dx});
        }
    }
}
