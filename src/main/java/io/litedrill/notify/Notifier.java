package io.litedrill.notify;

import io.litedrill.check.CheckResult;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.ResultSink;
import io.litedrill.drill.DrillResult;
import io.litedrill.hook.UrlCall;
import io.litedrill.hook.UrlCaller;
import io.litedrill.hook.UrlOutcome;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import io.litedrill.recover.RestoreReport;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends results to the owner's URLs in the background; callers do not wait. A notification that fails several times is
 * logged and dropped. Safe for use by several threads.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int THREADS = 2;
    private static final int QUEUED = 1_000;
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_CALLS = Duration.ofSeconds(3);

    private volatile Map<String, Recipients> recipients;
    private final UrlCaller caller = new UrlCaller();
    private final Duration pause;
    private final ThreadPoolExecutor threads = threads(THREADS, "litedrill-notify-");
    /** One thread, so that messages about one replica are sent in their order. */
    private final ThreadPoolExecutor inOrder = threads(1, "litedrill-notify-changes-");

    private final ChangeNotifier changes;

    /**
     * Starts the notifier.
     *
     * @param recipients the recipients by the name of the database
     * @param sent stores which changes were reported
     */
    public Notifier(Map<String, Recipients> recipients, SentStates sent, InstantSource clock) {
        this(recipients, sent, PAUSE, clock);
    }

    /** Creates a notifier with another pause before the second attempt. */
    Notifier(Map<String, Recipients> recipients, SentStates sent, Duration pause, InstantSource clock) {
        this.recipients = Map.copyOf(recipients);
        this.pause = pause;
        this.changes = new ChangeNotifier(sent, caller, pause, clock);
    }

    private static ThreadPoolExecutor threads(int number, String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(number, number, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), task -> {
                    Thread thread = new Thread(task, name + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Replaces the recipients after the configuration was reloaded.
     *
     * @param others the recipients by the name of the database
     */
    public void replace(Map<String, Recipients> others) {
        recipients = Map.copyOf(others);
    }

    /** Returns a sink that sends drills. */
    public ResultSink<DrillResult> drills() {
        return result -> {
            Recipients who = of(result.id());
            who.drillPing()
                    .ifPresent(ping -> ping(
                            "notify.drill_ping",
                            result.id(),
                            Heartbeat.of(result.outcome()).at(ping),
                            who));
            who.post().ifPresent(post -> post(result.id(), post, "drill", ResultJson.drill(result), who));
            observe(Observation.of(result), who);
        };
    }

    /** Returns a sink that sends checks. */
    public ResultSink<CheckResult> checks() {
        return result -> {
            Recipients who = of(result.id());
            who.checkPing()
                    .ifPresent(ping -> ping(
                            "notify.check_ping",
                            result.id(),
                            Heartbeat.of(result.verdict()).at(ping),
                            who));
            who.post()
                    .filter(post -> who.postChecks())
                    .ifPresent(post -> post(result.id(), post, "check", ResultJson.check(result), who));
            observe(Observation.of(result), who);
        };
    }

    /** Returns a sink that sends real restores. */
    public ResultSink<RestoreReport> restores() {
        return report -> {
            Recipients who = of(report.id());
            who.post().ifPresent(post -> post(report.id(), post, "restore", ResultJson.restore(report), who));
            who.channels()
                    .forEach(channel -> inOrder(
                            report.id(), () -> changes.restored(Message.restore(report), channel, who.limit())));
        };
    }

    private void observe(Observation seen, Recipients who) {
        who.channels().forEach(channel -> inOrder(seen.id(), () -> changes.observe(seen, channel, who.limit())));
    }

    private void inOrder(ReplicaId id, Runnable task) {
        try {
            inOrder.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.warn("{}: notify.channels: too many messages are waiting, or Litedrill is stopping", id);
        }
    }

    private Recipients of(ReplicaId id) {
        return recipients.getOrDefault(id.database(), Recipients.NONE);
    }

    private void ping(String key, ReplicaId id, URI uri, Recipients who) {
        tell(key, id, new UrlCall(uri, Optional.empty(), who.limit()));
    }

    private void post(ReplicaId id, URI uri, String kind, JsonObject result, Recipients who) {
        String body = JsonObject.with()
                .put("kind", kind)
                .put("result", result)
                .build()
                .compact();
        tell("notify.post", id, new UrlCall(uri, Optional.of(body), who.limit()));
    }

    /**
     * Sends a call in the background. Messages name the configuration key and at most the host of the URL, because the
     * rest may be a secret.
     */
    private void tell(String key, ReplicaId id, UrlCall call) {
        try {
            threads.execute(() -> carryOut(key, id, call));
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "{}: {} ({}) was not called: too many calls are waiting, or Litedrill is stopping",
                    id,
                    key,
                    call.place());
        }
    }

    private void carryOut(String key, ReplicaId id, UrlCall call) {
        UrlOutcome outcome = caller.call(call, TRIES, pause);
        if (!outcome.succeeded()) {
            LOG.warn("{}: {} could not be sent a result: {}", id, key, outcome.text());
        }
    }

    /** Waits some seconds for pending notifications. */
    @Override
    public void close() {
        close(LAST_CALLS);
    }

    /** Waits for pending notifications for a limited time, then drops them. */
    public void close(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        threads.shutdown();
        inOrder.shutdown();
        await(threads, deadline);
        await(inOrder, deadline);
    }

    private static void await(ThreadPoolExecutor pool, long deadline) {
        try {
            if (!pool.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "{} calls of the owner's URLs were cancelled",
                        pool.shutdownNow().size() + pool.getActiveCount());
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
