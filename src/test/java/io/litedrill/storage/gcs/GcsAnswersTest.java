package io.litedrill.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreAnswersContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcsAnswersTest extends StoreAnswersContract {
    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new GcsObjectStore(new GcsSettings("box", Optional.of(address())), SHORT, StorageListener.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String versionHeader() {
        return "x-goog-generation";
    }

    @Override
    protected void list(HttpExchange exchange, String size, String... keys) throws IOException {
        String items = Stream.of(keys).map(key -> item(key, "\"" + size + "\"")).collect(Collectors.joining(","));
        json(exchange, page("\"items\":[" + items + "]"));
    }

    @Test
    void asksForOneNameWhenOneIsWanted() throws Exception {
        List<String> queries = new ArrayList<>();
        script = exchange -> {
            queries.add(exchange.getRequestURI().getQuery());
            json(exchange, page("\"nextPageToken\":\"more\"," + items("r/a")));
        };

        assertThat(store.first("r/"))
                .hasValueSatisfying(first -> assertThat(first.key()).isEqualTo("r/a"));
        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(query.split("&")).contains("maxResults=1", "prefix=r/"));
    }

    @Test
    void refusesAnEndlessPage() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            endless(exchange, 200, "{\"kind\":\"storage#objects\",\"x\":\"", "x".repeat(1 << 16));
        };

        assertRefused(catchThrowable(this::keys));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"items\":[],"})
    void refusesEmptyPagesWithoutEnd(String items) {
        script = exchange -> json(exchange, page(items + "\"nextPageToken\":\"" + asked.size() + "\""));

        assertRefused(catchThrowable(this::keys));
        assertThat(asked).hasSizeLessThan(200);
    }

    @Test
    void refusesAPageThatRepeats() {
        script = exchange -> json(exchange, page("\"nextPageToken\":\"" + asked.size() + "\"," + items("r/a")));

        assertRefused(catchThrowable(this::keys));
        assertThat(asked).hasSize(2);
    }

    @Test
    void refusesAListingThatIsDeniedOnItsSecondPage() {
        script = exchange -> {
            if (asked.size() == 1) {
                json(exchange, page("\"nextPageToken\":\"n\"," + items("r/a")));
            } else {
                answer(exchange, 403, "{}");
            }
        };

        StorageException failure = catchThrowableOfType(StorageException.class, this::keys);

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    }

    @Test
    void listsAllPages() throws Exception {
        script = exchange -> json(
                exchange, asked.size() == 1 ? page("\"nextPageToken\":\"n\"," + items("r/a")) : page(items("r/b")));

        assertThat(keys()).containsExactly("r/a", "r/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "<html></html>",
                "{\"kind\":\"storage#object\"}",
                "{\"kind\":\"storage#objects\"",
                "{\"kind\":\"storage#objects\",\"items\":[{}]}",
                "{\"kind\":\"storage#objects\",\"items\":[{\"name\":\"r/a\",\"size\":\"1\"}]}",
                "{\"kind\":\"storage#objects\",\"items\":[{\"name\":\"r/a\",\"size\":\"x\"}]}"
            })
    void refusesAListingThatIsNotValid(String body) {
        script = exchange -> json(exchange, body);

        assertRefused(catchThrowable(this::keys));
    }

    @Test
    void refusesAListingThatFailsOnItsSecondPage() {
        for (String second : List.of(
                "",
                "{}",
                page("\"nextPageToken\":\"n\"," + items("r/b")),
                page(items("r/b")).substring(0, 60))) {
            asked.clear();
            script = exchange ->
                    json(exchange, asked.size() == 1 ? page("\"nextPageToken\":\"n\"," + items("r/a")) : second);

            assertRefused(catchThrowable(this::keys));
        }
    }

    private static void assertRefused(Throwable thrown) {
        assertThat(thrown).isInstanceOf(StorageException.class).hasMessageStartingWith("gs://box/r/: ");
        assertThat(((StorageException) thrown).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    private List<String> keys() throws StorageException {
        List<String> keys = new ArrayList<>();
        store.list("r/", "", object -> keys.add(object.key()));
        return keys;
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        answer(exchange, 200, body);
    }

    private static String page(String rest) {
        return "{\"kind\":\"storage#objects\"," + rest + "}";
    }

    private static String items(String name) {
        return "\"items\":[" + item(name, "\"1\"") + "]";
    }

    private static String item(String name, String size) {
        return "{\"name\":\"" + name + "\",\"size\":" + size + ",\"timeCreated\":\"2026-11-01T00:00:00Z\","
                + "\"generation\":\"1\"}";
    }
}
