package io.litedrill.replica.format;

import java.io.IOException;
import java.io.InputStream;

/** Opens LZ4 frames as Litestream 0.3 writes them: one file is one frame. */
public final class Lz4Frames {
    private Lz4Frames() {}

    /**
     * Opens the content of a file that is exactly one LZ4 frame, and reads its header.
     *
     * <p>The content is verified only when the returned stream was read to its end: every block's size, the end mark
     * and all checksums are then correct, and nothing follows the frame. Holds at most two blocks of the frame's block
     * size (4 MiB or less each). Closing the returned stream closes the compressed stream; if this method throws, the
     * caller must close it.
     *
     * @return a stream whose reads throw the exceptions of this method
     * @throws MalformedException when the frame is damaged or truncated, or data follows it; offsets are those of the
     *     compressed bytes
     * @throws UnsupportedException when the frame uses a feature that Litestream does not use
     * @throws LockedException when the file is encrypted with age
     * @throws IOException when the compressed stream throws it
     */
    public static BlockStream open(InputStream compressed) throws IOException {
        return open(compressed, AgeIdentities.NONE);
    }

    /**
     * Opens a file like {@link #open(InputStream)}, and decrypts it if the whole file is encrypted with age, as by
     * Litestream 0.3. For an encrypted file, offsets in messages about the frame are those of the decrypted bytes, and
     * two more chunks of 64 KiB are held.
     *
     * @throws LockedException when the file is encrypted and no identity decrypts it
     */
    public static BlockStream open(InputStream stored, AgeIdentities identities) throws IOException {
        return open(stored, identities, new BlockPool());
    }

    /** Opens a file like {@link #open(InputStream, AgeIdentities)}, with arrays from a pool. */
    public static BlockStream open(InputStream stored, AgeIdentities identities, BlockPool pool) throws IOException {
        ByteSource source = new ByteSource(AgeStream.open(stored, identities));
        if (source.atEnd()) {
            throw new MalformedException("the file is empty", 0);
        }
        return new Lz4FrameStream(source, pool);
    }
}
