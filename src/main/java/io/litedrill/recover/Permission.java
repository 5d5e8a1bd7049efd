package io.litedrill.recover;

import io.litedrill.check.Hint;
import io.litedrill.check.HintStyle;
import java.util.Arrays;
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
    /** Take the copy that an incremental drill keeps, without newer files, if the store cannot be read. */
    PROVED_COPY(false),
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

    /** Renders permissions as keys of an HTTP request, and all else as on a command line. */
    public static final HintStyle IN_REQUEST = new HintStyle() {
        @Override
        public String option(Hint.Option option) {
            return inRequest(option);
        }
    };

    private final boolean requestable;

    Permission(boolean requestable) {
        this.requestable = requestable;
    }

    /** Returns the command-line option, such as {@code --accept-smaller}. */
    public String option() {
        return hint().words();
    }

    /** Returns the option as a part of text, which each output renders in its own style. */
    public Hint.Option hint() {
        return Hint.Option.flag(wire().replace('_', '-'));
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
    private String inRequest() {
        return requestable ? "\"" + wire() + "\": true" : option();
    }

    private static String inRequest(Hint.Option option) {
        return Arrays.stream(values())
                .filter(each -> each.hint().equals(option))
                .findFirst()
                .map(Permission::inRequest)
                .orElseGet(option::words);
    }
}
