package io.litedrill.check;

import io.litedrill.replica.Generation;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reports a newest state that is an empty database when an older state was not empty. A database that Litestream
 * replicates has its first page and one page each for {@code _litestream_seq} and {@code _litestream_lock}. Each
 * further table, even an empty one, needs a page. So a database of three pages has no other table. A smaller size
 * alone is no finding, because VACUUM may shrink a database.
 */
final class EmptyRule implements Rule {
    /** The first page, and one page for each of Litestream's two tables. */
    private static final long OWN_PAGES = 3;
    /** In bytes. The stored size of three pages is smaller, for any page size. */
    private static final long CERTAINLY_MORE = 4 << 16;

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence
                .newest()
                .filter(newest -> {
                    OptionalLong pages = pages(evidence, newest);
                    return pages.isPresent() && pages.getAsLong() <= OWN_PAGES;
                })
                .flatMap(newest -> larger(evidence, newest).map(older -> finding(evidence, newest, older)))
                .stream()
                .toList();
    }

    private static OptionalLong pages(Evidence evidence, RecoveryPoint newest) {
        if (newest.position() instanceof WalPosition position) {
            return evidence.scan().inventory().generations().stream()
                    .filter(generation -> generation.id().equals(position.generation()))
                    .map(generation -> pages(generation, position))
                    .findFirst()
                    .orElse(OptionalLong.empty());
        }
        return evidence.scan().inventory().ltxFiles().stream()
                .filter(file -> file.isUsable() && file.end().equals(newest.position()))
                .map(EmptyRule::pages)
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /**
     * Returns the number of pages after the only segment of the index, or after a snapshot without segments. In other
     * cases the frames would have to be read.
     */
    private static OptionalLong pages(Generation generation, WalPosition position) {
        List<WalSegment> ofIndex = generation.segments().stream()
                .filter(segment -> segment.index() == position.index())
                .toList();
        if (ofIndex.size() == 1) {
            return pages(ofIndex.get(0));
        }
        return generation.snapshots().stream()
                .filter(snapshot -> ofIndex.isEmpty() && snapshot.index() == position.index())
                .map(EmptyRule::pages)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong pages(ReplicaFile file) {
        if (file.reading() instanceof Reading.Header header) {
            return OptionalLong.of(header.pages());
        }
        if (file.reading() instanceof Reading.Measured measured) {
            return measured.pages();
        }
        return file.reading() instanceof Reading.Opened opened ? opened.pages() : OptionalLong.empty();
    }

    /** Returns the newest file of an older state that contains more pages. */
    private static Optional<ReplicaFile> larger(Evidence evidence, RecoveryPoint newest) {
        return evidence.scan()
                .inventory()
                .files()
                .filter(file -> file.isUsable() && !file.time().isAfter(newest.time()))
                .filter(file -> holdsMore(file))
                .reduce((a, b) -> b.time().isAfter(a.time()) ? b : a);
    }

    private static boolean holdsMore(ReplicaFile file) {
        OptionalLong pages = pages(file);
        boolean whole = file instanceof WalSnapshot || (file instanceof LtxFile ltx && ltx.isSnapshot());
        return pages.isPresent() ? pages.getAsLong() > OWN_PAGES : whole && file.bytes() > CERTAINLY_MORE;
    }

    private static Finding finding(Evidence evidence, RecoveryPoint newest, ReplicaFile older) {
        return new Finding(
                FindingCode.DATABASE_EMPTY,
                Severity.CRITICAL,
                FindingSentence.NEWEST_EMPTY.of(newest.position(), newest.time(), older.kind(), older.time()),
                evidence.watched().replica().locate(older),
                Hint.text("check whether the live database was lost and created again; the states before that"
                                + " can be restored until Litestream's retention removes them: ")
                        .then(evidence.windowCommand()));
    }
}
