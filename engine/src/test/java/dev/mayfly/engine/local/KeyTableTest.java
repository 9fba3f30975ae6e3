package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    /** Keys of every length up to some, and a few that are longer than most chunks; many of them more than once. */
    private static List<byte[]> keys(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = i % 1000 == 7 ? 65_000 + random.nextInt(2000) : random.nextInt(40);
            byte[] key = new byte[length];
            // Few different bytes make keys that differ in one place only.
            for (int j = 0; j < length; j++) {
                key[j] = (byte) ('a' + random.nextInt(random.nextBoolean() ? 1 : 3));
            }
            keys.add(key);
        }
        return keys;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }

    private static long place(byte[] key) {
        return KeyTable.hash(key, 0, key.length);
    }

    @Test
    void equalKeysAndOnlyThoseHaveOneNumber() {
        KeyTable table = new KeyTable();
        Map<String, Integer> numbers = new HashMap<>();
        for (byte[] key : keys(1, 20_000)) {
            byte[] shifted = new byte[key.length + 5];
            System.arraycopy(key, 0, shifted, 3, key.length);
            int number = table.number(shifted, 3, key.length, KeyTable.hash(shifted, 3, key.length));
            Integer before = numbers.putIfAbsent(text(key), number);
            assertThat(table.added()).isEqualTo(before == null);
            assertThat(number).isEqualTo(before == null ? numbers.size() - 1 : before);
        }
        assertThat(table.count()).isEqualTo(numbers.size()).isGreaterThan(5000);
        numbers.forEach((key, number) -> {
            int start = table.start(number);
            byte[] stored = Arrays.copyOfRange(table.bytes(number), start, start + table.length(number));
            assertThat(text(stored)).isEqualTo(key);
            assertThat(table.place(number)).isEqualTo(place(stored));
        });
        long held = table.heapBytes();
        table.clear();
        assertThat(table.count()).isZero();
        assertThat(table.heapBytes()).isLessThan(held / 4);
        assertThat(table.number(new byte[] {1}, 0, 1, 5)).isZero();
    }

    /** Keys as they are asked for in parts, in a table that had others before: what is behind a key is not part of it. */
    @Test
    void aByteAndWhatFollowsAreFoundAsTheKeyThatTheyMake() {
        KeyTable table = new KeyTable();
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            List<byte[]> rests = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                byte[] rest = new byte[random.nextInt(KeyTable.LONGEST_NEAR + 1)];
                random.nextBytes(rest);
                rests.add(rest);
                byte[] key = key(7, rest);
                assertThat(KeyTable.hash(7, rest)).isEqualTo(place(key));
                int number = table.number(key, 0, key.length, place(key));
                assertThat(table.near(place(key), 8, rest)).isNegative();
                assertThat(table.near(place(key), 7, rest)).isIn(number, -1);
            }
            long found = rests.stream()
                    .filter(rest -> table.near(KeyTable.hash(7, rest), 7, rest) >= 0)
                    .count();
            assertThat(found).isGreaterThan(50);
            for (byte[] rest : rests) {
                // Equal places, and a key that differs in one bit, or is longer by a zero.
                long place = KeyTable.hash(7, rest);
                if (rest.length < KeyTable.LONGEST_NEAR) {
                    assertThat(table.near(place, 7, Arrays.copyOf(rest, rest.length + 1)))
                            .isNegative();
                }
                if (rest.length > 0) {
                    byte[] other = rest.clone();
                    other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                    assertThat(table.near(place, 7, other)).isNegative();
                }
            }
            table.clear();
        }
    }

    /** The same of keys given as words, which others follow in the table. */
    @Test
    void aKeyInWordsIsFoundAsTheKeyThatTheyMake() {
        KeyTable table = new KeyTable();
        Random random = new Random(6);
        for (int round = 0; round < 30; round++) {
            int found = 0;
            for (int i = 0; i < 400; i++) {
                int count = random.nextInt(KeyTable.LONGEST_NEAR + 1);
                byte[] around = new byte[count + 40];
                random.nextBytes(around);
                long first = 7 | KeyTable.within(around, 5, count) << Byte.SIZE;
                long second = KeyTable.within(around, 12, count - 7);
                long third = KeyTable.within(around, 20, count - 15);
                byte[] key = key(7, Arrays.copyOfRange(around, 5, 5 + count));
                long place = place(key);
                assertThat(KeyTable.hash(count, first, second, third)).isEqualTo(place);
                boolean isNew = !table.has(key, 0, key.length, place);
                assertThat(table.near(place, count, first, second, third) >= 0 && isNew)
                        .isFalse();
                int number = table.number(key, 0, key.length, place);
                assertThat(isNew).isEqualTo(table.added());
                assertThat(table.near(place, count, first, second, third)).isIn(number, -1);
                found += table.near(place, count, first, second, third) >= 0 ? 1 : 0;
                assertThat(table.near(place, count, first ^ 1L << random.nextInt(64), second, third))
                        .isNegative();
                if (count < KeyTable.LONGEST_NEAR) {
                    assertThat(table.near(place, count + 1, first, second, third))
                            .isNegative();
                }
                if (count > 7) {
                    long other = 1L << random.nextInt(Math.min(64, 8 * (count - 7)));
                    assertThat(table.near(place, count, first, second ^ other, third))
                            .isNegative();
                }
                if (count > 15) {
                    long other = 1L << random.nextInt(8 * (count - 15));
                    assertThat(table.near(place, count, first, second, third ^ other))
                            .isNegative();
                }
            }
            assertThat(found).isGreaterThan(200);
            table.clear();
        }
    }

    private static byte[] key(int head, byte[] rest) {
        byte[] key = new byte[rest.length + 1];
        key[0] = (byte) head;
        System.arraycopy(rest, 0, key, 1, rest.length);
        return key;
    }

    @Test
    void equalPlacesDoNotMakeKeysEqual() {
        KeyTable table = new KeyTable();
        for (int i = 0; i < 100; i++) {
            byte[] key = Integer.toString(i).getBytes(StandardCharsets.ISO_8859_1);
            assertThat(table.number(key, 0, key.length, 42)).isEqualTo(i);
        }
        byte[] key = {'7'};
        assertThat(table.number(key, 0, 1, 42)).isEqualTo(7);
        int second = table.renumber(7);
        assertThat(second).isEqualTo(100);
        assertThat(table.number(key, 0, 1, 42)).isEqualTo(second);
    }

    @Test
    void aBatchAddsWhatOneByOneWouldHave() {
        KeyTable table = new KeyTable();
        Sums sums = new Sums();
        KeyBatch batch = new KeyBatch();
        Map<String, Long> expected = new LinkedHashMap<>();
        long value = 0;
        for (byte[] key : keys(2, 10_000)) {
            value++;
            expected.merge(text(key), value, Long::sum);
            for (byte b : key) {
                batch.keys().writeByte(b);
            }
            if (batch.add(place(key), value)) {
                batch.addTo(table, sums, null);
            }
        }
        batch.addTo(table, sums, null);

        Map<String, Long> found = new LinkedHashMap<>();
        for (int i = 0; i < table.count(); i++) {
            String key = new String(table.bytes(i), table.start(i), table.length(i), StandardCharsets.ISO_8859_1);
            found.put(key, sums.sum(i));
        }
        assertThat(found).containsExactlyEntriesOf(expected);
    }

    @Test
    void theOrderIsByUnsignedPlaceThenByKey() {
        KeyTable table = new KeyTable();
        Random random = new Random(3);
        List<byte[]> distinct = keys(4, 3000).stream()
                .collect(() -> new LinkedHashMap<String, byte[]>(), (map, key) -> map.put(text(key), key), Map::putAll)
                .values()
                .stream()
                .toList();
        for (byte[] key : distinct) {
            // Places that often share their upper half, or all of it.
            long place = ((long) random.nextInt(5) << 61) | random.nextInt(50);
            table.number(key, 0, key.length, place);
        }
        int[] order = Order.of(table);
        assertThat(Arrays.stream(order).distinct().count()).isEqualTo(distinct.size());
        for (int i = 1; i < order.length; i++) {
            int left = order[i - 1];
            int right = order[i];
            int byPlace = Long.compareUnsigned(table.place(left), table.place(right));
            assertThat(byPlace).isLessThanOrEqualTo(0);
            if (byPlace == 0) {
                assertThat(Arrays.compareUnsigned(distinct.get(left), distinct.get(right)))
                        .isNegative();
            }
        }
    }
}
