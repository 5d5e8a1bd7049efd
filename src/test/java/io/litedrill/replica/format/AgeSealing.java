package io.litedrill.replica.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes an age file from any bytes with the lines of a header: the header's checksum is corrected, and the bytes
 * after the nonce are encrypted. It implements the format separately from the reader under test.
 */
final class AgeSealing {
    private static final int NONCE = 16;
    private static final int CHUNK = 1 << 16;
    private static final int TAG = 16;

    private final int header;
    private final byte[] plain;
    private final byte[] file;

    private AgeSealing(int header, byte[] plain, byte[] file) {
        this.header = header;
        this.plain = plain;
        this.file = file;
    }

    /** Returns the bytes of the header. */
    int header() {
        return header;
    }

    /** Returns the plain text. */
    byte[] plain() {
        return plain.clone();
    }

    /** Returns the header, the nonce, and the chunks. */
    byte[] file() {
        return file.clone();
    }

    /**
     * Seals an input.
     *
     * @param fileKey the key inside the recipients of the header
     * @param more bytes of the plain text, after those of the input
     */
    static Optional<AgeSealing> of(byte[] input, byte[] fileKey, int more) throws GeneralSecurityException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n---") + 4;
        int line = text.indexOf('\n', end);
        if (end < 4 || line < 0) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(input, line + 1, line + 1 + NONCE);
        byte[] rest = Arrays.copyOfRange(input, Math.min(input.length, line + 1 + NONCE), input.length);
        byte[] plain = Arrays.copyOf(rest, rest.length + more);
        byte[] header = header(Arrays.copyOf(input, end), fileKey);
        byte[] chunks = chunks(plain, derived(fileKey, nonce, "payload"));
        byte[] file = ByteBuffer.allocate(header.length + NONCE + chunks.length)
                .put(header)
                .put(nonce)
                .put(chunks)
                .array();
        return Optional.of(new AgeSealing(header.length, plain, file));
    }

    private static byte[] header(byte[] covered, byte[] fileKey) throws GeneralSecurityException {
        byte[] checksum = hmac(derived(fileKey, new byte[32], "header"), covered);
        String end = " " + Base64.getEncoder().withoutPadding().encodeToString(checksum) + "\n";
        return ByteBuffer.allocate(covered.length + end.length())
                .put(covered)
                .put(end.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] chunks(byte[] plain, byte[] key) throws GeneralSecurityException {
        int count = Math.max(1, (plain.length + CHUNK - 1) / CHUNK);
        ByteBuffer chunks = ByteBuffer.allocate(plain.length + count * TAG);
        for (int i = 0; i < count; i++) {
            byte[] number = ByteBuffer.allocate(12)
                    .putInt(7, i)
                    .put(11, (byte) (i == count - 1 ? 1 : 0))
                    .array();
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(number));
            chunks.put(cipher.doFinal(plain, i * CHUNK, Math.min(CHUNK, plain.length - i * CHUNK)));
        }
        return chunks.array();
    }

    /** Returns one block of HKDF. */
    private static byte[] derived(byte[] secret, byte[] salt, String use) throws GeneralSecurityException {
        return hmac(hmac(salt, secret), (use + "\1").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(content);
    }
}
