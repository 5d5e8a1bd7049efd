package io.litedrill.daemon;

import io.litedrill.lease.Claim;
import io.litedrill.lease.Lease;
import io.litedrill.lease.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects the node that exports the metrics of the databases. Only the responses of the database that the nodes share
 * count. While it does not respond, the last response holds, since no other node can be elected then, also while a
 * request hangs. A process that was frozen is no leader until it has received a new response: another node may have
 * been elected meanwhile. Safe for use by several threads.
 */
final class Leadership implements AutoCloseable {
    /** The time after which another node takes over from one that was killed. */
    static final Duration TIME = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final String RIGHT = "leader";
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** One sends requests, which may hang, and one shows that this process is not frozen. */
    private static final int THREADS = 2;

    private final Leases leases;
    private final String holder;
    private final FreezeWatch freezes;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread daemon = new Thread(task, "litedrill-leader");
        daemon.setDaemon(true);
        return daemon;
    });

    private Optional<Lease> lease = Optional.empty();
    /** Whether another node was the leader at the last response; false before the first one. */
    private boolean refused;

    private volatile Answer answer = new Answer(false, false);

    /**
     * Holds the last answer.
     *
     * @param leads whether this node is the leader
     * @param lasting whether the answer holds without asking again
     */
    private record Answer(boolean leads, boolean lasting) {}

    /**
     * Creates a candidate, which sends no request yet.
     *
     * @param node the name of this node
     * @param nanos a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    Leadership(Leases leases, String node, LongSupplier nanos) {
        this.leases = leases;
        this.holder = node + " " + UUID.randomUUID();
        this.freezes = new FreezeWatch(TIME, nanos);
    }

    /** Sends a request now, and again every two seconds. */
    void start() {
        askAgain();
        if (!answer.lasting() && !threads.isShutdown()) {
            repeat(this::askAgain);
            repeat(this::awake);
        }
    }

    private void repeat(Runnable task) {
        var unused = threads.scheduleWithFixedDelay(task, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Records that this process is not frozen. */
    void awake() {
        long unused = freezes.awake();
    }

    /** Sends a request and catches all failures: one would end the task without a message. */
    private void askAgain() {
        try {
            ask();
        } catch (Throwable e) {
            LOG.error("the leader of the cluster cannot be determined, which is tried again", e);
        }
    }

    /** Returns whether this node is the leader. */
    boolean isLeader() {
        Answer last = answer;
        return last.leads() && (last.lasting() || !freezes.wasFrozen());
    }

    /** Sends one request. */
    synchronized void ask() {
        if (threads.isShutdown()) {
            return;
        }
        long begun = freezes.awake();
        Claim claim = lease.map(held -> leases.renew(held, TIME))
                .filter(renewed -> !(renewed instanceof Claim.Refused))
                .orElseGet(() -> leases.acquire(RIGHT, holder, TIME));
        boolean led = answer.leads();
        if (claim instanceof Claim.Granted granted) {
            lease = Optional.of(granted.lease());
            refused = false;
            answer = new Answer(true, !granted.lease().isShared());
        } else if (claim instanceof Claim.Refused) {
            lease = Optional.empty();
            refused = true;
            answer = new Answer(false, false);
        } else {
            answer = new Answer(!refused, false);
        }
        if (!(claim instanceof Claim.Unknown)) {
            freezes.answered(begun);
        }
        if (led != answer.leads() && !answer.lasting()) {
            LOG.info(answer.leads() ? "this node exports the databases now" : "another node exports the databases now");
        }
    }

    /** Returns the right, so that another node is elected at once. */
    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        answer = new Answer(false, false);
        threads.execute(this::release);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("another node is elected later, since the database of the cluster does not respond");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void release() {
        lease.ifPresent(leases::release);
        lease = Optional.empty();
        answer = new Answer(false, false);
    }
}
