package dev.mayfly.engine.local;

import dev.mayfly.engine.source.LineBlock;

/**
 * Calls functions of the user with lines as they lie in their block: no {@code String} is made but of what is kept. What does not
 * come as a block, or where a function fails, is left to another stage.
 */
final class TextStage {
    private TextStage() {}

    /**
     * Passes lines on that satisfy a condition.
     *
     * @param condition gives a {@code Boolean}
     */
    static BlockStage filter(TextFunction condition, Stage next, Stage otherwise) {
        boolean takesBlocks = next instanceof BlockStage;
        return element -> {
            if (!(element instanceof LineBlock block)) {
                otherwise.accept(element);
                return;
            }
            boolean isKept;
            try {
                isKept = (Boolean) condition.apply(text(block));
            } catch (RuntimeException e) {
                otherwise.accept(block.line());
                return;
            }
            if (isKept) {
                next.accept(takesBlocks ? block : block.line());
            }
        };
    }

    /** Emits a value of each line by a key of it. */
    static <V> BlockStage keyed(TextFunction key, TextFunction value, MapSide<Object, V> side, Stage otherwise) {
        return element -> {
            if (!(element instanceof LineBlock block)) {
                otherwise.accept(element);
                return;
            }
            Object by;
            Object given;
            try {
                LineText line = text(block);
                by = key.apply(line);
                given = value.apply(line);
            } catch (RuntimeException e) {
                otherwise.accept(block.line());
                return;
            }
            @SuppressWarnings("unchecked") // it is what the function gives
            V emitted = (V) (given instanceof LineText part ? part.toString() : given);
            if (by instanceof LineText text) {
                side.emitText(text.bytes(), text.start(), text.count(), emitted);
            } else {
                side.emit(by, emitted);
            }
        };
    }

    private static LineText text(LineBlock block) {
        return new LineText(block.window(), block.lineStart(), block.lineEnd());
    }
}
