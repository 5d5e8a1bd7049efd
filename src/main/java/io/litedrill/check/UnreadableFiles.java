package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Reading.Lack;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.timeline.Gap;

/** What to say of files of which nothing is known, because of their format, because they are encrypted, or because the store refuses them. */
public final class UnreadableFiles {
    /** What to do about a file that no identity at hand opens. */
    public static final String IDENTITY_HINT =
            "set age.identities of this replica, in litestream.yml or litedrill.yml, to the"
                    + " identity (AGE-SECRET-KEY-1...) of one of its recipients, and name the database instead of a URL; until then"
                    + " nothing is proved of what is encrypted";

    private UnreadableFiles() {}

    /** Why a file cannot be read, as part of a sentence about it: {@code cannot be read by this version: REASON}. */
    public static String because(Reading.Unsupported reading) {
        String whom = reading.lack() == Lack.VERSION ? " by this version" : "";
        return "cannot be read" + whom + ": " + reading.reason();
    }

    /** The code of a finding about it. */
    public static FindingCode code(Reading.Unsupported reading) {
        return reading.lack() == Lack.ACCESS ? FindingCode.ACCESS_DENIED : FindingCode.FILE_UNSUPPORTED;
    }

    /** Whether the store refuses this file. */
    public static boolean isRefused(ReplicaFile file) {
        return file.reading() instanceof Reading.Unsupported unread && unread.lack() == Lack.ACCESS;
    }

    /** Whether a file is refused by the store that the newest state may need. */
    static boolean hidesNewest(Evidence evidence) {
        return evidence.scan().inventory().files().anyMatch(file -> hidesNewest(evidence, file));
    }

    /** Whether the store refuses this file, and the newest state may need it. */
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

    /** Whether a file is a snapshot of the history that another file is of. */
    static boolean isSnapshotOf(ReplicaFile file, String where) {
        return file instanceof WalSnapshot snapshot
                ? where.contains("generations/" + snapshot.generation() + "/")
                : file instanceof LtxFile ltx && ltx.isSnapshot() && !where.contains("generations/");
    }

    /** Why nothing can be said of a backup that cannot be read. */
    public static String snapshots(Inventory inventory) {
        boolean refused = inventory.unsupportedSnapshots().allMatch(UnreadableFiles::isRefused);
        return refused
                ? "the store refuses to give files that a restore needs: let Litedrill read them, or restore them from their archive class"
                : "the snapshots are of a format that this version cannot read";
    }

    /** What to do about it. */
    public static String hint(Reading.Unsupported reading) {
        if (reading.lack() == Lack.ACCESS) {
            return "let Litedrill read this file, or restore it from its archive class; until then nothing is proved of what it holds";
        }
        return reading.lack() == Lack.IDENTITY
                ? IDENTITY_HINT
                : "look for a newer Litedrill; until then nothing is proved of what this file holds";
    }
}
