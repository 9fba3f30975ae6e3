package tech.tablesaw.api;

import java.util.List;

/** Stands in for Tablesaw's table, which is asked by name: the questions of version 0.44, by their signatures there. */
public class Table {
    private final List<String> names;
    private final List<List<?>> rows;

    public Table(List<String> names, List<List<?>> rows) {
        this.names = names;
        this.rows = rows;
    }

    public List<String> columnNames() {
        return names;
    }

    public int rowCount() {
        return rows.size();
    }

    /** The value at a row and a column, in this order. */
    public Object get(int row, int column) {
        return rows.get(row).get(column);
    }
}
