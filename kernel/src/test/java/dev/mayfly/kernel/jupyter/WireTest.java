package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

final class WireTest {
    private static final int TRIES = 100;
    private final Wire signed = new Wire(new Signature("k"));

    @Example
    void framesAreSignedAsTheRfcSays() {
        // RFC 4231, test case 2, its data cut into four frames.
        List<byte[]> frames = List.of(bytes("what do ya "), bytes("want "), bytes("for "), bytes("nothing?"));
        assertThat(new String(new Signature("Jefe").of(frames), StandardCharsets.US_ASCII))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Property(tries = TRIES)
    void framesAreSignedAsTheJdkSignsThem(
            @ForAll @AlphaChars @StringLength(min = 1, max = 200) String key, @ForAll List<byte[]> frames)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(key), "HmacSHA256"));
        frames.forEach(mac::update);
        assertThat(new String(new Signature(key).of(frames), StandardCharsets.US_ASCII))
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal()));
    }

    @Property(tries = TRIES)
    void everyMessageIsReadAsItWasWritten(@ForAll("messages") Message message) {
        assertThat(accepted(signed, signed.encode(message)))
                .usingRecursiveComparison()
                .isEqualTo(message);
        Wire open = new Wire(new Signature(""));
        assertThat(accepted(open, open.encode(message)))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Property(tries = TRIES)
    void aChangeOfAnyBitThatIsSignedIsRefused(
            @ForAll("messages") Message message,
            @ForAll @IntRange(max = 4) int frame,
            @ForAll @IntRange(max = 10_000) int at,
            @ForAll @IntRange(max = 7) int bit) {
        List<byte[]> frames = new ArrayList<>(signed.encode(message));
        int index = message.identities().size() + 1 + frame;
        byte[] changed = frames.get(index).clone();
        changed[at % changed.length] ^= (byte) (1 << bit);
        frames.set(index, changed);
        assertThat(signed.decode(frames)).isEqualTo(new Wire.Decoded.Refused(Refusal.BAD_SIGNATURE));
    }

    @Property(tries = TRIES)
    void anotherKeyIsRefused(@ForAll("messages") Message message) {
        assertThat(signed.decode(new Wire(new Signature("l")).encode(message)))
                .isEqualTo(new Wire.Decoded.Refused(Refusal.BAD_SIGNATURE));
        assertThat(signed.decode(new Wire(new Signature("")).encode(message)))
                .isEqualTo(new Wire.Decoded.Refused(Refusal.BAD_SIGNATURE));
    }

    @Property(tries = TRIES)
    void anyFramesAtAllAreRefusedAndNeverThrow(@ForAll List<byte[]> frames) {
        assertThat(signed.decode(frames)).isInstanceOf(Wire.Decoded.Refused.class);
    }

    @Property(tries = TRIES)
    void anyJsonFramesOfAnOpenWireNeverThrow(@ForAll List<String> json) {
        List<byte[]> frames = new ArrayList<>(List.of(bytes("<IDS|MSG>"), new byte[0]));
        json.forEach(frame -> frames.add(bytes(frame)));
        assertThat(new Wire(new Signature("")).decode(frames)).isInstanceOf(Wire.Decoded.Refused.class);
    }

    @Property(tries = TRIES)
    void everyTextIsWrittenHalvesOfCharactersReplaced(@ForAll("texts") String text) throws Exception {
        ObjectNode json = Json.object();
        json.putArray(text).addObject().put("text", text);
        String whole = Text.withoutHalfPairs(text);
        ObjectNode read = Json.read(Json.write(json));
        assertThat(read.path(whole).get(0).path("text").asText()).isEqualTo(whole);
        assertThat(whole.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
    }

    @Property(tries = TRIES)
    void codePointsAndUtf16AreEachOthersInverse(@ForAll("texts") String text, @ForAll @IntRange(max = 40) int at) {
        int within = Math.min(at, text.codePointCount(0, text.length()));
        assertThat(Text.codePoint(text, Text.utf16(text, at))).isEqualTo(within);
    }

    @Example
    void aMessageWithoutAnIdIsMalformed() {
        Wire open = new Wire(new Signature(""));
        List<byte[]> frames = List.of(
                bytes("<IDS|MSG>"), bytes(""), bytes("{\"msg_type\":\"x\"}"), bytes("{}"), bytes("{}"), bytes("{}"));
        assertThat(open.decode(frames)).isEqualTo(new Wire.Decoded.Refused(Refusal.MALFORMED));
        assertThat(open.decode(frames.subList(0, 5))).isEqualTo(new Wire.Decoded.Refused(Refusal.TOO_SHORT));
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<List<byte[]>> bytes =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).list().ofMaxSize(3);
        return Combinators.combine(bytes, objects(), objects(), objects(), bytes)
                .as((identities, parent, metadata, content, buffers) ->
                        new Message(identities, header(), parent, metadata, content, buffers));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> halves = Arbitraries.chars()
                .range('\ud7f0', '\ue00f')
                .array(char[].class)
                .ofMaxSize(10)
                .map(String::new);
        return Arbitraries.oneOf(halves, Arbitraries.strings().ofMaxLength(20));
    }

    private Arbitrary<ObjectNode> objects() {
        Arbitrary<String> text =
                Arbitraries.strings().all().excludeChars().ofMaxLength(10).map(Text::withoutHalfPairs);
        return Arbitraries.maps(text, text).ofMaxSize(4).map(map -> {
            ObjectNode object = Json.object();
            map.forEach(object::put);
            return object;
        });
    }

    private static Header header() {
        return new Header(
                Json.object().put("msg_id", "1").put("msg_type", "x_request").put("session", "s"));
    }

    private static Message accepted(Wire wire, List<byte[]> frames) {
        Wire.Decoded decoded = wire.decode(frames);
        assertThat(decoded).isInstanceOf(Wire.Decoded.Accepted.class);
        return ((Wire.Decoded.Accepted) decoded).message();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
