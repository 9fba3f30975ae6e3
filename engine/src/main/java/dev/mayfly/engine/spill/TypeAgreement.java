package dev.mayfly.engine.spill;

/**
 * What processes that exchange packed values agree upon: the first to ask decides, and all get the same answer from then
 * on. Safe for use by many threads.
 */
public interface TypeAgreement {
    /**
     * The number of a type in a table of types.
     *
     * @return greater than 0
     */
    int number(String table, String type);

    /** The type of a number that was given. */
    String type(String table, int number);

    /**
     * The type whose values a codec writes without a tag: the first that any process proposed.
     *
     * @param proposed empty where the caller has none to propose
     * @return empty where nobody has proposed one
     */
    String bare(String codec, String proposed);
}
