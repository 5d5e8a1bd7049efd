package io.litedrill.replica.scan;

/** Takes the part of one check of what all checks of a process may read of old files. Used by one thread. */
public final class BacklogShare {
    private final BacklogLimit limit;
    private int postponed;

    BacklogShare(BacklogLimit limit) {
        this.limit = limit;
    }

    /** Takes up to a number of files for a listing, and returns how many. The others are postponed. */
    int take(int wanted) {
        int taken = limit.take(wanted);
        // a second listing of one check does not offer the files of the first one again
        postponed = Math.max(postponed, wanted - taken);
        return taken;
    }

    /** Returns how many files this check has left to later checks, because of the limit. */
    public int postponed() {
        return postponed;
    }
}
