package io.litedrill.hook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls configured URLs. Follows no redirect to plain http. Safe for use by several threads. */
public final class UrlCaller {
    private Optional<HttpClient> client = Optional.empty();

    /** Returns the client, created at the first call: it loads the TLS classes, which most commands do not use. */
    private synchronized HttpClient client() {
        HttpClient opened = client.orElseGet(() -> HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build());
        client = Optional.of(opened);
        return opened;
    }

    /**
     * Calls a URL once. Never throws: a failure is returned as an outcome. An interrupted thread stays interrupted
     * and gets no answer.
     */
    public UrlOutcome call(UrlCall call) {
        try {
            return new UrlOutcome.Answered(
                    call.place(),
                    client().send(request(call), BodyHandlers.discarding()).statusCode());
        } catch (HttpTimeoutException e) {
            return none(call, "no answer within " + call.limit().toMillis() / 1000.0 + " s");
        } catch (ConnectException e) {
            return none(call, "connection refused, or no such host");
        } catch (IOException e) {
            return none(call, e.getClass().getSimpleName() + " " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none(call, "interrupted");
        }
    }

    /**
     * Calls a URL until it succeeds, fails permanently, or all tries are used.
     *
     * @param tries maximum number of calls, 1 or more
     * @param pause wait before the second try; doubled for each further one
     */
    public UrlOutcome call(UrlCall call, int tries, Duration pause) {
        UrlOutcome outcome = call(call);
        Duration next = pause;
        for (int i = 1; i < tries && !outcome.succeeded() && outcome.worthTrying() && await(next); i++) {
            outcome = call(call);
            next = next.multipliedBy(2);
        }
        return outcome;
    }

    /**
     * Calls a URL until it succeeds or the time limit is reached, after any status: a service that was just started
     * may refuse requests for a while.
     *
     * @param patience time limit of all calls together
     * @param pause wait between two calls
     */
    public UrlOutcome callUntilWell(UrlCall call, Duration patience, Duration pause) {
        long deadline = System.nanoTime() + patience.toNanos();
        UrlOutcome outcome = call(call);
        while (!outcome.succeeded() && System.nanoTime() + pause.toNanos() < deadline && await(pause)) {
            outcome = call(call);
        }
        return outcome;
    }

    private static HttpRequest request(UrlCall call) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(call.uri()).timeout(call.limit()).header("User-Agent", "litedrill");
        return call.json()
                .map(json -> builder.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)))
                .orElseGet(builder::GET)
                .build();
    }

    private static UrlOutcome none(UrlCall call, String reason) {
        return new UrlOutcome.NoAnswer(call.place(), reason);
    }

    /** Waits; returns false when the thread was interrupted meanwhile. The thread stays interrupted. */
    private static boolean await(Duration pause) {
        try {
            return !new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
