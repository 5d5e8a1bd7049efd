package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.assertMalformed;
import static io.litedrill.replica.format.FormatAssertions.assertUnsupported;
import static io.litedrill.replica.format.FormatAssertions.cut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LtxHeaderTest {
    private static LtxBuilder increment() {
        return LtxBuilder.of(4096, 7).txids(5, 9);
    }

    private static LtxHeader parse(LtxBuilder builder) throws FormatException {
        return LtxHeader.parse(cut(builder.build(), LtxHeader.SIZE));
    }

    private static LtxHeader parse(int offset, int... bytes) throws FormatException {
        byte[] patch = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            patch[i] = (byte) bytes[i];
        }
        return parse(increment().header(offset, patch));
    }

    @Test
    void readsEveryField() throws Exception {
        LtxHeader header = parse(LtxBuilder.of(65536, 0xfffffffeL)
                .txids(0x8000000000000001L, -1)
                .timestamp(Instant.parse("2026-11-23T05:29:29.977Z"))
                .wal(32, 280160, 0xe0a757b0L, 0xcfe16a48L));
        assertThat(header.pageSize()).isEqualTo(65536);
        assertThat(header.commitPages()).isEqualTo(4294967294L);
        assertThat(Long.toUnsignedString(header.minTxid())).isEqualTo("9223372036854775809");
        assertThat(Long.toUnsignedString(header.maxTxid())).isEqualTo("18446744073709551615");
        assertThat(header.timestamp()).isEqualTo("2026-11-23T05:29:29.977Z");
        assertThat(header.wal().offset()).isEqualTo(32);
        assertThat(header.wal().size()).isEqualTo(280160);
        assertThat(header.salt1()).isEqualTo(0xe0a757b0L);
        assertThat(header.salt2()).isEqualTo(0xcfe16a48L);
        assertThat(header.flags()).isEqualTo(2);
        assertThat(header.isSnapshot()).isFalse();
    }

    @Test
    void isASnapshotFromTheFirstTransactionOn() throws Exception {
        assertThat(parse(LtxBuilder.of(512, 1).txids(1, 900)).isSnapshot()).isTrue();
        assertThat(parse(LtxBuilder.of(512, 1).txids(2, 900)).isSnapshot()).isFalse();
    }

    @Test
    void takesEveryPageSizeOfSqlite() throws Exception {
        for (int size = 512; size <= 65536; size *= 2) {
            assertThat(parse(LtxBuilder.of(size, 1)).pageSize()).isEqualTo(size);
        }
    }

    @Test
    void refusesOtherMagic() {
        assertMalformed(() -> parse(0, 'S'), "starts with \"LTX1\". Found: 0x53545831", 0);
        assertMalformed(() -> parse(2, 'x'), "starts with \"LTX1\"", 0);
        assertUnsupported(() -> parse(3, '2'), "version 0x32", 3);
    }

    @Test
    void namesUnknownFlagsUnsupported() {
        assertUnsupported(() -> parse(7, 3), "LTX flags 0x3", 4);
        assertUnsupported(() -> parse(4, 0x80), "LTX flags 0x80000002", 4);
    }

    @Test
    void namesATrackedDatabaseChecksumUnsupported() {
        assertUnsupported(() -> parse(increment().header(7, (byte) 0).header(40, (byte) 0x80)), "flag 0x2 is clear", 4);
        assertUnsupported(() -> parse(LtxBuilder.of(512, 1).header(7, (byte) 0)), "flag 0x2 is clear", 4);
    }

    @Test
    void refusesOtherPageSizes() {
        assertMalformed(() -> parse(8, 0, 0, 0, 0), "a page size is a power of two", 8);
        assertMalformed(() -> parse(8, 0, 0, 1, 0), "Found: 256", 8);
        assertMalformed(() -> parse(8, 0, 0, 0x10, 1), "Found: 4097", 8);
        assertMalformed(() -> parse(8, 0, 2, 0, 0), "Found: 131072", 8);
        assertMalformed(() -> parse(8, 0x80, 0, 0, 0), "Found: 2147483648", 8);
    }

    @Test
    void refusesACommitThatSqliteCannotHave() {
        assertMalformed(() -> parse(12, 0, 0, 0, 0), "1 to 4294967294 pages. Found: 0", 12);
        assertMalformed(() -> parse(12, 0xff, 0xff, 0xff, 0xff), "Found: 4294967295", 12);
    }

    @Test
    void refusesTxidsOutOfOrder() {
        assertMalformed(() -> parse(increment().txids(0, 4)), "minTXID is 1 or more", 16);
        assertMalformed(() -> parse(increment().txids(3, 2)), "not less than minTXID 3. Found: 2", 24);
        assertMalformed(() -> parse(increment().txids(-1, 5)), "not less than minTXID ffffffffffffffff", 24);
    }

    @Test
    void refusesAPreApplyChecksumThatCannotBe() {
        assertMalformed(() -> parse(47, 1), "pre-apply checksum of a snapshot", 40);
        assertMalformed(
                () -> parse(LtxBuilder.of(512, 1).header(7, (byte) 0).header(40, (byte) 0x80)),
                "pre-apply checksum of a snapshot",
                40);
        assertMalformed(() -> parse(increment().header(7, (byte) 0)), "highest bit set. Found: 0", 40);
    }

    @Test
    void refusesAWalPartThatCannotBe() {
        assertMalformed(() -> parse(increment().wal(-1, 0, 0, 0)), "WAL offset is 0 or more. Found: -1", 48);
        assertMalformed(() -> parse(increment().wal(32, -2, 0, 0)), "WAL size is 0 or more. Found: -2", 56);
        assertMalformed(() -> parse(increment().wal(0, 9, 0, 0)), "has a WAL offset", 48);
        assertMalformed(() -> parse(increment().wal(0, 0, 1, 0)), "has a WAL offset", 48);
        assertMalformed(() -> parse(increment().wal(0, 0, 0, 1)), "has a WAL offset", 48);
    }

    @Test
    void refusesAHeaderCutAtAnyByte() {
        byte[] header = cut(increment().build(), LtxHeader.SIZE);
        for (int length = 0; length < header.length; length++) {
            byte[] start = cut(header, length);
            assertThat(catchThrowable(() -> LtxHeader.parse(start)))
                    .as("cut at %d", length)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("truncated");
        }
    }

    @Test
    void namesTextUnlikeAHeaderMalformed() {
        byte[] page = "<html><body>404 Not Found</body></html>".repeat(4).getBytes(StandardCharsets.US_ASCII);
        assertMalformed(() -> LtxHeader.parse(page), "starts with \"LTX1\"", 0);
    }
}
