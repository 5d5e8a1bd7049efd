package io.litedrill.replica.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Checks the header of an age file, which lists its recipients, line by line as far as possible without a key:
 *
 * <pre>
 * age-encryption.org/v1
 * -> X25519 EPHEMERAL_SHARE                  for each recipient; other types than X25519 are not checked
 * WRAPPED_FILE_KEY
 * --- HEADER_CHECKSUM
 * </pre>
 *
 * <p>The check separates a damaged file from a file that is encrypted for another key. See
 * <a href="https://age-encryption.org/v1">the specification</a>.
 */
final class AgeHeader {
    /** The header size limit of the decryption library in bytes, nonce included; about 600 recipients. */
    static final int MOST_BYTES = 1 << 16;

    private static final byte[] VERSION = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BODY_LINE = 64;
    private static final Pattern STANZA = Pattern.compile("-> [!-~]++(?: [!-~]++)*+");
    /** Matches 32 bytes in base 64; the last character has two unused bits, which are 0. */
    private static final String KEY = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]";

    private static final Pattern X25519 = Pattern.compile("-> X25519 " + KEY);
    private static final Pattern BODY = Pattern.compile("[A-Za-z0-9+/]{0,64}");
    private static final Pattern X25519_BODY = Pattern.compile(KEY);
    private static final Pattern END = Pattern.compile("--- " + KEY);

    private final byte[] bytes;
    private final int length;
    private int position;
    private int lineStart;

    private AgeHeader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Returns the number of bytes that identify a file encrypted with age. */
    static int versionLength() {
        return VERSION.length;
    }

    /** Returns whether a file with this start is encrypted with age. */
    static boolean isAge(byte[] start, int count) {
        return count >= VERSION.length && Arrays.equals(start, 0, VERSION.length, VERSION, 0, VERSION.length);
    }

    /**
     * Checks the header at the start of a file.
     *
     * @param bytes the first bytes of the file
     * @param length the number of these bytes: {@link #MOST_BYTES}, or the whole file
     * @return length of the header in bytes
     * @throws MalformedException when the header breaks a rule, or the file ends within the header
     * @throws UnsupportedException when the header is longer than {@link #MOST_BYTES}
     */
    static int check(byte[] bytes, int length) throws FormatException {
        return new AgeHeader(bytes, length).end();
    }

    private int end() throws FormatException {
        position = VERSION.length;
        String line = line();
        while (!line.startsWith("---")) {
            stanza(line);
            line = line();
        }
        require(END, line, "the header of an age file ends with --- and its checksum");
        return position;
    }

    private void stanza(String line) throws FormatException {
        boolean known = line.startsWith("-> X25519");
        require(known ? X25519 : STANZA, line, "a recipient in the header of an age file is \"-> \" and its arguments");
        String body = line();
        require(known ? X25519_BODY : BODY, body, "a recipient's key in the header of an age file is in base 64");
        while (body.length() == BODY_LINE) {
            body = line();
            require(BODY, body, "a recipient's key in the header of an age file is in base 64");
        }
    }

    private void require(Pattern form, String line, String rule) throws MalformedException {
        if (!form.matcher(line).matches()) {
            throw new MalformedException(rule, "something else", lineStart);
        }
    }

    private String line() throws FormatException {
        lineStart = position;
        while (position < length && bytes[position] != '\n') {
            position++;
        }
        if (position == length) {
            throw length < MOST_BYTES
                    ? new MalformedException("truncated: the file ends inside the header of its age encryption", length)
                    : new UnsupportedException("the header of its age encryption is longer than 64 KiB", 0);
        }
        position++;
        return new String(bytes, lineStart, position - 1 - lineStart, StandardCharsets.ISO_8859_1);
    }
}
