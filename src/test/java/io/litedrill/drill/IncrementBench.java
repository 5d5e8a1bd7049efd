package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.UnfitException;
import io.litedrill.litestream.GoldenManifest.GoldenFile;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.Point;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Drills a golden replica whose files are uploaded one after the other, like a daemon with
 * {@code drill.mode: incremental}.
 */
final class IncrementBench {
    static final String ROOT = "replica";
    private static final WriterSettings SETTINGS = new WriterSettings(
            Duration.ofMillis(100), Optional.empty(), Duration.ofHours(720), Duration.ofHours(1), true);

    final MemoryObjectStore store = new MemoryObjectStore();
    private final Path folder;
    private final GoldenReplica golden;
    private final List<GoldenFile> files;
    private ReadingCache cache = new ReadingCache(10_000);
    private Expectations expectations = Expectations.DEFAULTS;
    private ExtraChecks deep = ExtraChecks.DEFAULT.with(keeping(Duration.ofDays(7)));
    private ReplicaHistory history = ReplicaHistory.NONE;
    private AgeIdentities identities = AgeIdentities.NONE;
    private Duration later = Duration.ofMinutes(1);
    private int arrived;
    private int runs;

    IncrementBench(String name, Path folder) {
        this.folder = folder;
        this.golden = GoldenReplica.load(name);
        this.files = golden.manifest().files().stream()
                .sorted(Comparator.comparing(GoldenFile::mtime).thenComparing(GoldenFile::path))
                .toList();
    }

    static Keeping keeping(Duration fullInterval) {
        return new Keeping(true, fullInterval, Long.MAX_VALUE);
    }

    IncrementBench with(AgeIdentities keys) {
        identities = keys;
        return this;
    }

    IncrementBench with(ReplicaHistory earlierRuns) {
        history = earlierRuns;
        return this;
    }

    IncrementBench with(ExtraChecks checks) {
        deep = checks;
        return this;
    }

    IncrementBench with(Expectations tests) {
        expectations = tests;
        return this;
    }

    /** Advances the clock before the next drill. */
    void pass(Duration time) {
        later = later.plus(time);
    }

    List<GoldenFile> files() {
        return files;
    }

    /** Uploads files up to this number. */
    void upload(int count) throws IOException {
        for (; arrived < count; arrived++) {
            GoldenFile file = files.get(arrived);
            store.put(
                    ROOT + "/" + file.path(), Files.readAllBytes(golden.files().resolve(file.path())), file.mtime());
        }
    }

    void uploadAll() throws IOException {
        upload(files.size());
    }

    /** Uploads a part of the files with which a drill passes; returns whether such a part exists. */
    boolean uploadPart() throws IOException {
        for (int count = files.size() / 2; count < files.size(); count++) {
            upload(count);
            if (drill(Keeping.NOTHING).outcome() == DrillResult.Outcome.PASSED) {
                return true;
            }
        }
        return false;
    }

    CheckedReplica watched() {
        Objectives objectives = new Objectives(
                Duration.ofDays(10_000), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return new CheckedReplica(
                new ReplicaId("app", "memory"),
                new Replica(store, ROOT).with(identities),
                Optional.empty(),
                objectives,
                SETTINGS);
    }

    Path scratch() {
        return folder.resolve("scratch");
    }

    Instant now() {
        return files.get(arrived - 1).mtime().plus(later);
    }

    DrillResult drill() {
        return drill(deep.keeping());
    }

    DrillResult drill(Keeping keeping) {
        return drill(keeping, RestoreListener.NONE);
    }

    DrillResult drill(Keeping keeping, RestoreListener progress) {
        DrillOrder order =
                new DrillOrder("run-" + runs++, watched(), new Point.Newest(), expectations, deep.with(keeping));
        return new Driller(scratch(), cache, history, this::now).drill(order, progress);
    }

    /** Returns a file of the only kept copy. */
    Path kept(String name) throws IOException {
        try (Stream<Path> copies = Files.list(scratch().resolve("kept"))) {
            return copies.filter(Files::isDirectory).findFirst().orElseThrow().resolve(name);
        }
    }

    /** Changes a page of the kept copy with its checksum and the state, like a fault of Litedrill. */
    void tamper() throws IOException {
        try (KeptCopy copy = new KeptCopies(scratch()).open("app", "memory").orElseThrow()) {
            KeptState state = copy.state();
            Path changed = folder.resolve("changed.db");
            Files.copy(copy.database(), changed);
            try (RandomAccessFile file = new RandomAccessFile(changed.toFile(), "rw")) {
                file.seek(file.length() - 1);
                file.write(77);
            }
            Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rw-------"));
            copy.take(changed);
            copy.sum();
            copy.adopt();
            copy.seal(new KeptState(
                    state.origin(),
                    state.settings(),
                    state.point(),
                    state.shape(),
                    copy.sumsDigest(state.shape().pageSize()),
                    state.proofs(),
                    state.tail()));
        } catch (UnfitException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes the state of the kept copy to one that another version of Litedrill wrote. */
    void stateOfVersion(String version) throws IOException {
        Path state = kept("state");
        String text = Files.readString(state);
        String changed =
                text.substring(0, text.lastIndexOf("# sha256 ")).replaceFirst("format=1 .*", "format=1 " + version);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(changed.getBytes(StandardCharsets.UTF_8));
            Files.writeString(state, changed + "# sha256 " + HexFormat.of().formatHex(digest) + "\n");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
