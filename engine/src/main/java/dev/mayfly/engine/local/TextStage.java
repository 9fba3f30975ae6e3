package dev.mayfly.engine.local;

import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.source.LineBlock;

/**
 * Calls functions of the user with lines as they lie in their block: no {@code String} is made but of what is kept. What does not
 * come as a block, or where a function fails, is left to another stage.
 */
final class TextStage {
    private TextStage() {}

    private static LineText text(LineBlock block) {
        return new LineText(block.window(), block.lineStart(), block.lineEnd());
    }

    /** Passes lines on that satisfy a condition. */
    static final class Filter implements BlockStage {
        private final TextFunction condition;
        private final Stage next;
        private final boolean takesBlocks;
        private final Stage otherwise;

        /** @param condition gives a {@code Boolean} */
        Filter(TextFunction condition, Stage next, Stage otherwise) {
            this.condition = condition;
            this.next = next;
            this.takesBlocks = next instanceof BlockStage;
            this.otherwise = otherwise;
        }

        @Override
        public void accept(Object element) throws Exception {
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
        }
    }

    /** Emits a value of each line by a key of it. */
    static final class Keyed<V> implements BlockStage {
        private final TextFunction key;
        private final TextFunction value;
        private final MapSide<Object, V> side;
        private final Stage otherwise;

        /** @param value gives a V, or a part of the line where that is {@code String} */
        Keyed(TextFunction key, TextFunction value, MapSide<Object, V> side, Stage otherwise) {
            this.key = key;
            this.value = value;
            this.side = side;
            this.otherwise = otherwise;
        }

        @Override
        public void accept(Object element) throws Exception {
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
        }
    }

    /** Emits what a mapper does of each line. */
    static final class Mapped implements BlockStage {
        private final TextMapper mapper;
        private final MapSide<Object, Object> side;
        private final TextEmitter out;
        private final Mapper<Object, Object, Object> original;
        private final Stage otherwise;

        /** @param original the mapper itself */
        Mapped(
                TextMapper mapper,
                MapSide<Object, Object> side,
                Mapper<Object, Object, Object> original,
                Stage otherwise) {
            this.mapper = mapper;
            this.side = side;
            this.out = new TextEmitter(side);
            this.original = original;
            this.otherwise = otherwise;
        }

        @Override
        public void accept(Object element) throws Exception {
            if (!(element instanceof LineBlock block)) {
                otherwise.accept(element);
                return;
            }
            long before = out.emitted();
            try {
                mapper.map(text(block), out);
            } catch (RuntimeException e) {
                // What failed may have been to emit.
                side.check();
                original.map(block.line(), out.after(before));
            }
        }
    }
}
