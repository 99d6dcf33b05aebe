package org.unrolled.notebook;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as HTML: numbers to the right with few digits, long tables cut with a note of what is left out. */
final class TableView {
    static final int ROWS = 20;
    private static final int WIDEST = 200;
    private static final Pattern START = Pattern.compile("(\\X{" + (WIDEST - 1) + "})\\X");
    private static final String NONE = "–";

    private TableView() {
    }

    static MimeBundle bundle(Table table) {
        return bundle(table, ROWS);
    }

    static MimeBundle bundle(Table table, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a table with " + limit + " rows on view: ask for one or more");
        }
        var shown = Math.min(limit, table.rowCount());
        var html = new StringBuilder("<table class=\"unrolled-table\" style=\"border-collapse:collapse;margin:4px 0\">");
        var named = table.name() != null && !table.name().isBlank();
        if (named) {
            html.append("<caption style=\"text-align:left;font-weight:600;padding:2px 0\">")
                    .append(Html.escape(table.name())).append("</caption>");
        }
        html.append("<thead><tr>");
        for (var column : table.columns()) {
            cell(html, "th scope=\"col\"", column instanceof NumericColumn, column.name());
        }
        html.append("</tr></thead><tbody>");
        var cells = table.columns().stream().map(column -> texts(column, shown)).toList();
        for (var row = 0; row < shown; row++) {
            html.append("<tr>");
            for (var column = 0; column < cells.size(); column++) {
                cell(html, "td", table.column(column) instanceof NumericColumn, cells.get(column).get(row));
            }
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (shown < table.rowCount()) {
            html.append("<div style=\"opacity:.75\">").append(rest(table, shown)).append("</div>");
        }
        return MimeBundle.html(html.toString(), (named ? table.name() + "\n" : "") + plain(table, cells)
                + (shown < table.rowCount() ? "\n" + rest(table, shown) : ""));
    }

    private static String rest(Table table, int shown) {
        return String.format(Locale.ROOT, "first %,d of %,d rows, %d columns", shown, table.rowCount(), table.columnCount());
    }

    private static void cell(StringBuilder html, String tag, boolean number, String text) {
        html.append('<').append(tag).append(" style=\"padding:2px 10px;border:0;border-bottom:").append(Html.RULE)
                .append(";text-align:").append(number ? "right;font-variant-numeric:tabular-nums" : "left")
                .append("\">").append(Html.escape(text)).append("</").append(tag, 0, 2).append('>');
    }

    /** The first cells of a column; numbers with as many decimals each. */
    private static List<String> texts(Column<?> column, int shown) {
        var rows = IntStream.range(0, shown);
        if (column instanceof NumericColumn<?> numbers && !Numbers.isWhole(column)) {
            var format = Numbers.aligned(IntStream.range(0, shown).filter(row -> !column.isMissing(row)).mapToDouble(numbers::getDouble).toArray());
            return rows.mapToObj(row -> column.isMissing(row) ? NONE : format.apply(numbers.getDouble(row))).toList();
        }
        return rows.mapToObj(row -> column.isMissing(row) ? NONE : cut(column.getString(row))).toList();
    }

    /** Between two letters, an emoji of several code points being one. */
    private static String cut(String text) {
        var start = START.matcher(text);
        return start.lookingAt() && start.end() < text.length() ? start.group(1) + "…" : text;
    }

    /** The same cells as text in columns. */
    private static String plain(Table table, List<List<String>> cells) {
        var lines = new StringBuilder();
        for (var row = -1; row < (cells.isEmpty() ? 0 : cells.get(0).size()); row++) {
            var line = new StringBuilder();
            for (var column = 0; column < cells.size(); column++) {
                var width = Stream.concat(Stream.of(table.column(column).name()), cells.get(column).stream()).mapToInt(TableView::length).max().getAsInt();
                var text = row < 0 ? table.column(column).name() : cells.get(column).get(row);
                var gap = " ".repeat(width - length(text));
                line.append(column == 0 ? "" : "  ").append(table.column(column) instanceof NumericColumn ? gap + text : text + gap);
            }
            lines.append(row < 0 ? "" : "\n").append(line.toString().stripTrailing());
        }
        return lines.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
