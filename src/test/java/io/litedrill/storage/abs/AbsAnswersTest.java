package io.litedrill.storage.abs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreAnswersContract;
import io.litedrill.storage.abs.AbsSettings.Login;
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
import org.junit.jupiter.params.provider.CsvSource;

class AbsAnswersTest extends StoreAnswersContract {
    private ObjectStore store;

    @BeforeEach
    void open() {
        AbsSettings settings = new AbsSettings("ada", "box", Optional.of(address()), new Login.Sas("sig=secret"));
        store = new AbsObjectStore(settings, SHORT, StorageListener.NONE);
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
        return "ETag";
    }

    @Override
    protected void list(HttpExchange exchange, String size, String... keys) throws IOException {
        String blobs = Stream.of(keys).map(AbsAnswersTest::blob).collect(Collectors.joining());
        xml(exchange, page(blobs.replace("<Content-Length>1<", "<Content-Length>" + size + "<"), ""));
    }

    @Test
    void refusesAnEndlessPage() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            endless(exchange, 200, "<EnumerationResults><Blobs>", blob("r/a").repeat(1000));
        };

        assertRefused(catchThrowable(this::keys));
    }

    @Test
    void refusesEmptyPagesWithoutEnd() {
        script = exchange -> xml(exchange, page("", String.valueOf(asked.size())));

        assertRefused(catchThrowable(this::keys));
        assertThat(asked).hasSizeLessThan(200);
    }

    @Test
    void refusesAPageThatRepeats() {
        script = exchange -> xml(exchange, page(blob("r/a"), String.valueOf(asked.size())));

        assertRefused(catchThrowable(this::keys));
        assertThat(asked).hasSize(2);
    }

    @Test
    void refusesPagesThatFollowEachOtherInACircle() {
        script = exchange -> xml(exchange, page(blob("r/a"), asked.size() % 2 == 0 ? "even" : "odd"));

        assertRefused(catchThrowable(() -> store.list("r/", "r/b", object -> true)));
        assertThat(asked).hasSize(3);
        asked.clear();
        assertRefused(catchThrowable(() -> store.folders("r/", 100)));
        assertThat(asked).hasSize(3);
    }

    @Test
    void readsNoMorePagesOfFoldersThanAllowed() throws Exception {
        script = exchange -> xml(
                exchange,
                page(
                        "<BlobPrefix><Name>r/%s/</Name></BlobPrefix>".formatted(asked.size()),
                        String.valueOf(asked.size())));

        Folders folders = store.folders("r/", 3);

        assertThat(folders.keys()).containsExactly("r/1/", "r/2/", "r/3/");
        assertThat(folders.complete()).isFalse();
    }

    @Test
    void refusesAListingThatIsDeniedOnItsSecondPage() {
        script = exchange -> {
            if (asked.size() == 1) {
                xml(exchange, page(blob("r/a"), "next"));
            } else {
                answer(exchange, 403, "");
            }
        };

        StorageException failure = catchThrowableOfType(StorageException.class, this::keys);

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    }

    @Test
    void listsAllPages() throws Exception {
        script = exchange -> {
            boolean first = asked.size() == 1;
            xml(exchange, page(blob(first ? "r/a" : "r/b"), first ? "next" : ""));
        };

        assertThat(keys()).containsExactly("r/a", "r/b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``",
                "<html></html>",
                "{}",
                "<?xml version='1.0'?><Error><Code>ServerBusy</Code></Error>",
                "<EnumerationResults/>",
                "<EnumerationResults><Blobs/></EnumerationResults>",
                "<EnumerationResults><NextMarker/></EnumerationResults>",
                "<EnumerationResults><Blobs/><NextMarker/>",
                "<EnumerationResults><Blobs><Blob><Name>r/a</Name></Blob></Blobs><NextMarker/></EnumerationResults>"
            })
    void refusesAListingThatIsNotValid(String body) {
        script = exchange -> xml(exchange, body);

        assertRefused(catchThrowable(this::keys));
    }

    @Test
    void refusesAListingThatFailsOnItsSecondPage() {
        for (String second : List.of("", "<html></html>", page(blob("r/b"), "").replaceAll("</Enum.*", ""))) {
            asked.clear();
            script = exchange -> xml(exchange, asked.size() == 1 ? page(blob("r/a"), "next") : second);

            assertRefused(catchThrowable(this::keys));
        }
    }

    private void assertRefused(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("abs://ada@box/r/: ")
                .hasMessageNotContaining("secret");
        assertThat(((StorageException) thrown).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    private List<String> keys() throws StorageException {
        List<String> keys = new ArrayList<>();
        store.list("r/", "", object -> keys.add(object.key()));
        return keys;
    }

    private static void xml(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders()
                .add("Content-Type", body.startsWith("{") ? "application/json" : "application/xml");
        answer(exchange, 200, body);
    }

    private static String page(String blobs, String next) {
        return "<?xml version='1.0' encoding='utf-8'?><EnumerationResults ServiceEndpoint='http://h/'"
                + " ContainerName='box'><Prefix>r/</Prefix><Blobs>" + blobs + "</Blobs><NextMarker>" + next
                + "</NextMarker></EnumerationResults>";
    }

    private static String blob(String name) {
        return "<Blob><Name>" + name + "</Name><Properties><Last-Modified>Sun, 01 Nov 2026 00:00:00 GMT</Last-Modified>"
                + "<Etag>0x1</Etag><Content-Length>1</Content-Length></Properties></Blob>";
    }
}
