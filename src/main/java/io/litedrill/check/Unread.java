package io.litedrill.check;

import io.litedrill.replica.Reading;
import io.litedrill.replica.Reading.Lack;

/** What to say of files of which nothing is known, because of their format or because they are encrypted. */
public final class Unread {
    /** What to do about a file that no identity at hand opens. */
    public static final String IDENTITY_HINT =
            "set age.identities of this replica, in litestream.yml or litedrill.yml, to the"
                    + " identity (AGE-SECRET-KEY-1...) of one of its recipients, and name the database instead of a URL; until then"
                    + " nothing is proved of what is encrypted";

    private Unread() {}

    /** Why a file cannot be read, as part of a sentence about it: {@code cannot be read by this version: REASON}. */
    public static String because(Reading.Unsupported reading) {
        String whom = reading.lack() == Lack.VERSION ? " by this version" : "";
        return "cannot be read" + whom + ": " + reading.reason();
    }

    /** What to do about it. */
    public static String hint(Reading.Unsupported reading) {
        return reading.lack() == Lack.IDENTITY
                ? IDENTITY_HINT
                : "look for a newer Litedrill; until then nothing is proved of what this file holds";
    }
}
