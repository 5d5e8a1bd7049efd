package io.litedrill.recover;

import java.util.Locale;

/** A risk that the requester of a restore can accept. Refusals name the permission that overrides them. */
public enum Permission {
    /** Take the newest earlier point that can be restored when the requested one cannot. */
    FALLBACK(true),
    /** Accept a result with less than half of the rows of the last good drill or of the live database. */
    ACCEPT_SMALLER(true),
    /** Accept a result that fails the configured assertions, for example a state from before they held. */
    SKIP_ASSERTIONS(true),
    /** Write a malformed database to a new file where no sound state is left, or where its point was named. */
    ACCEPT_MALFORMED(false),
    /** Replace a database that is sound, or whose condition is unknown. */
    FORCE(true),
    /** Delete the replaced files once the restored database is in place. */
    NO_BACKUP(true),
    /** Confirms that Litestream will get another, empty replica path. */
    NEW_REPLICA(true),
    /** Confirms the restore without a question at the terminal. */
    YES(false),
    /** Accept a first start although replicas with similar paths exist. */
    ACCEPT_FIRST_START(false);

    private final boolean requestable;

    Permission(boolean requestable) {
        this.requestable = requestable;
    }

    /** Returns the command-line option, such as {@code --accept-smaller}. */
    public String option() {
        return "--" + wire().replace('_', '-');
    }

    /** Returns the name in JSON, such as {@code accept_smaller}: the key in requests, if {@link #isRequestable()}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a request over HTTP can give the permission. */
    public boolean isRequestable() {
        return requestable;
    }

    /** Returns the key and value in an HTTP request; the option where only a command line can give the permission. */
    public String inRequest() {
        return requestable ? "\"" + wire() + "\": true" : option();
    }
}
