package io.litedrill.keys;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the blocks of a PEM text (RFC 7468). Text outside blocks is ignored. */
record PemText(String text) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    /** Returns the labels of all blocks, in the order of the text. */
    Stream<String> labels() {
        return BLOCK.matcher(text).results().map(block -> block.group(1));
    }

    /**
     * Returns the content of the first block with a label.
     *
     * @return empty if there is none, or if it is not base64
     */
    Optional<byte[]> first(String label) {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals(label)) {
                return decoded(blocks.group(2));
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
