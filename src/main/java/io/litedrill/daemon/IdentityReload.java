package io.litedrill.daemon;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the certificate and key of TLS again. Logs each reason of a failure once, since it is tried every minute. */
final class IdentityReload {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityReload.class);

    private final Refresh refresh;
    private String reported = "";

    /** Reads the files; returns true if they have changed. */
    @FunctionalInterface
    interface Refresh {
        boolean now() throws IOException;
    }

    IdentityReload(Refresh refresh) {
        this.refresh = refresh;
    }

    synchronized void refresh() {
        try {
            if (refresh.now()) {
                LOG.info("the certificate has changed; new connections receive the new one");
            }
            reported = "";
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(reported)) {
                LOG.error("the certificate stays the earlier one: {}", reason);
            }
            reported = reason;
        }
    }
}
