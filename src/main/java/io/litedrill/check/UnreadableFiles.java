package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Reading.Lack;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.timeline.Gap;

/**
 * Describes files that could not be read because of their format, because they are encrypted, or because the store
 * refuses them.
 */
public final class UnreadableFiles {
    /** The next step for a file that no configured identity decrypts. */
    public static final Hint IDENTITY_HINT =
            Hint.text("set age.identities of this replica, in litestream.yml or litedrill.yml, to the"
                    + " identity (AGE-SECRET-KEY-1...) of one of its recipients, and name the database instead of a URL; until then"
                    + " the encrypted files are untested");

    private UnreadableFiles() {}

    /**
     * Returns why a file cannot be read, as part of a sentence about it: {@code cannot be read by this version:
     * REASON}.
     */
    public static String because(Reading.Unsupported reading) {
        String whom = reading.lack() == Lack.VERSION ? " by this version" : "";
        return "cannot be read" + whom + ": " + reading.reason();
    }

    /** Returns the code of a finding about the file. */
    public static FindingCode code(Reading.Unsupported reading) {
        return reading.lack() == Lack.ACCESS ? FindingCode.ACCESS_DENIED : FindingCode.FILE_UNSUPPORTED;
    }

    /** Returns whether the store refuses this file. */
    public static boolean isRefused(ReplicaFile file) {
        return file.reading() instanceof Reading.Unsupported unread && unread.lack() == Lack.ACCESS;
    }

    /** Returns whether the store refuses a file that the newest state may need. */
    static boolean hidesNewest(Evidence evidence) {
        return evidence.scan().inventory().files().anyMatch(file -> hidesNewest(evidence, file));
    }

    /** Returns whether the store refuses this file, and the newest state may need it. */
    static boolean hidesNewest(Evidence evidence, ReplicaFile file) {
        if (!isRefused(file)) {
            return false;
        }
        return evidence.newest().isEmpty()
                || evidence.scan()
                        .timeline()
                        .holeAtEnd()
                        .filter(gap -> gap.missing()
                                        .where()
                                        .equals(evidence.watched().replica().locate(file))
                                || !file.time().isBefore(gap.before())
                                || (gap.missing().kind() == Gap.Kind.NO_SNAPSHOT
                                        && isSnapshotOf(file, gap.missing().where())))
                        .isPresent();
    }

    /** Returns whether a file is a snapshot of the history of another file. */
    static boolean isSnapshotOf(ReplicaFile file, String where) {
        return file instanceof WalSnapshot snapshot
                ? where.contains("generations/" + snapshot.generation() + "/")
                : file instanceof LtxFile ltx && ltx.isSnapshot() && !where.contains("generations/");
    }

    /** Returns why the state of an unreadable backup is unknown. */
    public static String snapshots(Inventory inventory) {
        boolean refused = inventory.unsupportedSnapshots().allMatch(UnreadableFiles::isRefused);
        return refused
                ? "the store refuses to give files that a restore needs: let Litedrill read them, or restore them from their archive class"
                : "the snapshots are of a format that this version cannot read";
    }

    /** Returns the next step for the file. */
    public static Hint hint(Reading.Unsupported reading) {
        if (reading.lack() == Lack.ACCESS) {
            return Hint.text(
                    "let Litedrill read this file, or restore it from its archive class; until then its contents are untested");
        }
        return reading.lack() == Lack.IDENTITY
                ? IDENTITY_HINT
                : Hint.text("try a newer Litedrill; until then the contents of this file are untested");
    }
}
