package org.unrolled.notebook;

import java.util.Locale;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as HTML: numbers to the right with few digits, long tables cut with a note of what is left out. */
final class TableView {
    static final int ROWS = 20;
    private static final int WIDEST = 200;

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
        if (table.name() != null && !table.name().isBlank()) {
            html.append("<caption style=\"text-align:left;font-weight:600;padding:2px 0\">")
                    .append(Html.escape(table.name())).append("</caption>");
        }
        html.append("<thead><tr>");
        for (var column : table.columns()) {
            cell(html, "th scope=\"col\"", column instanceof NumericColumn, column.name());
        }
        html.append("</tr></thead><tbody>");
        for (var row = 0; row < shown; row++) {
            html.append("<tr>");
            for (var column : table.columns()) {
                cell(html, "td", column instanceof NumericColumn, text(column, row));
            }
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (shown < table.rowCount()) {
            html.append("<div style=\"opacity:.75\">").append(rest(table, shown)).append("</div>");
        }
        return MimeBundle.html(html.toString(), table.first(shown).printAll()
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

    private static String text(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "–";
        }
        if (column instanceof NumericColumn<?> numbers && !Numbers.isWhole(column)) {
            return Numbers.format(numbers.getDouble(row));
        }
        var text = column.getString(row);
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }
}
