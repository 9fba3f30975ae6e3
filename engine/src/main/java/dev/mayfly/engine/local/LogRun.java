package dev.mayfly.engine.local;

/** A thread's log as a run: a partition of it is added up whenever it is read. */
final class LogRun implements HeapRun {
    private final ColdLog log;
    private final Summed<?> column;

    /** @param column of the kind of the values; what it has does not matter */
    LogRun(ColdLog log, Summed<?> column) {
        this.log = log;
        this.column = column;
    }

    @Override
    public Primitives<?> primitives() {
        return column;
    }

    @Override
    public void addTo(int partition, KeyTable to, Primitives<?> sums) {
        log.addTo(partition, to, sums);
    }

    @Override
    public Cursor read(int partition, int bits) {
        return table(partition).read(0, 0);
    }

    @Override
    public Cursor readFrom(long place, int bits) {
        return table(Runs.partition(place, bits)).readFrom(place, 0);
    }

    private TableRun table(int partition) {
        KeyTable table = new KeyTable();
        Primitives<?> sums = column.fresh();
        log.addTo(partition, table, sums);
        return new TableRun(table, sums);
    }
}
