package io.litedrill.replica.format;

import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decrypts the content of a file encrypted with age: a header, a nonce, then chunks of 64 KiB. The checksum of each
 * chunk also proves its place and whether it is the last. Returns no byte of a chunk whose checksum does not match.
 * Holds two chunks in memory.
 */
final class AgeStream extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int STORED_CHUNK = CHUNK + 16;
    private static final int NONCE = 16;

    private final ReadableByteChannel channel;
    private final long payload;
    private long delivered;

    private AgeStream(ReadableByteChannel channel, long payload) {
        this.channel = channel;
        this.payload = payload;
    }

    /**
     * Opens the content of a file that may be encrypted. Content that is not encrypted is returned unchanged. Closing
     * the stream closes the underlying stream.
     *
     * @throws LockedException when the file is encrypted and no identity decrypts it
     * @throws MalformedException when its header is damaged; reading throws it for a damaged chunk
     */
    static InputStream open(InputStream stored, AgeIdentities identities) throws IOException {
        PushbackInputStream in = new PushbackInputStream(stored, AgeHeader.MOST_BYTES);
        byte[] start = in.readNBytes(AgeHeader.versionLength());
        if (!AgeHeader.isAge(start, start.length)) {
            in.unread(start);
            return in;
        }
        if (identities.isEmpty()) {
            throw new LockedException(
                    "the file is encrypted with age, and no identity to decrypt it with is configured");
        }
        byte[] head = Arrays.copyOf(start, AgeHeader.MOST_BYTES);
        int length = start.length + in.readNBytes(head, start.length, head.length - start.length);
        long payload = AgeHeader.check(head, length) + (long) NONCE;
        if (length < payload) {
            throw new MalformedException(
                    "truncated: the file ends right after the header of its age encryption", length);
        }
        in.unread(head, 0, length);
        return new AgeStream(decrypting(in, identities), payload);
    }

    private static ReadableByteChannel decrypting(InputStream in, AgeIdentities identities) throws IOException {
        try {
            return new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(in), identities.readers());
        } catch (PayloadException e) {
            throw damaged("truncated: the file ends right after the header of its age encryption", e);
        } catch (IllegalArgumentException e) {
            throw damaged("a recipient in the header of its age encryption is not in base 64", e);
        } catch (GeneralSecurityException e) {
            if (isSigned(e)) {
                throw damaged("the checksum of the header of its age encryption does not hold", e);
            }
            throw locked(identities, e);
        }
    }

    /**
     * Returns whether the header checksum failed. With several identities, the reason of each failure is attached to
     * the exception.
     */
    private static boolean isSigned(GeneralSecurityException failure) {
        return failure instanceof SignatureException
                || Arrays.stream(failure.getSuppressed()).anyMatch(SignatureException.class::isInstance);
    }

    private static IOException locked(AgeIdentities identities, Throwable cause) {
        int count = identities.readers().size();
        String which = count == 1
                ? "the configured identity does not open it"
                : "none of the " + count + " configured identities opens it";
        IOException locked = new LockedException("the file is encrypted with age for another key: " + which);
        locked.initCause(cause);
        return locked;
    }

    private static IOException damaged(String rule, Throwable cause) {
        IOException damaged = new MalformedException(rule, 0);
        damaged.initCause(cause);
        return damaged;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        // never reads across chunks, so that a failure belongs to the current chunk
        int count = (int) Math.min(length, CHUNK - delivered % CHUNK);
        int read;
        try {
            read = channel.read(ByteBuffer.wrap(target, offset, count));
        } catch (PayloadException e) {
            long chunk = delivered / CHUNK;
            IOException damaged = new MalformedException(
                    "chunk " + chunk + " of its age encryption was altered, or the file is cut short",
                    payload + chunk * STORED_CHUNK);
            damaged.initCause(e);
            throw damaged;
        }
        delivered += Math.max(read, 0);
        return read == 0 ? -1 : read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
