package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.format.LtxTimestamp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real Litestream restores a file with a wrong file checksum without an error, so it cannot be the reference here.
 */
class LtxTimestampTest {
    private static final int HEADER = 100;
    private static final int TRAILER = 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ltx/basic", "ltx/page512", "ltx/page64k", "ltx/lz4frame", "ltx/upgraded"})
    void movedFilesHaveTheNewTimeAndARightChecksum(String name) throws IOException {
        GoldenReplica golden = GoldenReplica.load(name);
        Duration shift = Duration.ofDays(400).plusMillis(-1);
        for (GoldenManifest.GoldenFile file : golden.manifest().files()) {
            Path copy = Files.copy(golden.files().resolve(file.path()), folder.resolve("copy.ltx"));
            assertThat(fileChecksum(copy)).as("as written: " + file.path()).isEqualTo(storedChecksum(copy));

            byte[] moved = Files.readAllBytes(copy);
            LtxTimestamp.shift(moved, shift);
            Files.write(copy, moved);

            assertThat(fileChecksum(copy)).as(file.path()).isEqualTo(storedChecksum(copy));
            assertThat(Instant.ofEpochMilli(bytes(copy).getLong(32)))
                    .isEqualTo(file.mtime().plus(shift));
            Files.delete(copy);
        }
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private static long storedChecksum(Path file) throws IOException {
        ByteBuffer ltx = bytes(file);
        return ltx.getLong(ltx.capacity() - Long.BYTES);
    }

    private static long fileChecksum(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer ltx = ByteBuffer.wrap(content);
        int pageSize = ltx.getInt(8);
        long crc = crc(-1, content, 0, HEADER);
        int at = HEADER;
        while (ltx.getInt(at) != 0) {
            boolean sized = (ltx.getShort(at + 4) & 1) != 0;
            int head = sized ? 10 : 6;
            int length = sized ? ltx.getInt(at + 6) : frameLength(ltx, at + head);
            crc = crc(crc, content, at, head);
            crc = crc(crc, inflate(content, at + head, length, sized, pageSize), 0, pageSize);
            at += head + length;
        }
        crc = crc(crc, content, at, ltx.capacity() - TRAILER - at);
        return ~crc(crc, content, ltx.capacity() - TRAILER, Long.BYTES) | 1L << 63;
    }

    /**
     * Returns the length of an LZ4 frame of independent blocks with content checksum: header of 7 bytes, blocks, end
     * mark, checksum.
     */
    private static int frameLength(ByteBuffer ltx, int start) {
        int at = start + 7;
        int block = Integer.reverseBytes(ltx.getInt(at));
        while (block != 0) {
            at += 4 + (block & 0x7FFFFFFF);
            block = Integer.reverseBytes(ltx.getInt(at));
        }
        return at + 8 - start;
    }

    private static byte[] inflate(byte[] ltx, int start, int length, boolean block, int pageSize) throws IOException {
        if (block) {
            return LZ4Factory.safeInstance().safeDecompressor().decompress(ltx, start, length, pageSize);
        }
        try (InputStream frame = new LZ4FrameInputStream(new ByteArrayInputStream(ltx, start, length))) {
            return frame.readAllBytes();
        }
    }

    private static long crc(long start, byte[] bytes, int offset, int length) {
        long crc = start;
        for (int i = offset; i < offset + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xD800000000000000L;
            }
        }
        return crc;
    }
}
