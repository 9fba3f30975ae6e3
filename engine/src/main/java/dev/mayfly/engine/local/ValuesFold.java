package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.MagicListBuilder;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedMagicList;
import dev.mayfly.engine.spill.PackedSource;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers the values of a key into a list that spills where it must, and asks for the answer. */
final class ValuesFold<V> implements Fold {
    private final Answer<V> answer;
    private final Codec<V> codec;
    private final SpillSpace space;
    private @Nullable MagicListBuilder<V> builder;

    ValuesFold(Answer<V> answer, Codec<V> codec, SpillSpace space) {
        this.answer = answer;
        this.codec = codec;
        this.space = space;
    }

    @Override
    public void begin(Supplier<KeyEntries> entries) {
        builder = space.newMagicList(codec).keptBy(() -> values(entries.get()));
    }

    private static PackedSource.Reader values(KeyEntries entries) {
        return () -> {
            if (!entries.next()) {
                return null;
            }
            PackedInput partial = entries.partial();
            partial.readVarint();
            return partial;
        };
    }

    @Override
    public void add(PackedInput partial) {
        MagicListBuilder<V> list = builder();
        long count = partial.readVarint();
        list.addEncoded(partial.array(), partial.position(), partial.remaining(), count);
    }

    @Override
    public Object result(Object key) throws Exception {
        try (PackedMagicList<V> values = builder().build()) {
            return answer.of(key, values);
        } finally {
            builder = null;
        }
    }

    private MagicListBuilder<V> builder() {
        if (builder == null) {
            throw new IllegalStateException("no key was begun");
        }
        return builder;
    }
}
