package io.litedrill.replica.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.replica.format.WalBuilder;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitSizesTest {
    /** With any division of the bytes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 33, 35, 36, 535, 536, 537, 5000})
    void theLastCommitCounts(int step) {
        byte[] wal = new WalBuilder(512)
                .frame(1, 0, new byte[512])
                .frame(2, 0x01020304L, new byte[512])
                .frame(3, 7, new byte[512])
                .frame(3, 0, new byte[512])
                .build();
        CommitSizes sizes = new CommitSizes(512);
        CommitSizes unknown = new CommitSizes(0);

        for (int at = 0; at < wal.length; at += step) {
            byte[] part = Arrays.copyOfRange(wal, at, Math.min(wal.length, at + step));
            sizes.read(part, part.length);
            unknown.read(part, part.length);
            if (at + step > 32 + 536 + 8 && at + step <= 32 + 2 * 536) {
                assertThat(sizes.last()).isEqualTo(OptionalLong.of(0x01020304L));
            }
        }

        assertThat(sizes.last()).isEqualTo(OptionalLong.of(7));
        assertThat(unknown.last()).isEmpty();
    }
}
