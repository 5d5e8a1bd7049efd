package io.litedrill.app;

import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest.Requester;

/** Records restores that were started from the command line in the audit. */
public record CommandAudit(Audit audit, Requester by, String database) {
    private static final String FROM = "command line";

    /** Returns the audit of a command on a configured database. */
    public static CommandAudit of(Target target, Requester by) {
        return new CommandAudit(target.wiring().audit(), by, target.database().name());
    }

    /**
     * Returns the local user.
     *
     * @param what the command as given
     */
    public static Requester user(String what) {
        return new Requester(System.getProperty("user.name", "-"), FROM, what);
    }

    /** Records the start before anything is changed, so that a killed run leaves a record too. */
    public void begun(String runId) {
        keep("begun as " + runId);
    }

    public void ended(RestoreReport report) {
        keep(Wording.ended(report));
    }

    private void keep(String answer) {
        audit.keep(new Audit.Attempt(by.who(), by.from(), database, by.what(), answer));
    }
}
