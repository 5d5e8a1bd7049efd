package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.replica.Layout;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Litestream merges the files of a plan into one that leads to a later TXID, and deletes them, before the drill reads
 * them.
 */
class CompactedUnderDrillTest {
    @TempDir
    Path folder;

    private GrowingReplica replica() throws IOException, SQLException {
        GrowingReplica replica = new GrowingReplica(folder, Layout.LTX, 10);
        replica.change(1);
        replica.change(2);
        return replica;
    }

    /** Changes the database and compacts its replica at the start of the first plan. */
    private static final class Compacting implements RestoreListener {
        private final GrowingReplica replica;
        private boolean done;

        Compacting(GrowingReplica replica) {
            this.replica = replica;
        }

        @Override
        public void done(ReplicaFile file) {}

        @Override
        public void began(RestorePlan plan) {
            if (done) {
                return;
            }
            done = true;
            try {
                replica.change(3);
                replica.compact();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theNewestStateOfTheNextListingIsDrilled() throws Exception {
        GrowingReplica replica = replica();

        DrillResult drill = replica.drill(Keeping.NOTHING, new Compacting(replica));

        assertThat(drill.findings()).isEmpty();
        assertThat(drill.outcome()).isEqualTo(Outcome.PASSED);
        Restored restored = drill.restored().orElseThrow();
        assertThat(restored.point().position()).isEqualTo(new LtxPosition(4));
        assertThat(restored.fallback()).isEmpty();
    }

    @Test
    void theNewestStateOfTheNextListingIsRestored() throws Exception {
        GrowingReplica replica = replica();
        RestoreAttempt attempt = new RestoreAttempt(
                folder.resolve("restored.db"), Expectations.DEFAULTS, InstantSource.system(), new Compacting(replica));
        ReplicaScanner scanner =
                replica.watched().scanner(new ReadingCache(1000), ReplicaHistory.NONE, InstantSource.system());

        RestoreResult result = new SoundRestore(replica.watched(), scanner, attempt).restore(new Point.Newest(), false);

        assertThat(result).isInstanceOfSatisfying(RestoreResult.Done.class, done -> {
            assertThat(done.restored().point().position()).isEqualTo(new LtxPosition(4));
            assertThat(done.findings()).isEmpty();
        });
    }
}
