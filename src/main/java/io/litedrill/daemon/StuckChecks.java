package io.litedrill.daemon;

import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.schedule.JobKind;
import io.litedrill.schedule.RunHandle;
import io.litedrill.schedule.RunListener;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Publishes an unknown verdict for a check that hangs or fails. Otherwise its previous verdict would be shown as
 * current.
 */
public final class StuckChecks implements RunListener {
    private final Catalogue catalogue;
    private final ResultPublisher results;
    private final InstantSource clock;

    public StuckChecks(Catalogue catalogue, ResultPublisher results, InstantSource clock) {
        this.catalogue = catalogue;
        this.results = results;
        this.clock = clock;
    }

    @Override
    public void overran(RunHandle run, Duration limit) {
        publish(
                run,
                FindingSentence.CHECK_OVERRAN.of(limit.toSeconds()),
                "check whether the store responds; the limit is check.timeout");
    }

    @Override
    public void failed(RunHandle run, Throwable cause) {
        publish(
                run,
                FindingSentence.CHECK_STOPPED_BY_ERROR.of(cause.getClass().getSimpleName()),
                "see the log; please report it as a bug");
    }

    private void publish(RunHandle run, Facts facts, String hint) {
        if (run.kind() == JobKind.CHECK) {
            catalogue.ofJob(run.database()).ifPresent(replica -> {
                Finding finding = new Finding(
                        FindingCode.STORAGE_UNREACHABLE, Severity.UNKNOWN, facts, replica.location(), Hint.text(hint));
                results.check(replica.blind(clock.instant(), finding));
            });
        }
    }
}
