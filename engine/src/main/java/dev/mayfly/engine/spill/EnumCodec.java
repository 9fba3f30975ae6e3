package dev.mayfly.engine.spill;

/** An enum's constant as its number. */
final class EnumCodec implements Codec<Object> {
    private final Object[] constants;

    EnumCodec(Class<?> type) {
        this.constants = type.getEnumConstants();
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // written and read by one process, for one live class
    public void write(Object value, PackedOutput out) {
        out.writeVarint(((Enum<?>) value).ordinal());
    }

    @Override
    public Object read(PackedInput in) {
        return constants[in.readSize()];
    }
}
