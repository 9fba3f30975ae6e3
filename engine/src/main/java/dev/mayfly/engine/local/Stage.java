package dev.mayfly.engine.local;

/** What becomes of an element: a step of a plan together with all that follow it. Used by one thread. */
@FunctionalInterface
interface Stage {
    void accept(Object element) throws Exception;
}
