package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Checker;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.Severity;
import io.litedrill.recover.FileRestorer;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import io.litedrill.recover.RestoreSource;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An internal error with one replica: that replica is named, and runs on other replicas are not affected. */
class OwnFaultTest {
    private static final ReadingCache CACHE = new ReadingCache(10);

    @TempDir
    Path folder;

    /** A store that throws an unexpected exception. */
    private static final class FaultyStore implements ObjectStore {
        @Override
        public String locate(String key) {
            return "faulty://" + key;
        }

        @Override
        public void list(String prefix, String after, ObjectVisitor visitor) {
            throw new IllegalStateException("a case nobody thought of");
        }

        @Override
        public InputStream open(String key, long offset, long length) {
            throw new IllegalStateException("a case nobody thought of");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private CheckedReplica watched() {
        CheckedReplica sound = new DamageBench(folder).watched();
        Replica replica = new Replica(new FaultyStore(), "app");
        return new CheckedReplica(sound.id(), replica, sound.live(), sound.objectives(), sound.settings());
    }

    private static void assertNamed(List<Finding> findings) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.REPLICA_UNSUPPORTED);
            assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN);
            assertThat(finding.where()).isEqualTo("faulty://app");
            assertThat(finding.message()).contains("a case nobody thought of");
        });
    }

    @Test
    void aCheckIsUnknownAndNamesTheReplica() {
        CheckResult result = new Checker(ReplicaHistory.NONE, CACHE, InstantSource.system()).check(watched());

        assertNamed(result.findings());
    }

    @Test
    void aDrillIsInconclusiveAndNamesTheReplica() {
        DrillOrder order = new DrillOrder("run", watched(), new Point.Newest(), DrillBench.SOUND);

        DrillResult result = new Driller(folder.resolve("scratch"), CACHE, InstantSource.system())
                .drill(order, RestoreListener.NONE);

        assertThat(result.outcome()).isEqualTo(DrillResult.Outcome.INCONCLUSIVE);
        assertNamed(result.findings());
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void aRestoreIsInconclusiveAndNamesTheReplica() {
        RestoreRequest request =
                TestRequests.toFile("run", new Point.Newest(), folder.resolve("out.db"), Permissions.NONE);

        RestoreReport report = new FileRestorer(CACHE, InstantSource.system())
                .restore(request, new RestoreSource(watched(), DrillBench.SOUND), RestoreListener.NONE);

        assertThat(report.word()).isEqualTo(OutcomeWord.INCONCLUSIVE);
        assertNamed(report.findings());
        assertThat(folder.resolve("out.db")).doesNotExist();
    }
}
