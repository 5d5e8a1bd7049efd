package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Settling;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.RestoreException;
import io.litedrill.storage.StorageException;

/** Leaves out files that a restore could not use. Files that vanished or changed require another listing instead. */
final class FileExclusion {
    /** Number of consecutive denied files after which the store is assumed to deny all. */
    private static final int MOST_REFUSALS = 20;

    private final CheckedReplica watched;
    private final ReplicaScanner scanner;
    private final FileEvidence evidence;
    private final RestoreSession proceedings;
    private int listings;
    private int refusals;

    FileExclusion(CheckedReplica watched, ReplicaScanner scanner, FileEvidence evidence, RestoreSession proceedings) {
        this.watched = watched;
        this.scanner = scanner;
        this.evidence = evidence;
        this.proceedings = proceedings;
    }

    /**
     * Returns whether the replica must be listed again, because the file vanished or changed meanwhile.
     *
     * @throws StorageException when files changed after each of the permitted listings
     */
    boolean requiresListing(RestoreException failure) throws StorageException {
        boolean changed = !watched.replica().isAsListed(failure.file());
        if ((changed || failure.reason() == RestoreException.Reason.VANISHED) && listings++ < Settling.MOST_LISTINGS) {
            return true;
        }
        if (changed) {
            throw new StorageException(
                    StorageException.Kind.CHANGED,
                    watched.replica().locate(failure.file()) + ": files came and went under each of "
                            + Settling.MOST_LISTINGS + " plans");
        }
        return false;
    }

    /**
     * Returns the same scan without a file that failed.
     *
     * @throws StorageException when the store appears to deny all files
     */
    Scan without(Scan scan, RestoreException failure) throws StorageException {
        evidence.confirm(watched.replica(), scan.inventory(), failure);
        refusals = failure.reason() == RestoreException.Reason.REFUSED ? refusals + 1 : 0;
        if (refusals > MOST_REFUSALS && failure.getCause() instanceof StorageException all) {
            throw all;
        }
        proceedings.add(new RestoreFindings(watched).of(failure));
        if (failure.reason() == RestoreException.Reason.MISFIT) {
            proceedings.excludedOneOfTwo();
        }
        return scanner.of(scan, scan.inventory().with(failure.file(), readingAfter(failure)));
    }

    private static Reading readingAfter(RestoreException failure) {
        String reason = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case UNSUPPORTED -> new Reading.Unsupported(reason);
            case REFUSED -> new Reading.Unsupported(reason, Reading.Lack.ACCESS);
            case LOCKED -> new Reading.Unsupported(reason, Reading.Lack.IDENTITY);
            case DAMAGED, MISFIT, HOLE, VANISHED -> new Reading.Damaged(reason);
        };
    }
}
