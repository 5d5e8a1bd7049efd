package io.litedrill.app;

import io.litedrill.recover.Audit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of each attempt, and the history where there is one: a log can be sent to where nobody here can change it. */
public final class AuditLog implements Audit {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Optional<? extends Audit> kept;

    public AuditLog(Optional<? extends Audit> kept) {
        this.kept = kept;
    }

    @Override
    public void keep(Attempt attempt) {
        LOG.info(
                "audit: {} from {}: {} {}: {}",
                attempt.who(),
                attempt.from(),
                attempt.what(),
                attempt.database(),
                attempt.answer());
        kept.ifPresent(audit -> audit.keep(attempt));
    }
}
