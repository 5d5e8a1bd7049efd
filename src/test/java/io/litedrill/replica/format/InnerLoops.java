package io.litedrill.replica.format;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jpountz.lz4.LZ4Factory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the loops over the bytes of a restore, each on one page of 4096 bytes. {@code bench/loops} runs it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class InnerLoops {
    private static final int PAGE = 4096;
    private static final int FRAME_HEADER_SUMMED = 8;
    private static final long SEED = 1;

    private final byte[] page = new byte[PAGE];
    private final byte[] inflated = new byte[PAGE];
    private byte[] block = {};

    /** Fills the page: half of it is text that LZ4 compresses, as in most databases. */
    @Setup
    public void fill() {
        new Random(SEED).nextBytes(page);
        byte[] text = "a row of a table, and the next one ".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < PAGE / 2; i++) {
            page[i] = text[i % text.length];
        }
        block = LZ4Factory.fastestInstance().fastCompressor().compress(page);
    }

    /** Adds a page to the checksum of an LTX file. */
    @Benchmark
    public long crc64() {
        Crc64 checksum = new Crc64();
        checksum.update(page);
        return checksum.value();
    }

    /** Adds a frame to the checksum of a WAL. */
    @Benchmark
    public long walChecksum() {
        WalChecksum checksum = new WalChecksum(false);
        checksum.update(page, 0, FRAME_HEADER_SUMMED);
        checksum.update(page, 0, PAGE);
        return checksum.second();
    }

    /** Decompresses a page of an LTX file. */
    @Benchmark
    public int lz4() throws MalformedException {
        return Lz4Blocks.inflate(block, block.length, inflated, PAGE, 0);
    }
}
