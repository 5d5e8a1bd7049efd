package io.litedrill.daemon;

import io.litedrill.recover.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the audit records of requests without a valid token: some for each address and minute. The first record after
 * that states how many were left out. Requests with a token are always recorded. Safe for use by several threads.
 */
final class AuditLimit implements Audit {
    private static final String NO_TOKEN = "-";
    private static final int MOST_A_MINUTE = 10;
    private static final int MOST_ADDRESSES = 1000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Audit audit;
    private final InstantSource clock;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** Counts the requests of one address since a time. */
    private record Window(Instant since, int requests) {
        int leftOut() {
            return Math.max(0, requests - MOST_A_MINUTE);
        }
    }

    AuditLimit(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void keep(Attempt attempt) {
        if (!attempt.who().equals(NO_TOKEN)) {
            audit.keep(attempt);
            return;
        }
        Window before = counted(attempt.from());
        boolean begins = before.since().isBefore(clock.instant().minus(MINUTE));
        if (begins || before.requests() < MOST_A_MINUTE) {
            int leftOut = begins ? before.leftOut() : 0;
            String more = leftOut > 0 ? ". Before it, " + leftOut + " more without a token were not recorded" : "";
            audit.keep(new Attempt(
                    attempt.who(), attempt.from(), attempt.database(), attempt.what(), attempt.answer() + more));
        }
    }

    /** Counts a request, and returns the count before it. */
    private synchronized Window counted(String address) {
        Instant now = clock.instant();
        Window before = windows.getOrDefault(address, new Window(now, 0));
        boolean begins = before.since().isBefore(now.minus(MINUTE));
        windows.put(address, begins ? new Window(now, 1) : new Window(before.since(), before.requests() + 1));
        if (windows.size() > MOST_ADDRESSES) {
            windows.remove(windows.keySet().iterator().next());
        }
        return before;
    }
}
