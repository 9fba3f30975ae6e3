package dev.mayfly.engine.local;

import java.util.Optional;

/** The rows of one key of a join. */
record KeyPlace(Object key) implements Place {
    @Override
    public boolean isFirstLine() {
        return false;
    }

    @Override
    public Optional<String> firstLine(String line) {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "the join at key " + key;
    }
}
