package io.litedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.ProvedFiles;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalDrillTest {
    @TempDir
    Path folder;

    private static CheckOutcome.Result check(DrillResult result, CheckKind kind) {
        return result.restored().orElseThrow().checks().stream()
                .filter(check -> check.kind() == kind)
                .map(CheckOutcome::result)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wal/basic",
                "wal/indexes",
                "wal/shrunk",
                "wal/autovacuum",
                "wal/page512",
                "wal/page64k",
                "ltx/basic",
                "ltx/growth",
                "ltx/shrunk",
                "ltx/autovacuum",
                "ltx/page512",
                "ltx/page64k"
            })
    void theNextDrillReadsNewFilesOnlyAndHasTheDatabaseOfAFullOne(String name) throws IOException {
        IncrementBench bench = new IncrementBench(name, folder);
        assertThat(bench.uploadPart()).isTrue();

        DrillResult first = bench.drill();
        bench.uploadAll();
        DrillResult second = bench.drill();
        byte[] kept = Files.readAllBytes(bench.kept("database"));
        DrillResult full = bench.drill(IncrementBench.keeping(Duration.ofNanos(1)));

        assertThat(first.isIncremental()).isFalse();
        assertThat(first.run().fullBecause()).contains("there is no kept copy of an earlier drill");
        assertThat(second.outcome()).as("%s", second.findings()).isEqualTo(Outcome.PASSED);
        assertThat(second.isIncremental()).as("%s", second.run().fullBecause()).isTrue();
        assertThat(second.run().fullBecause()).isEmpty();
        assertThat(check(second, CheckKind.QUICK_CHECK)).isEqualTo(CheckOutcome.Result.PASSED);
        assertThat(full.isIncremental()).isFalse();
        assertThat(full.restored().orElseThrow().point())
                .isEqualTo(second.restored().orElseThrow().point());
        assertThat(check(full, CheckKind.KEPT_COPY)).isEqualTo(CheckOutcome.Result.PASSED);
        assertThat(kept).isEqualTo(Files.readAllBytes(bench.kept("database")));
    }

    /** A newer snapshot may have fewer bytes than all files since the last drill. */
    @Test
    void newFilesThatAreLargerThanAFullRestoreAreNotRead() throws IOException {
        IncrementBench bench = new IncrementBench("wal/snapshots", folder);
        assertThat(bench.uploadPart()).isTrue();
        bench.drill();
        bench.uploadAll();

        DrillResult second = bench.drill();

        assertThat(second.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(second.run().fullBecause()).contains("the newer files are larger than those of a full restore");
    }

    @Test
    void anEncryptedReplicaIsDrilledIncrementally() throws IOException {
        IncrementBench bench =
                new IncrementBench("wal/encrypted", folder).with(AgeIdentities.of(List.of(GoldenReplica.identity())));
        assertThat(bench.uploadPart()).isTrue();
        bench.drill();
        bench.uploadAll();

        DrillResult second = bench.drill();

        assertThat(second.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(second.isIncremental()).as("%s", second.run().fullBecause()).isTrue();
    }

    @Nested
    class AfterADrill {
        private IncrementBench bench;

        @BeforeEach
        void drill() throws IOException {
            bench = new IncrementBench("ltx/basic", folder);
            assertThat(bench.uploadPart()).isTrue();
            assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        }

        private void assertFull(String reason) {
            DrillResult result = bench.drill();
            assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(result.isIncremental()).isFalse();
            assertThat(result.run().fullBecause().orElseThrow()).contains(reason);
            // the next drill is based on it
            assertThat(bench.drill().isIncremental()).isTrue();
        }

        private void flip(String name, long at) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(bench.kept(name).toFile(), "rw")) {
                file.seek(at);
                int before = file.read();
                file.seek(at);
                file.write(before ^ 1);
            }
        }

        @Test
        void aDrillWithoutNewFilesReadsNoFile() {
            DrillResult again = bench.drill();

            assertThat(again.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(again.isIncremental()).isTrue();
            assertThat(again.run().cost().bytesRead()).isZero();
        }

        @Test
        void aChangedPageMakesTheNextDrillAFullOne() throws IOException {
            flip("database", Files.size(bench.kept("database")) - 1);
            assertFull("another checksum");
        }

        /** SQLite reports this page too, but the checksum shows that the copy is damaged and not the newer files. */
        @Test
        void aDestroyedPageIsReportedByItsChecksum() throws IOException {
            bench.uploadAll();
            flip("database", Files.size(bench.kept("database")) / 2 / 4096 * 4096);
            assertFull("another checksum");
        }

        @Test
        void aChangedChecksumMakesTheNextDrillAFullOne() throws IOException {
            flip("sums", 3);
            assertFull("not as the last drill left them");
        }

        @Test
        void aDamagedStateMakesTheNextDrillAFullOne() throws IOException {
            flip("state", 100);
            assertFull("is damaged");
        }

        @Test
        void aStateThatOthersMayWriteMakesTheNextDrillAFullOne() throws IOException {
            Files.setPosixFilePermissions(bench.kept("state"), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertFull("may be written by its group or by others");
        }

        @Test
        void aLinkInPlaceOfTheDatabaseIsNotFollowed() throws IOException {
            Path database = bench.kept("database");
            Path other = folder.resolve("other.db");
            Files.move(database, other);
            Files.createSymbolicLink(database, other);
            byte[] before = Files.readAllBytes(other);

            assertFull("cannot be read");
            assertThat(Files.readAllBytes(other)).isEqualTo(before);
        }

        @Test
        void otherTestsMakeTheNextDrillAFullOne() {
            bench.with(new Expectations(
                    Expectations.Mode.INTEGRITY_CHECK, false, List.of(), List.of(), Duration.ofMinutes(1)));
            assertFull("configured differently");
        }

        @Test
        void aFullDrillIsDueAfterItsInterval() throws IOException {
            bench.pass(Duration.ofDays(8));
            bench.uploadAll();
            assertFull("one is due every 7d");
        }

        @Test
        void aDamagedNewFileFailsAsAFullDrillDoes() throws IOException {
            String newest = IncrementBench.ROOT + "/"
                    + bench.files().get(bench.files().size() - 1).path();
            bench.uploadAll();
            byte[] bytes = bench.store.bytes(newest);
            bytes[bytes.length / 2] ^= 1;
            bench.store.put(
                    newest, bytes, bench.files().get(bench.files().size() - 1).mtime());

            DrillResult result = bench.drill();
            DrillResult full = bench.drill(Keeping.NOTHING);

            assertThat(full.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings())
                    .extracting(Finding::code)
                    .isEqualTo(full.findings().stream().map(Finding::code).toList());
        }

        private GoldenFile old() {
            return bench.files().stream()
                    .filter(file -> file.path().endsWith("0000000000000003.ltx"))
                    .findFirst()
                    .orElseThrow();
        }

        /** Changes a byte of a file that the next drill would not read. */
        private void flipOld() throws IOException {
            String name = IncrementBench.ROOT + "/" + old().path();
            byte[] bytes = bench.store.bytes(name).clone();
            bytes[bytes.length / 2] ^= 1;
            bench.store.put(name, bytes, old().mtime());
        }

        /** An incremental drill would pass and clear the alert. */
        @Test
        void afterAFullDrillThatFailedTheNextOneIsFullUntilOnePasses() throws IOException {
            flipOld();
            Keeping requested = IncrementBench.keeping(Duration.ofDays(7)).asFull();
            assertThat(bench.drill(requested).outcome()).isEqualTo(Outcome.FAILED);

            DrillResult next = bench.drill();

            assertThat(next.run().fullBecause()).contains("the last full drill failed");
            assertThat(next.outcome()).isEqualTo(Outcome.FAILED);
            // the kept copy is still proved, so restores may use it
            assertThat(new KeptRestore(bench.scratch(), bench.watched().id()).newest())
                    .isPresent();
            flipOld();
            assertFull("the last full drill failed");
        }

        /** A scrub, or a drill with another scratch folder, has read the file. */
        @Test
        void aFileThatAnEarlierRunFoundDamagedIsReadAgain() throws IOException {
            bench.with(new ProvedHistory());
            flipOld();
            assertThat(bench.drill(Keeping.NOTHING).outcome()).isEqualTo(Outcome.FAILED);

            DrillResult next = bench.drill();

            assertThat(next.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(next.run().fullBecause().orElseThrow()).contains(old().path() + " damaged");
        }

        @Test
        void aDifferenceFromAFullRestoreFailsTheDrill() throws IOException {
            bench.tamper();
            bench.pass(Duration.ofDays(8));

            DrillResult result = bench.drill();

            assertThat(check(result, CheckKind.KEPT_COPY)).isEqualTo(CheckOutcome.Result.FAILED);
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings()).extracting(Finding::code).contains(FindingCode.CHAIN_DISAGREES);
        }

        /** Both states remain, since it is not known which one is right. */
        @Test
        void aDifferenceFailsEveryDrillUntilTheKeptCopyIsRemoved() throws IOException {
            bench.tamper();
            bench.pass(Duration.ofDays(8));
            byte[] kept = Files.readAllBytes(bench.kept("database"));
            bench.drill();

            DrillResult again = bench.drill();

            assertThat(again.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(again.findings()).extracting(Finding::code).contains(FindingCode.CHAIN_DISAGREES);
            assertThat(Files.readAllBytes(bench.kept("database"))).isEqualTo(kept);
            assertThat(new KeptRestore(bench.scratch(), bench.watched().id()).newest())
                    .isEmpty();

            Files.delete(bench.kept("database"));
            assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
            assertThat(bench.drill().isIncremental()).isTrue();
        }

        /** The state file cannot be written: the disk is full with the database of the full drill. */
        @Test
        void aDifferenceIsRecordedAlthoughTheDiskIsFullWithBothDatabases() throws IOException {
            bench.tamper();
            Path inTheWay = bench.kept("state.new").resolve("file");
            RestoreListener full = atVerification(() -> create(inTheWay));
            Keeping requested = IncrementBench.keeping(Duration.ofDays(7)).asFull();
            assertThat(bench.drill(requested, full).outcome()).isEqualTo(Outcome.FAILED);

            DrillResult next = bench.drill();

            assertThat(next.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(next.findings()).extracting(Finding::code).contains(FindingCode.CHAIN_DISAGREES);
        }

        private static void create(Path file) {
            try {
                Files.createDirectories(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void aDifferenceRemainsWhereItCannotBeComparedAgain() throws IOException {
            bench.tamper();
            bench.pass(Duration.ofDays(8));
            bench.drill();
            flip("database", Files.size(bench.kept("database")) - 1);

            assertStillDisputed("another checksum");
            assertStillDisputed("another checksum");
            Files.delete(bench.kept("database"));
            assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        }

        @Test
        void aDifferenceRemainsWhereThereIsNoRoomToCompare() throws IOException {
            bench.tamper();
            bench.pass(Duration.ofDays(8));
            bench.drill();
            bench.with(ExtraChecks.DEFAULT.with(new Keeping(true, Duration.ofDays(7), 1000)));

            assertStillDisputed("more than drill.keep_most allows (1000)");
            assertStillDisputed("more than drill.keep_most allows (1000)");
        }

        @Test
        void aDifferenceRemainsWhileAnotherDrillUsesTheKeptCopy() throws Exception {
            bench.tamper();
            bench.pass(Duration.ofDays(8));
            bench.drill();
            try (KeptCopy used =
                    new KeptCopies(bench.scratch()).open("app", "memory").orElseThrow()) {
                assertThat(used.state().proofs().disputed()).isTrue();
                assertStillDisputed("another drill or restore uses the kept copy");
            }
            Files.delete(bench.kept("database"));
            assertThat(bench.drill().outcome()).isEqualTo(Outcome.PASSED);
        }

        @Test
        void aDifferenceThatAnotherVersionFoundRemains() throws IOException {
            bench.tamper();
            bench.pass(Duration.ofDays(8));
            bench.drill();
            bench.stateOfVersion("0.0.9");

            DrillResult result = bench.drill();

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.findings()).extracting(Finding::code).contains(FindingCode.CHAIN_DISAGREES);
        }

        @Test
        void aCopyOfAnotherVersionMakesTheNextDrillAFullOne() throws IOException {
            bench.stateOfVersion("0.0.9");
            assertFull("another version of Litedrill");
        }

        private void assertStillDisputed(String reason) throws IOException {
            byte[] kept = Files.readAllBytes(bench.kept("database"));
            DrillResult result = bench.drill();
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(check(result, CheckKind.KEPT_COPY)).isEqualTo(CheckOutcome.Result.FAILED);
            assertThat(result.findings())
                    .filteredOn(finding -> finding.code() == FindingCode.CHAIN_DISAGREES)
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message()).contains(reason));
            assertThat(Files.readAllBytes(bench.kept("database"))).isEqualTo(kept);
        }

        /** By then the newer files are applied, and the checksums of the pages are being verified. */
        @Test
        void aDrillThatIsStoppedWhileTheDatabaseIsTestedKeepsNothing() throws IOException {
            bench.uploadAll();

            DrillResult stopped = bench.drill(
                    IncrementBench.keeping(Duration.ofDays(7)), atVerification(Thread.currentThread()::interrupt));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(bench.kept("state")).doesNotExist();
            assertFull("there is no kept copy of an earlier drill");
        }

        private static RestoreListener atVerification(Runnable action) {
            return new RestoreListener() {
                @Override
                public void done(ReplicaFile file) {}

                @Override
                public void phase(RestorePhase phase) {
                    if (phase == RestorePhase.VERIFYING) {
                        action.run();
                    }
                }
            };
        }

        @Test
        void aLimitOfTheKeptBytesIsObeyed() throws IOException {
            bench.pass(Duration.ofDays(8));
            bench.with(ExtraChecks.DEFAULT.with(new Keeping(true, Duration.ofDays(7), 1000)));

            DrillResult result = bench.drill();

            assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(result.run().fullBecause().orElseThrow()).contains("more than drill.keep_most allows (1000)");
        }

        @Test
        void aCopyThatCannotBeOpenedDoesNotPreventADrill() throws IOException {
            Path lock = bench.kept("lock");
            Files.delete(lock);
            Files.createDirectory(lock);

            DrillResult result = bench.drill();

            assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(result.run().fullBecause().orElseThrow()).contains("the kept copy cannot be opened");
        }

        @Test
        void anotherDrillOfTheReplicaIsNotDisturbed() throws IOException {
            try (IncrementalDrill other = IncrementalDrill.begin(
                    new DrillOrder(
                            "other",
                            bench.watched(),
                            new Point.Newest(),
                            Expectations.DEFAULTS,
                            ExtraChecks.DEFAULT.with(IncrementBench.keeping(Duration.ofDays(7)))),
                    bench.scratch(),
                    bench.now())) {
                assertThat(other.fullBecause()).isEqualTo(Optional.empty());
                DrillResult result = bench.drill();
                assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
                assertThat(result.run().fullBecause()).contains("another drill or restore uses the kept copy");
            }
            assertThat(bench.drill().isIncremental()).isTrue();
        }
    }

    /** A history that stores the proofs of files. */
    private static final class ProvedHistory implements ReplicaHistory {
        private ProvedFiles proved = ProvedFiles.NONE;

        @Override
        public ProvedFiles proved(ReplicaId id) {
            return proved;
        }

        @Override
        public void keepProved(ReplicaId id, ReadFiles read) {
            proved = proved.after(read);
        }
    }
}
