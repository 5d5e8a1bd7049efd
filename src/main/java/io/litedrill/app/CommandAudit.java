package io.litedrill.app;

import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;

/**
 * Keeps that somebody at the command line had a database written.
 *
 * @param who the user of this machine
 */
public record CommandAudit(Audit audit, String who, String database, String what) {
    private static final String FROM = "command line";

    /** For a database of the configuration. */
    public static CommandAudit of(Target target, String what) {
        return new CommandAudit(
                target.wiring().audit(),
                System.getProperty("user.name", "-"),
                target.database().name(),
                what);
    }

    /** Kept before anything is touched, so that one that is killed can be told too. */
    public void begun(String runId) {
        keep("begun as " + runId);
    }

    public void ended(RestoreReport report) {
        keep(Wording.ended(report));
    }

    private void keep(String answer) {
        audit.keep(new Audit.Attempt(who, FROM, database, what, answer));
    }
}
