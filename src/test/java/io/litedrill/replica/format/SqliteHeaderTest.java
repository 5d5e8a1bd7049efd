package io.litedrill.replica.format;

import static io.litedrill.replica.format.FormatAssertions.assertMalformed;
import static io.litedrill.replica.format.FormatAssertions.assertUnsupported;
import static io.litedrill.replica.format.FormatAssertions.cut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.replica.format.SqliteHeader.TextEncoding;
import io.litedrill.replica.format.SqliteHeader.Versions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqliteHeaderTest {
    /** Returns a header as SQLite writes it: page size 4096, WAL mode, 7 pages, UTF-8. */
    private static byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(SqliteHeader.SIZE);
        header.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) 4096);
        header.put(new byte[] {2, 2, 0, 64, 32, 32});
        header.putInt(24, 5)
                .putInt(28, 7)
                .putInt(44, 4)
                .putInt(56, 1)
                .putInt(92, 5)
                .putInt(96, 3054001);
        return header.array();
    }

    private static SqliteHeader parse(int offset, int... bytes) throws FormatException {
        byte[] header = header();
        for (int i = 0; i < bytes.length; i++) {
            header[offset + i] = (byte) bytes[i];
        }
        return SqliteHeader.parse(header);
    }

    @Test
    void readsEveryField() throws Exception {
        SqliteHeader header = SqliteHeader.parse(header());
        assertThat(header).isEqualTo(new SqliteHeader(4096, 7, new Versions(5, 5, 2, 2), TextEncoding.UTF8, 0, false));
        assertThat(header.versions().write()).isEqualTo(2);
        assertThat(header.versions().read()).isEqualTo(2);
        assertThat(header.changeCounter()).isEqualTo(5);
        assertThat(header.versionValidFor()).isEqualTo(5);
        assertThat(header.versions().pagesAreValid()).isTrue();
    }

    @Test
    void keepsHighestBits() throws Exception {
        assertThat(parse(24, 0xff, 0xff, 0xff, 0xfe).changeCounter()).isEqualTo(4294967294L);
        assertThat(parse(28, 0xff, 0xff, 0xff, 0xfe).pages()).isEqualTo(4294967294L);
        assertThat(parse(92, 0x80, 0, 0, 0).versionValidFor()).isEqualTo(2147483648L);
        assertThat(parse(60, 0xff, 0xff, 0xff, 0xff).userVersion()).isEqualTo(-1);
    }

    @Test
    void readsWhatDiffersFromDatabaseToDatabase() throws Exception {
        assertThat(parse(16, 0, 1).pageSize()).isEqualTo(65536);
        assertThat(parse(16, 2, 0).pageSize()).isEqualTo(512);
        assertThat(parse(18, 1, 1).versions().write()).isEqualTo(1);
        assertThat(parse(18, 1, 1).versions().read()).isEqualTo(1);
        assertThat(parse(55, 3).autoVacuum()).isTrue();
        assertThat(parse(59, 3).textEncoding()).isEqualTo(TextEncoding.UTF16BE);
        assertThat(parse(59, 0).textEncoding()).isEqualTo(TextEncoding.UNSET);
        assertThat(parse(27, 6).versions().pagesAreValid()).isFalse();
    }

    @Test
    void refusesOtherMagic() {
        assertMalformed(() -> parse(0, 's'), "SQLite format 3", 0);
        assertMalformed(() -> parse(15, 1), "SQLite format 3", 0);
    }

    @Test
    void refusesOtherPageSizes() {
        assertMalformed(() -> parse(16, 0, 0), "Found: 0", 16);
        assertMalformed(() -> parse(16, 0x10, 1), "Found: 4097", 16);
        assertMalformed(() -> parse(16, 1, 0), "Found: 256", 16);
    }

    @Test
    void distinguishesNewerVersionsFromNone() {
        assertUnsupported(() -> parse(18, 3), "write version 3", 18);
        assertUnsupported(() -> parse(19, 255), "read version 255", 19);
        assertMalformed(() -> parse(18, 0), "write version is 1 or 2", 18);
        assertMalformed(() -> parse(19, 0), "read version is 1 or 2", 19);
    }

    @Test
    void refusesConstantsThatAreOthers() {
        assertMalformed(() -> parse(21, 65), "payload fraction is 64. Found: 65", 21);
        assertMalformed(() -> parse(22, 31), "payload fraction is 32. Found: 31", 22);
        assertMalformed(() -> parse(23, 0), "payload fraction is 32. Found: 0", 23);
        assertMalformed(() -> parse(16, 2, 0, 2, 2, 33), "not reserved. Found: 33", 20);
        assertMalformed(() -> parse(59, 4), "text encoding", 56);
        assertMalformed(() -> parse(56, 0x80), "text encoding", 56);
    }

    @Test
    void refusesAHeaderCutAtAnyByte() {
        for (int length = 0; length < SqliteHeader.SIZE; length++) {
            byte[] start = cut(header(), length);
            assertThatThrownBy(() -> SqliteHeader.parse(start))
                    .as("cut at %d", length)
                    .isInstanceOf(MalformedException.class);
        }
    }
}
