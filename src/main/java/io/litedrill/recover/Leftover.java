package io.litedrill.recover;

import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reports files that could not be deleted once a restored database was in place. */
final class Leftover {
    private Leftover() {}

    /**
     * Returns the finding for the files.
     *
     * @param problems the files that could not be deleted, with the reasons
     * @param live the path of the database
     * @return empty when there are no problems
     */
    static Optional<Finding> finding(List<String> problems, Path live) {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.CLEANUP_FAILED,
                        Severity.WARNING,
                        Facts.text(
                                "the restored database is in place, but files that are not needed any more could not be deleted: "
                                        + String.join("; ", problems)),
                        live.toString(),
                        Hint.text(
                                "make the named files deletable; the next litedrill restore --in-place, ensure or serve tries once more. "
                                        + "Or delete them by hand")));
    }

    /** Returns the same text for a log line; empty when there are no problems. */
    static String text(List<String> problems) {
        return problems.isEmpty() ? "" : "; could not be deleted, delete it by hand: " + String.join("; ", problems);
    }
}
