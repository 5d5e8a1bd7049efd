package io.litedrill.app;

import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreReport;

/**
 * Records restores that were started from the command line in the audit.
 *
 * @param who the user name of the operating system
 */
public record CommandAudit(Audit audit, String who, String database, String what) {
    private static final String FROM = "command line";

    /** Returns the audit of a command on a configured database. */
    public static CommandAudit of(Target target, String what) {
        return new CommandAudit(
                target.wiring().audit(), user(), target.database().name(), what);
    }

    /** Returns the origin of a restore that a command runs. */
    public static RestoreReport.Origin origin(boolean inPlace) {
        return new RestoreReport.Origin(user(), inPlace);
    }

    private static String user() {
        return System.getProperty("user.name", "-");
    }

    /** Records the start before anything is changed, so that a killed run leaves a record too. */
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
