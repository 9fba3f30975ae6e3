package dev.mayfly.provisioner.local;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of a node that does nothing but be there. */
final class NoWork implements NodeWork {
    private volatile @Nullable Course told;

    @Override
    public void start(Course course) {
        told = course;
        course.ready();
    }

    @Override
    public Map<String, String> membership() {
        return Map.of();
    }

    @Override
    public Map<String, String> entrance() {
        return Map.of();
    }

    @Override
    public void drain() {
        Course course = told;
        if (course != null) {
            course.over("it had nothing to hand over");
        }
    }

    @Override
    public void close() {}
}
