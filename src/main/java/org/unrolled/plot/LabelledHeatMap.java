package org.unrolled.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;

/**
 * A matrix as a field of shades, drawn with the first row on top, a label at each row and column, and the value in each
 * cell that has room for it; XChart's own writes all values in one colour, unreadable on half of the shades.
 */
final class LabelledHeatMap extends HeatMapChart {
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GRID = new Color(0xcccccc);
    private static final Color FRAME = new Color(0xd55e00);
    private static final int PAD = 12;
    private static final int BAR = 14;
    private static final int NAME_WIDTH = 160;
    private static final int WIDEST = 960;

    private final List<String> rows;
    private final List<String> columns;
    private final double[][] values;
    private final boolean signed;
    private double low;
    private double high;
    private String[][] texts;
    private boolean[][] framed;
    private String rowAxis = "";
    private String columnAxis = "";
    private String description;
    private boolean sparse;

    private LabelledHeatMap(int width, int height, String title, List<String> rows, List<String> columns, double[][] values, boolean signed) {
        super(width, height);
        setTitle(title);
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.values = values;
        this.signed = signed;
        var finite = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).summaryStatistics();
        var most = Math.max(Math.abs(finite.getMin()), Math.abs(finite.getMax()));
        low = finite.getCount() == 0 ? 0 : signed ? -most : finite.getMin();
        high = finite.getCount() == 0 ? 1 : signed ? most : finite.getMax();
        addSeries(title.isBlank() ? "values" : title, this.columns, reversed(this.rows), cells());
    }

    static LabelledHeatMap of(String title, List<String> rows, List<String> columns, double[][] values, boolean signed) {
        if (rows.isEmpty() || columns.isEmpty() || values.length != rows.size()
                || Arrays.stream(values).anyMatch(row -> row.length != columns.size())) {
            throw new IllegalArgumentException("heat map \"" + title + "\" has " + rows.size() + " row and " + columns.size()
                    + " column labels for values of shape [" + values.length + ", " + (values.length == 0 ? 0 : values[0].length)
                    + "]: expected a label for each row and each column");
        }
        var height = (int) Math.max(200, Math.min(620, 110 + 28.0 * rows.size()));
        var width = Math.max(Plots.WIDTH, Math.min(WIDEST, 130 + 16 * columns.size()));
        return new LabelledHeatMap(width, height, title, rows, columns, values, signed);
    }

    /** Shades from one value to another instead of from the least to the greatest; values outside get the nearer shade. */
    LabelledHeatMap range(double from, double to) {
        low = from;
        high = to;
        return this;
    }

    /** Says what rows and columns are. */
    LabelledHeatMap axes(String ofRows, String ofColumns) {
        rowAxis = ofRows;
        columnAxis = ofColumns;
        setXAxisTitle(ofColumns);
        setYAxisTitle(ofRows);
        return this;
    }

    /** Writes these into the cells that have room, instead of the values. @param cells shape [rows, columns] */
    LabelledHeatMap texts(String[][] cells) {
        texts = cells;
        return this;
    }

    /** Draws a frame into these cells. @param cells shape [rows, columns] */
    LabelledHeatMap framed(boolean[][] cells) {
        framed = cells;
        return this;
    }

    /** Of this height, and each label that isn't empty is drawn, none on its side: the caller has left room between them. */
    LabelledHeatMap sparse(int height) {
        sparse = true;
        setHeight(height);
        return this;
    }

    String describe() {
        return description != null ? description : String.format(Locale.ROOT, "%d rows (%s), %d columns (%s), values from %s%s",
                rows.size(), named(rowAxis, rows), columns.size(), named(columnAxis, columns), Ticks.range(lowest(), highest()), infinite());
    }

    private String infinite() {
        var count = Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isInfinite).count();
        return count == 0 ? "" : "; " + count + (count == 1 ? " is infinite" : " are infinite");
    }

    /** Words that stand for the description of rows, columns and range. */
    LabelledHeatMap describe(String words) {
        description = words;
        return this;
    }

    private static String named(String axis, List<String> names) {
        return axis.isEmpty() ? span(names) : axis + ": " + span(names);
    }

    @Override
    public void paint(Graphics2D pen, int width, int height) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setFont(LABEL);
        var metrics = pen.getFontMetrics();
        var rowNames = Math.min(NAME_WIDTH, rows.stream().mapToInt(metrics::stringWidth).max().orElse(0));
        var ends = Ticks.range(low, high).split(" to ");
        var scaleNames = Math.max(metrics.stringWidth(ends[0]), metrics.stringWidth(ends[1]));
        var left = PAD + rowNames + 6 + (rowAxis.isEmpty() ? 0 : metrics.getHeight() + 4);
        var right = width - PAD - scaleNames - 6 - BAR - PAD;
        var cell = (double) (right - left) / columns.size();
        var widest = columns.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        var turned = !sparse && widest > cell - 4;
        var top = PAD + 28;
        var bottom = height - PAD - 4 - (turned ? Math.min(NAME_WIDTH, widest) : metrics.getHeight())
                - (columnAxis.isEmpty() ? 0 : metrics.getHeight() + 4);
        var line = (double) (bottom - top) / rows.size();

        title(pen, left, right);
        for (var r = 0; r < rows.size(); r++) {
            for (var c = 0; c < columns.size(); c++) {
                cell(pen, r, c, edge(left, c, cell), edge(top, r, line), edge(left, c + 1, cell), edge(top, r + 1, line));
                if (framed != null && framed[r][c]) {
                    frame(pen, edge(left, c, cell), edge(top, r, line), edge(left, c + 1, cell), edge(top, r + 1, line));
                }
            }
        }
        pen.setColor(GRID);
        pen.drawRect(left, top, right - left, bottom - top);
        pen.setColor(Color.BLACK);
        rowNames(pen, left, top, line);
        columnNames(pen, left, bottom, cell, turned);
        axes(pen, left, right, top, bottom, height);
        scale(pen, right + PAD, top, bottom, ends);
    }

    private void axes(Graphics2D pen, int left, int right, int top, int bottom, int height) {
        var metrics = pen.getFontMetrics();
        pen.drawString(columnAxis, (left + right - metrics.stringWidth(columnAxis)) / 2, height - PAD + 2);
        var upright = pen.getTransform();
        var middle = (top + bottom) / 2.0;
        pen.rotate(-Math.PI / 2, PAD, middle);
        pen.drawString(rowAxis, (float) (PAD - metrics.stringWidth(rowAxis) / 2.0), (float) (middle + metrics.getAscent() / 2.0));
        pen.setTransform(upright);
    }

    private void title(Graphics2D pen, int left, int right) {
        pen.setFont(TITLE);
        pen.setColor(Color.BLACK);
        var text = pen.getFontMetrics().stringWidth(getTitle());
        pen.drawString(getTitle(), Math.max(PAD, (left + right - text) / 2), PAD + 14);
        pen.setFont(LABEL);
    }

    private static int edge(int from, int index, double step) {
        return (int) Math.round(from + index * step);
    }

    private void cell(Graphics2D pen, int row, int column, int x0, int y0, int x1, int y1) {
        var value = values[row][column];
        var ground = colour(value);
        pen.setColor(ground);
        pen.fillRect(x0, y0, x1 - x0, y1 - y0);
        var metrics = pen.getFontMetrics();
        if (metrics.getAscent() + 4 > y1 - y0) {
            return;
        }
        var text = texts != null ? texts[row][column] : Double.isNaN(value) ? "NaN" : Ticks.number(value, Math.max(Math.abs(low), Math.abs(high)));
        if (metrics.stringWidth(text) + 4 <= x1 - x0) {
            pen.setColor(Shades.inkOn(ground));
            pen.drawString(text, (x0 + x1 - metrics.stringWidth(text)) / 2f, (y0 + y1 + metrics.getAscent()) / 2f - 2);
        }
    }

    private static void frame(Graphics2D pen, int x0, int y0, int x1, int y1) {
        pen.setColor(FRAME);
        var thin = pen.getStroke();
        pen.setStroke(new BasicStroke(2));
        int inset = Math.min(2, Math.min(x1 - x0, y1 - y0) / 4);
        pen.drawRect(x0 + inset, y0 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset);
        pen.setStroke(thin);
    }

    private Color colour(double value) {
        if (!Double.isFinite(value)) {
            return GRID;
        }
        // In halves, because the distance of two doubles may be more than a double holds.
        return signed ? Shades.signed(high == 0 ? 0 : value / high)
                : Shades.single(high == low ? 0 : Double.isFinite(high - low) ? (value - low) / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2));
    }

    private void rowNames(Graphics2D pen, int left, int top, double line) {
        var metrics = pen.getFontMetrics();
        var every = sparse ? 1 : (int) Math.max(1, Math.ceil(metrics.getHeight() / line));
        for (var r = 0; r < rows.size(); r += every) {
            var name = Ticks.fit(rows.get(r), metrics, NAME_WIDTH);
            pen.drawString(name, left - 6 - metrics.stringWidth(name), (float) (top + (r + 0.5) * line + metrics.getAscent() / 2.0 - 2));
        }
    }

    private void columnNames(Graphics2D pen, int left, int bottom, double cell, boolean turned) {
        var metrics = pen.getFontMetrics();
        var every = turned ? (int) Math.max(1, Math.ceil(metrics.getHeight() / cell)) : 1;
        for (var c = 0; c < columns.size(); c += every) {
            var name = Ticks.fit(columns.get(c), metrics, NAME_WIDTH);
            var middle = left + (c + 0.5) * cell;
            if (turned) {
                var upright = pen.getTransform();
                pen.rotate(-Math.PI / 2, middle, bottom + 6);
                pen.drawString(name, (float) (middle - metrics.stringWidth(name)), (float) (bottom + 6 + metrics.getAscent() / 2.0 - 2));
                pen.setTransform(upright);
            } else {
                pen.drawString(name, (float) (middle - metrics.stringWidth(name) / 2.0), bottom + 4 + metrics.getAscent());
            }
        }
    }

    private void scale(Graphics2D pen, int x, int top, int bottom, String[] ends) {
        for (var y = top; y < bottom; y++) {
            var share = (double) (y - top) / Math.max(1, bottom - top - 1);
            pen.setColor(colour(high * (1 - share) + low * share));
            pen.fillRect(x, y, BAR, 1);
        }
        pen.setColor(GRID);
        pen.drawRect(x, top, BAR, bottom - top);
        pen.setColor(Color.BLACK);
        pen.drawString(ends[1], x + BAR + 6, top + pen.getFontMetrics().getAscent() - 2);
        pen.drawString(ends[0], x + BAR + 6, bottom);
    }

    private List<Number[]> cells() {
        var cells = new ArrayList<Number[]>();
        for (var r = 0; r < rows.size(); r++) {
            for (var c = 0; c < columns.size(); c++) {
                cells.add(new Number[] {c, rows.size() - 1 - r, values[r][c]});
            }
        }
        return cells;
    }

    private double lowest() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).min().orElse(Double.NaN);
    }

    private double highest() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    private static String span(List<String> names) {
        return names.size() <= 8 ? String.join(", ", names) : names.get(0) + " to " + names.get(names.size() - 1);
    }

    private static List<String> reversed(List<String> names) {
        var copy = new ArrayList<>(names);
        Collections.reverse(copy);
        return copy;
    }
}
