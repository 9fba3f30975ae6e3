package dev.mayfly.kernel.display;

/** A table as HTML: column names with their types, texts left, numbers right. */
final class HtmlTable {
    private static final String LEFT = "<td style=\"text-align:left\"";
    private static final String RIGHT = "<td style=\"text-align:right;font-variant-numeric:tabular-nums\"";

    private HtmlTable() {}

    static String of(Table table) {
        int columns = table.columns().names().size();
        boolean[] numeric = new boolean[columns];
        StringBuilder html = new StringBuilder("<table class=\"mayfly\">\n<thead><tr>");
        for (int i = 0; i < columns; i++) {
            numeric[i] = table.isNumeric(i);
            html.append("<th style=\"text-align:")
                    .append(numeric[i] ? "right" : "left")
                    .append("\">");
            html.append(Html.escape(table.columns().names().get(i)));
            html.append("<br><small>").append(Html.escape(table.types().get(i))).append("</small></th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (int r = 0; r < table.shown(); r++) {
            if (r == table.head()) {
                gap(html, table, columns);
            }
            row(html, table, r, numeric);
        }
        if (table.head() == table.shown()) {
            gap(html, table, columns);
        }
        return html.append("</tbody>\n</table>").toString();
    }

    private static void row(StringBuilder html, Table table, int row, boolean[] numeric) {
        html.append("<tr>");
        for (int i = 0; i < numeric.length; i++) {
            Object cell = table.columns().cells().get(row).get(i);
            html.append(numeric[i] ? RIGHT : LEFT);
            if (table.formats().containsKey(i) && cell instanceof Number number) {
                // What is written with a unit is sorted by its value.
                html.append(" data-value=\"")
                        .append(Html.escape(number.toString()))
                        .append('"');
            }
            html.append('>').append(table.html(row, i)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static void gap(StringBuilder html, Table table, int columns) {
        if (table.cut() > 0) {
            html.append("<tr><td colspan=\"")
                    .append(columns)
                    .append("\" style=\"text-align:center\">⋮ ")
                    .append(Figures.count(table.cut(), "row"))
                    .append(" not shown ⋮</td></tr>\n");
        }
    }
}
