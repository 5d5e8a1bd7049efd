package io.litedrill.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Encodes and decodes the paths of URLs as Go's package {@code net/url} does. Litestream uses the encoded path of a
 * {@code file} URL as the name of the folder.
 */
final class GoUrls {
    /**
     * Characters that Go keeps in a path it did not encode itself, besides letters and digits ({@code validEncoded}).
     */
    private static final String KEPT_IF_WRITTEN = "-_.~$&+,/:;=@!'()*[]%";
    /** Characters that Go keeps when it encodes a path, besides letters and digits ({@code shouldEscape}). */
    private static final String KEPT = "-_.~$&+,/:;=@";

    private GoUrls() {}

    /**
     * Returns the result of {@code URL.EscapedPath} for a written path: the text itself if Go finds it validly encoded,
     * otherwise the decoded path encoded again.
     *
     * @param written the path of a URL, with its escapes
     * @return empty when an escape is malformed
     */
    static Optional<String> escapedPath(String written) {
        boolean valid = written.chars().allMatch(each -> isKept(each, KEPT_IF_WRITTEN));
        return decode(written).map(bytes -> valid ? written : escape(bytes));
    }

    /** Encodes a path. */
    static String escape(String path) {
        return escape(path.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Decodes a path. Keeps a plus sign.
     *
     * @return empty when an escape is malformed, or the bytes are not UTF-8 text
     */
    static Optional<String> unescape(String written) {
        return decode(written).flatMap(GoUrls::text);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String escape(byte[] bytes) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : bytes) {
            int value = each & 0xff;
            if (isKept(value, KEPT)) {
                escaped.append((char) value);
            } else {
                escaped.append('%').append(hex(value >> 4)).append(hex(value & 15));
            }
        }
        return escaped.toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }

    private static boolean isKept(int character, String others) {
        boolean letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return letter || (character >= '0' && character <= '9') || others.indexOf(character) >= 0;
    }

    private static Optional<byte[]> decode(String written) {
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
            } else if (i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                decoded.put((byte) (Character.digit(bytes[i + 1], 16) * 16 + Character.digit(bytes[i + 2], 16)));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        byte[] exact = new byte[decoded.flip().remaining()];
        decoded.get(exact);
        return Optional.of(exact);
    }

    private static boolean isHex(byte character) {
        return character >= 0 && Character.digit((char) character, 16) >= 0;
    }
}
