package io.litedrill.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Derives the names of databases from the paths of the replicas that a search found. */
final class FoundName {
    private static final int LONGEST = 200;
    private static final int HASH_BYTES = 8;

    private FoundName() {}

    /**
     * Returns a name that is valid, always the same for a path, and differs for different paths. {@code %}, control
     * characters and characters that are not displayed are written as {@code %XX}, and a long name ends with a hash.
     *
     * @param before a text in front of the path
     */
    static String of(String before, String path) {
        StringBuilder name = new StringBuilder(before);
        path.codePoints().forEach(c -> name.append(isPlain(c) ? Character.toString(c) : encoded(c)));
        String whole = name.toString().isBlank() ? name.toString().replace(" ", "%20") : name.toString();
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST - 2 * HASH_BYTES - 1) + "~" + hash(path);
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> c != '%';
        };
    }

    private static String encoded(int c) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", each));
        }
        return encoded.toString();
    }

    /** Returns 16 hex digits. */
    static String hash(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
