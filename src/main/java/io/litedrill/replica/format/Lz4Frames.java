package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/** LZ4 frames as Litestream 0.3 writes them: one file is one frame. */
public final class Lz4Frames {
    private Lz4Frames() {}

    /**
     * Opens the content of a file that is exactly one LZ4 frame. Its header is read at once.
     *
     * <p>The content is proved only when the returned stream has been read to its end: then every block's size, the end mark
     * and all checksums were right and nothing followed the frame. Holds at most two blocks of the frame's block size (4 MiB
     * or less each). Closing the returned stream closes the compressed one; when this method throws, that is left to the caller.
     *
     * @return a stream whose reads throw like this method does
     * @throws MalformedException when the frame is damaged, ends too early, or something follows it; offsets are those of the
     *     compressed bytes
     * @throws UnsupportedException when the frame uses a feature that Litestream does not
     * @throws LockedException when the file is encrypted with age
     * @throws IOException as the compressed stream threw it
     */
    public static InputStream open(InputStream compressed) throws IOException {
        return open(compressed, AgeIdentities.NONE);
    }

    /**
     * As {@link #open(InputStream)}, of a file that may be encrypted with age as a whole, which is how Litestream 0.3 does it. Then
     * offsets in messages about the frame are those of what is decrypted, and two chunks of 64 KiB more are held.
     *
     * @throws LockedException when it is encrypted, and none of the identities opens it
     */
    public static InputStream open(InputStream stored, AgeIdentities identities) throws IOException {
        ByteSource source = new ByteSource(AgeStream.open(stored, identities));
        if (source.atEnd()) {
            throw new MalformedException("the file is empty", 0);
        }
        return new Lz4FrameStream(source);
    }
}
