package dev.mayfly.engine.spill;

/**
 * Types that other processes know by the same numbers.
 *
 * @param loader finds the classes that values are of
 */
record SharedTypes(TypeAgreement agreement, ClassLoader loader) {
    /** The class of a name. */
    Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SpillException("the class " + name + " of a value is not known in this process", e);
        }
    }
}
