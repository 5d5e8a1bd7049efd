package io.litedrill.app;

import io.litedrill.recover.Audit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each attempt to the log, and to the history if there is one. A log can be shipped to another host, where this
 * host cannot change it.
 */
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
