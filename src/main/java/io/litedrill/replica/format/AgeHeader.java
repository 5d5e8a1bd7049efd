package io.litedrill.replica.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The part of an age file that says for whom it is encrypted, checked line by line as far as that goes without a key:
 *
 * <pre>
 * age-encryption.org/v1
 * -> X25519 EPHEMERAL_SHARE                  for each recipient; others than X25519 are left alone
 * WRAPPED_FILE_KEY
 * --- HEADER_CHECKSUM
 * </pre>
 *
 * <p>So that damage is not taken for a file of somebody else's. See <a href="https://age-encryption.org/v1">the specification</a>.
 */
final class AgeHeader {
    /** What the decrypting library holds at most, nonce included; some 600 recipients. */
    static final int MOST_BYTES = 1 << 16;

    private static final byte[] VERSION = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BODY_LINE = 64;
    private static final Pattern STANZA = Pattern.compile("-> [!-~]++(?: [!-~]++)*+");
    /** 32 bytes; the last character has two bits to spare, which are 0. */
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

    /** Bytes that tell whether a file is encrypted with age. */
    static int versionLength() {
        return VERSION.length;
    }

    /** Whether a file that begins so is encrypted with age. */
    static boolean isAge(byte[] start, int count) {
        return count >= VERSION.length && Arrays.equals(start, 0, VERSION.length, VERSION, 0, VERSION.length);
    }

    /**
     * Checks the header that a file begins with.
     *
     * @param bytes the first of the file
     * @param length how many of them there are: {@link #MOST_BYTES}, or all of the file
     * @return bytes of the header
     * @throws MalformedException when it breaks a rule, or the file ends in it
     * @throws UnsupportedException when it is longer than {@link #MOST_BYTES}
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
