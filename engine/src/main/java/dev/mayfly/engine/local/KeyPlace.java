package dev.mayfly.engine.local;

/** The rows of one key of a join. */
record KeyPlace(Object key) implements Place {
    @Override
    public boolean isFirstLine() {
        return false;
    }

    @Override
    public String toString() {
        return "the join at key " + key;
    }
}
