package io.litedrill.replica.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The assertions of every test of a format: the kind of failure, its message, its place. */
final class FormatAssertions {
    private FormatAssertions() {}

    static void assertMalformed(ThrowingCallable reading, String words, long offset) {
        assertBroken(MalformedException.class, reading, words, offset);
    }

    static void assertUnsupported(ThrowingCallable reading, String words, long offset) {
        assertBroken(UnsupportedException.class, reading, words, offset);
    }

    private static void assertBroken(
            Class<? extends FormatException> type, ThrowingCallable reading, String words, long offset) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(type, broken -> {
            assertThat(broken).hasMessageContaining(words).hasMessageContaining("(at byte " + offset + ")");
            assertThat(broken.offset()).isEqualTo(offset);
        });
    }

    static byte[] flip(byte[] bytes, int index, int bit) {
        byte[] flipped = bytes.clone();
        flipped[index] ^= (byte) (1 << bit);
        return flipped;
    }

    static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
