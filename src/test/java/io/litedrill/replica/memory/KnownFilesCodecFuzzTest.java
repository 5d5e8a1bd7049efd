package io.litedrill.replica.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.replica.memory.MissedFile.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Any bytes as the history's record of a replica's files: unchanged, and as the inflated data. */
class KnownFilesCodecFuzzTest extends FuzzTarget {
    private static final Instant AT = Instant.parse("2026-11-01T00:00:00.123456789Z");
    private static final String WAL = "generations/00000000000000aa/wal/";

    @Override
    protected Stream<byte[]> seeds() throws IOException {
        KnownFile first = new KnownFile(WAL + "00000001_00000000.wal.lz4", 17, AT);
        KnownFile second = new KnownFile(WAL + "00000001_00001038.wal.lz4", 300, AT.plusNanos(1));
        KnownFile old = new KnownFile("/0009/0000000000000001-ffffffffffffffff.ltx", Long.MAX_VALUE, Instant.EPOCH);
        byte[] some = encoded(
                List.of(first, second, old), List.of(new MissedFile(second, AT, AT.plusSeconds(60), Change.REPLACED)));
        return Stream.of(some, content(some), encoded(List.of(), List.of()));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        judge(input);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (OutputStream deflated = new DeflaterOutputStream(bytes)) {
            deflated.write(input);
        }
        judge(bytes.toByteArray());
    }

    private static void judge(byte[] bytes) {
        KnownFiles known;
        try {
            known = KnownFilesCodec.decode("file:///b", AT, bytes);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            return;
        }
        assertThat(KnownFilesCodec.decode("file:///b", AT, KnownFilesCodec.encode(known)))
                .isEqualTo(known);
        assertThat(known.files()).allMatch(KnownFile::isNamed);
    }

    private static byte[] encoded(List<KnownFile> files, List<MissedFile> missed) {
        return KnownFilesCodec.encode(new KnownFiles("file:///b", AT, files, missed));
    }

    private static byte[] content(byte[] encoded) throws IOException {
        var deflated = new ByteArrayInputStream(encoded, 1, encoded.length - 1);
        try (InflaterInputStream in = new InflaterInputStream(deflated)) {
            return in.readAllBytes();
        }
    }
}
