package io.litedrill.storage.webdav;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.params.provider.CsvSource;

class WebDavAnswersTest extends StoreAnswersContract {
    private static final String TIME = "Sun, 01 Nov 2026 00:00:00 GMT";

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new WebDavObjectStore(new WebDavSettings(address(), Optional.empty()), SHORT, StorageListener.NONE);
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
    protected int listingStatus() {
        return 207;
    }

    @Override
    protected void list(HttpExchange exchange, String size, String... keys) throws IOException {
        String files = Stream.of(keys).map(key -> file("/" + key)).collect(Collectors.joining());
        answer(
                exchange,
                207,
                statuses(
                        folder("/r/"), files.replace(">1</D:getcontentlength>", ">" + size + "</D:getcontentlength>")));
    }

    @Test
    void refusesAnEndlessFolder() {
        String start = "<D:multistatus xmlns:D='DAV:'>" + folder("/r/");
        script = exchange -> endless(exchange, 207, start, folder("/r/0/").repeat(1000));
        failure("r/");
        script = exchange -> endless(exchange, 207, start + "<D:x>", " ".repeat(1 << 16));
        StorageException text = failure("r/");

        assertThat(text).hasMessageContaining("a text of more than 65536 characters");
    }

    @Test
    void refusesFoldersBelowFoldersWithoutEnd() {
        script = exchange -> {
            String path = exchange.getRequestURI().getPath();
            answer(exchange, 207, statuses(folder(path), folder(path + "0/")));
        };

        assertThat(failure("r/")).hasMessageContaining("without end");
    }

    @Test
    void refusesAFolderThatIsDenied() {
        script = exchange -> {
            boolean isAbove = exchange.getRequestURI().getPath().equals("/r/");
            answer(exchange, isAbove ? 207 : 403, isAbove ? statuses(folder("/r/"), folder("/r/0/")) : "");
        };

        StorageException denied = catchThrowableOfType(StorageException.class, () -> keys("r/"));

        assertThat(denied).isNotNull().hasMessageStartingWith(store.locate("r/0/") + ": ");
        assertThat(denied.kind()).isEqualTo(Kind.ACCESS_DENIED);
    }

    @Test
    void listsAFolder() throws Exception {
        script = exchange -> answer(exchange, 207, statuses(folder("/r/"), file("/r/a"), file("/r/b%20c")));

        assertThat(keys("r/")).containsExactly("r/a", "r/b c");
    }

    /** A server may have another path than a proxy in front of it. */
    @Test
    void acceptsAPathThatAProxyHides() throws Exception {
        script = exchange -> answer(exchange, 207, statuses(folder("/dav/files/r"), file("/dav/files/r/a")));

        assertThat(keys("r/")).containsExactly("r/a");
    }

    @Test
    void listsNothingBelowAFile() throws Exception {
        script = exchange -> answer(exchange, 207, statuses(file("/r")));

        assertThat(keys("r/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<html></html>, its root element is html",
        "<multistatus/>, its root element is multistatus",
        "<D:multistatus xmlns:D='DAV:'/>, does not hold the folder itself",
        "<D:multistatus xmlns:D='DAV:'>, no well-formed XML",
        "Welcome, no well-formed XML"
    })
    void refusesAnAnswerThatIsNoListing(String body, String reason) {
        script = exchange -> answer(exchange, 207, body);

        assertThat(failure("r/"))
                .hasMessageStartingWith(store.locate("r/") + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAListingWithoutTheFolderItself() {
        script = exchange -> answer(exchange, 207, statuses(file("/r/a")));
        StorageException ofFile = failure("r/");
        script = exchange -> answer(exchange, 207, statuses(folder("/r/0000/")));
        StorageException ofFolder = failure("r/");

        assertThat(List.of(ofFile, ofFolder))
                .allSatisfy(each -> assertThat(each).hasMessageContaining("does not hold the folder itself"));
    }

    @Test
    void refusesAFileWithoutSizeOrTime() {
        script = exchange ->
                answer(exchange, 207, statuses(folder("/r/"), file("/r/a").replaceAll("<D:getcontent.*length>", "")));
        StorageException size = failure("r/");
        script = exchange ->
                answer(exchange, 207, statuses(folder("/r/"), file("/r/a").replace(TIME, "today")));
        StorageException time = failure("r/");

        assertThat(size).hasMessageContaining("size");
        assertThat(time).hasMessageContaining("time");
    }

    /** A folder may be deleted while it is listed; then the folder above does not list it any more. */
    @Test
    void distinguishesADeletedFolderFromOneThatTheServerDenies() throws Exception {
        String above = statuses(folder("/r/"), folder("/r/0/"), file("/r/a"));
        script = exchange -> {
            boolean isAbove = exchange.getRequestURI().getPath().equals("/r/");
            answer(exchange, isAbove ? 207 : 404, isAbove ? above : "");
        };
        StorageException denied = failure("r/");
        script = exchange -> {
            boolean isAbove = exchange.getRequestURI().getPath().equals("/r/");
            boolean first = asked.stream().filter("PROPFIND /r/"::equals).count() == 1;
            answer(exchange, isAbove ? 207 : 404, first ? above : isAbove ? statuses(folder("/r/"), file("/r/a")) : "");
        };
        asked.clear();

        assertThat(denied).hasMessageStartingWith(store.locate("r/0/") + ": ");
        assertThat(keys("r/")).containsExactly("r/a");
    }

    @Test
    void namesAnAddressThatDoesNotExist() {
        script = exchange -> answer(exchange, 404, "");

        StorageException missing =
                catchThrowableOfType(StorageException.class, () -> store.list("r/", "", object -> true));

        assertThat(missing).isNotNull();
        assertThat(missing.kind()).isEqualTo(Kind.NO_SUCH_CONTAINER);
        assertThat(missing).hasMessageContaining("webdav-url");
    }

    private List<String> keys(String prefix) throws StorageException {
        List<String> keys = new ArrayList<>();
        store.list(prefix, "", object -> keys.add(object.key()));
        return keys;
    }

    private StorageException failure(String prefix) {
        StorageException thrown = catchThrowableOfType(StorageException.class, () -> keys(prefix));
        assertThat(thrown).isNotNull();
        assertThat(thrown.kind()).isEqualTo(Kind.UNREACHABLE);
        return thrown;
    }

    private static String statuses(String... responses) {
        return "<?xml version='1.0'?><D:multistatus xmlns:D='DAV:'>" + String.join("", responses) + "</D:multistatus>";
    }

    private static String folder(String path) {
        return response(path, "<D:resourcetype><D:collection/></D:resourcetype>");
    }

    private static String file(String path) {
        return response(path, "<D:resourcetype/><D:getcontentlength>1</D:getcontentlength>");
    }

    private static String response(String path, String type) {
        return "<D:response><D:href>" + path + "</D:href><D:propstat><D:prop>" + type + "<D:getlastmodified>" + TIME
                + "</D:getlastmodified></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    }
}
