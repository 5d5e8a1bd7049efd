package io.litedrill.check;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports that Litestream 0.5 writes the whole database into level 0 again and again.
 *
 * <p>It does so when it no longer finds its place in the WAL: the WAL was checkpointed and begun anew while it did not
 * run, or another program checkpointed it. Such a file is larger than the part of the WAL that its header names. A
 * large transaction, {@code VACUUM} included, is in the WAL and is no such file.
 */
final class UploadsRule implements Rule {
    /** A number of files that single restarts do not explain. */
    static final int MANY = 4;
    /**
     * The time within which so many files are written; Litestream keeps files of level 0 for this long by default.
     */
    static final Duration SPAN = Duration.ofMinutes(5);
    /** After this time without such a file, the uploads have ended. */
    static final Duration RECENT = Duration.ofMinutes(15);

    /** Frames have 24 bytes beside a page, and pages that do not compress grow by up to 8 %. */
    private static final double OVERHEAD = 1.25;

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<LtxFile> whole = evidence.scan().inventory().ltxFiles().stream()
                .filter(UploadsRule::isWhole)
                .sorted(Comparator.comparing(LtxFile::time))
                .toList();
        if (whole.size() < MANY) {
            return List.of();
        }
        Instant last = whole.get(whole.size() - 1).time();
        List<LtxFile> recent = whole.stream()
                .filter(file -> !file.time().isBefore(last.minus(SPAN)))
                .toList();
        boolean ended = last.isBefore(evidence.now().minus(RECENT));
        return recent.size() < MANY || ended ? List.of() : List.of(finding(evidence, recent));
    }

    /** Returns whether a file holds more than its part of the WAL, so that the rest comes from the database file. */
    private static boolean isWhole(LtxFile file) {
        return file.isLargeRaw()
                && !file.isSnapshot()
                && wal(file).filter(length -> file.bytes() > OVERHEAD * length).isPresent();
    }

    /** Returns the length of the part of the WAL that a file was made from, in bytes. */
    private static Optional<Long> wal(LtxFile file) {
        return file.reading() instanceof Reading.Header header
                ? Optional.of(header.wal().end() - header.wal().start())
                : Optional.empty();
    }

    private static long database(LtxFile file) {
        return file.reading() instanceof Reading.Header header ? header.pages() * header.pageSize() : 0;
    }

    private static Finding finding(Evidence evidence, List<LtxFile> files) {
        LtxFile last = files.get(files.size() - 1);
        return new Finding(
                FindingCode.UPLOADS_RUNAWAY,
                Severity.WARNING,
                FindingSentence.UPLOADS_RUNAWAY.of(
                        files.size(),
                        files.get(0).time(),
                        last.time(),
                        files.stream().mapToLong(ReplicaFile::bytes).sum(),
                        files.stream()
                                .flatMap(file -> wal(file).stream())
                                .mapToLong(Long::longValue)
                                .sum(),
                        database(last)),
                evidence.location(),
                Hint.text(
                        "read Litestream's log: does it restart again and again? Do not let another program checkpoint the"
                                + " database, or close its last connection, while Litestream does not run"));
    }
}
