package dev.mayfly.kernel.jupyter;

/** Why a message was dropped without an answer. */
enum Refusal {
    NO_DELIMITER("it has no <IDS|MSG> frame"),
    TOO_SHORT("frames are missing"),
    BAD_SIGNATURE("its signature does not match the key of the connection file"),
    REPLAYED("its signature was seen before"),
    MALFORMED("a frame is not the JSON object that it should be");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
