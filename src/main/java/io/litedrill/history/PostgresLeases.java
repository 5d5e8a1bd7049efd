package io.litedrill.history;

import io.litedrill.lease.Claim;
import io.litedrill.lease.Lease;
import io.litedrill.lease.Leases;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants rights by rows of a table in PostgreSQL. Each change is one statement, and its times are those of the server.
 * A row stays when its right is returned, so that the token never gets smaller.
 */
final class PostgresLeases implements Leases {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeases.class);
    private static final String END = "clock_timestamp() + CAST(:millis AS bigint) * interval '1 millisecond'";
    private static final String ACQUIRE = """
        INSERT INTO lease (name, holder, token, until) VALUES (:name, :holder, 1, %1$s)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1, until = %1$s
        WHERE lease.holder = excluded.holder OR lease.until <= clock_timestamp()
        RETURNING token\
        """.formatted(END);
    private static final String OWN = " WHERE name = :name AND holder = :holder AND token = :token";
    private static final String RENEW = "UPDATE lease SET until = " + END + OWN + " RETURNING token";
    private static final String RAISE =
            "UPDATE lease SET token = greatest(token, :above) + 1" + OWN + " RETURNING token";
    private static final String RELEASE = "UPDATE lease SET until = '-infinity'" + OWN;

    private final HistoryAccess access;

    PostgresLeases(HistoryAccess access) {
        this.access = access;
    }

    @Override
    public Claim acquire(String name, String holder, Duration time) {
        return claim(
                name,
                handle -> handle.createQuery(ACQUIRE)
                        .bind("name", name)
                        .bind("holder", holder)
                        .bind("millis", time.toMillis())
                        .mapTo(Long.class)
                        .findOne()
                        .map(token -> new Lease(name, holder, token)));
    }

    @Override
    public Claim renew(Lease lease, Duration time) {
        return claim(
                lease.name(),
                handle -> handle.createQuery(RENEW)
                        .bindMethods(lease)
                        .bind("millis", time.toMillis())
                        .mapTo(Long.class)
                        .findOne()
                        .map(token -> lease));
    }

    @Override
    public Claim raise(Lease lease, long token) {
        return claim(
                lease.name(),
                handle -> handle.createQuery(RAISE)
                        .bindMethods(lease)
                        .bind("above", token)
                        .mapTo(Long.class)
                        .findOne()
                        .map(raised -> new Lease(lease.name(), lease.holder(), raised)));
    }

    @Override
    public void release(Lease lease) {
        try {
            var unused = access.read(
                    handle -> handle.createUpdate(RELEASE).bindMethods(lease).execute());
        } catch (HistoryException e) {
            LOG.debug("{} The right {} ends by itself.", e.getMessage(), lease.name());
        }
    }

    /** A statement that grants a right; empty when another holder has it. */
    @FunctionalInterface
    private interface Grant {
        Optional<Lease> by(Handle handle);
    }

    private Claim claim(String name, Grant grant) {
        try {
            return access.read(handle -> grant.by(handle)
                    .<Claim>map(Claim.Granted::new)
                    .orElseGet(() -> new Claim.Refused(holder(handle, name))));
        } catch (HistoryException e) {
            return new Claim.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private static String holder(Handle handle, String name) {
        return handle.createQuery("SELECT holder FROM lease WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .orElse("-");
    }
}
