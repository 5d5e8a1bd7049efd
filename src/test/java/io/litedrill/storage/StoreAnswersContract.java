package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of every store with HTTP for the responses of a hostile or broken server: such a listing is never an
 * empty replica.
 */
public abstract class StoreAnswersContract extends StoreAnswers {
    /** Returns a store at the address of the scripted server. */
    protected abstract ObjectStore store();

    /** Returns the name of the header with the version of an object. */
    protected abstract String versionHeader();

    /** Responds to the request to list {@code r/}, with files of a size. */
    protected abstract void list(HttpExchange exchange, String size, String... keys) throws IOException;

    private static StorageException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(StorageException.class);
        return (StorageException) thrown;
    }

    private List<String> keys() throws StorageException {
        List<String> keys = new ArrayList<>();
        store().list("r/", "", object -> keys.add(object.key()));
        return keys;
    }

    private StorageException listFails() {
        StorageException failure = failure(this::keys);
        assertThat(failure).hasMessageStartingWith(store().locate(""));
        return failure;
    }

    @Test
    final void listsWhatTheServerLists() throws Exception {
        script = exchange -> list(exchange, "1", "r/a", "r/b");

        assertThat(keys()).containsExactly("r/a", "r/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!DOCTYPE html><html><body>Sign in<br></body></html>", "<html></html>", "\u0000\u0001", " "})
    final void refusesAPageOfAnotherServer(String page) {
        for (int status : new int[] {200, 203, 207}) {
            script = exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                answer(exchange, status, page);
            };

            assertThat(listFails().kind()).as("status %d", status).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 304, 400, 405, 409, 418, 500, 503})
    final void refusesAnAnswerWithoutAListing(int status) {
        script = exchange -> answer(exchange, status, "");

        assertThat(listFails().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    final void distinguishesADenial(int status) {
        script = exchange -> answer(exchange, status, "");

        assertThat(listFails().kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(failure(() -> store().open("r/a", 0, 1)).kind()).isEqualTo(Kind.ACCESS_DENIED);
    }

    /** Another server could receive the credentials, or list nothing. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    final void followsNoRedirect(int status) {
        AtomicInteger elsewhere = new AtomicInteger();
        script = exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/elsewhere")) {
                elsewhere.incrementAndGet();
                list(exchange, "1");
            } else {
                exchange.getResponseHeaders().add("Location", address() + "/elsewhere/");
                answer(exchange, status, "");
            }
        };

        // a redirect of S3 means another region
        assertThat(listFails().kind()).isIn(Kind.UNREACHABLE, Kind.WRONG_REGION);
        assertThat(failure(() -> store().open("r/a", 0, 1)).kind()).isIn(Kind.UNREACHABLE, Kind.WRONG_REGION);
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    final void refusesAListingThatIsCutShort() {
        script = exchange -> {
            exchange.sendResponseHeaders(listingStatus(), 10_000);
            exchange.getResponseBody().write("<?xml version=\"1.0\"?>".getBytes(UTF_8));
        };

        assertThat(listFails().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    /** Returns the status of a listing. */
    protected int listingStatus() {
        return 200;
    }

    @Test
    final void refusesKeysOutsideThePrefix() {
        script = exchange -> list(exchange, "1", "s/a");

        assertThat(listFails()).hasMessageContaining("outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999999999999999", "1.5"})
    final void refusesASizeThatCannotBe(String size) {
        script = exchange -> list(exchange, size, "r/a");

        assertThat(listFails().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    final void refusesAKeyThatIsListedTwice() {
        script = exchange -> list(exchange, "1", "r/a", "r/a");

        assertThat(listFails().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    final void refusesAnAnswerThatIgnoresTheRange() {
        script = exchange -> answer(exchange, 200, "x".repeat(100));

        StorageException failure = failure(() -> store().open("r/a", 0, 10));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("ignores ranges");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes 5-14/100", "bytes 0-8/100", "bytes 0-99999999999999999999/1", "items 0-9/10", "bytes */10"
            })
    final void refusesAnotherRangeThanAskedFor(String range) {
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", range);
            answer(exchange, 206, "0123456789");
        };

        assertThat(failure(() -> store().open("r/a", 0, 10)).kind()).isIn(Kind.UNREACHABLE, Kind.CHANGED);
    }

    @Test
    final void refusesABodyThatIsShorterThanItsRange() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/10");
            answer(exchange, 206, "01234");
        };

        assertThat(readFails().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    final void readsNothingAfterTheRange() throws Exception {
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-9/10");
            answer(exchange, 206, "0123456789 and more");
        };

        try (InputStream body = store().open("r/a", 0, 10)) {
            assertThat(body.readAllBytes()).asString(UTF_8).isEqualTo("0123456789");
        }
    }

    /** A server may ignore the requested version. */
    @Test
    final void refusesTheRestOfAnotherVersion() throws Exception {
        assertThat(failure(() -> readCut("1", "2")).kind()).isEqualTo(Kind.CHANGED);
    }

    @Test
    final void resumesTheSameVersion() throws Exception {
        assertThat(readCut("1", "1")).isEqualTo("0123456789");
    }

    @Test
    final void mixesNoObjectsWithoutAVersion() throws Exception {
        Optional<String> read = Optional.empty();
        try {
            read = Optional.of(readCut("", ""));
        } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(asked).hasSize(1);
        }

        // a client may lose the bytes before the break, and request all bytes again
        assertThat(read.orElse("abcdefghij")).isEqualTo("abcdefghij");
    }

    private StorageException readFails() {
        return failure(() -> {
            try (InputStream body = store().open("r/a", 0, 10)) {
                body.readAllBytes();
            }
        });
    }

    /** Reads ten bytes. The first response ends after three; without a version, the next is of another object. */
    private String readCut(String firstVersion, String secondVersion) throws IOException {
        script = exchange -> {
            boolean first = asked.size() == 1;
            String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                    .orElseGet(() -> exchange.getRequestHeaders().getFirst("x-ms-range"));
            int from = Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
            String version = first ? firstVersion : secondVersion;
            if (!version.isEmpty()) {
                exchange.getResponseHeaders().add(versionHeader(), version);
            }
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-9/10");
            exchange.sendResponseHeaders(206, 10 - from);
            String next = version.isEmpty() ? "abcdefghij" : "0123456789";
            exchange.getResponseBody().write((first ? "012" : next.substring(from)).getBytes(UTF_8));
        };
        try (InputStream body = store().open("r/a", 0, 10)) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }
}
