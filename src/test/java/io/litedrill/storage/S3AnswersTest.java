package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AnswersTest extends StoreAnswersContract {
    private static final String SECRET = "very-secret-key-0123456789";

    private S3ObjectStore store;

    @BeforeEach
    void open() {
        store = new S3ObjectStore(
                new S3Settings("bucket", S3Endpoint.at(address()), Optional.of(new S3Credentials("KEY", SECRET))),
                SHORT,
                StorageListener.NONE);
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
        answer(exchange, 200, listing(false, keys).replace("<Size>1<", "<Size>" + size + "<"));
    }

    /** A search for replicas looks at the first file of each; a page has up to 1,000. */
    @Test
    void asksForOneKeyWhenOneIsWanted() throws Exception {
        List<String> queries = new ArrayList<>();
        script = exchange -> {
            queries.add(exchange.getRequestURI().getQuery());
            answer(exchange, 200, listing(true, "a/1"));
        };

        assertThat(store.first("a/"))
                .hasValueSatisfying(first -> assertThat(first.key()).isEqualTo("a/1"));
        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(query.split("&")).contains("max-keys=1", "prefix=a/"));
    }

    /** A store that knows only ListObjects, the older request, says that more follows and sends no token. */
    @Test
    void oneKeyNeedsNoTokenForMore() throws Exception {
        String page = listing(true, "a/1").replaceAll("<NextContinuationToken>.*</NextContinuationToken>", "");
        script = exchange -> answer(exchange, 200, page);

        assertThat(store.first("a/"))
                .hasValueSatisfying(first -> assertThat(first.key()).isEqualTo("a/1"));
        assertThatThrownBy(() -> store.list("a/", "", object -> true)).hasMessageContaining("without a token");
        assertThatThrownBy(() -> store.folders("a/")).hasMessageContaining("without a token");
    }

    @Test
    void anEmptyPageThatIsNotTheLastIsNotTheFirstObject() {
        String page = listing(true).replaceAll("<NextContinuationToken>.*</NextContinuationToken>", "");
        script = exchange -> answer(exchange, 200, page);

        assertThatThrownBy(() -> store.first("a/")).isInstanceOf(StorageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, ACCESS_DENIED",
        "403, SomethingNew, ACCESS_DENIED",
        "403, InvalidObjectState, ARCHIVED",
        "401, Unauthorized, ACCESS_DENIED",
        "400, ExpiredToken, ACCESS_DENIED",
        "403, RequestTimeTooSkewed, ACCESS_DENIED",
        "404, NoSuchBucket, NO_SUCH_CONTAINER",
        "404, NoSuchKey, NOT_FOUND",
        "404, SomethingNew, UNREACHABLE",
        "412, PreconditionFailed, CHANGED",
        "416, InvalidRange, CHANGED",
        "301, PermanentRedirect, WRONG_REGION",
        "400, IllegalLocationConstraintException, WRONG_REGION",
        "400, AuthorizationHeaderMalformed, ACCESS_DENIED",
        "503, SlowDown, UNREACHABLE",
        "500, InternalError, UNREACHABLE",
        "400, MalformedXML, UNREACHABLE"
    })
    void distinguishesErrors(int status, String code, Kind kind) {
        script = exchange -> answer(exchange, status, error(code, "what the store says"));

        StorageException failure = openFails();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessageStartingWith("s3://bucket/a/key: ")
                .hasMessageContaining(code)
                .hasMessageContaining("what the store says");
    }

    @Test
    void namesTheArchiveClassOfAnObject() {
        script = exchange -> answer(
                exchange,
                403,
                "<Error><Code>InvalidObjectState</Code><Message>no</Message><StorageClass>DEEP_ARCHIVE</StorageClass></Error>");

        assertThat(openFails())
                .hasMessageContaining("archived in the class DEEP_ARCHIVE")
                .hasMessageContaining("restore-object");
    }

    @Test
    void namesTheRightRegion() {
        script = exchange -> answer(
                exchange,
                400,
                error(
                        "AuthorizationHeaderMalformed",
                        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting"
                                + " 'eu-central-1'"));
        StorageException named = openFails();
        script = exchange -> {
            exchange.getResponseHeaders().add("x-amz-bucket-region", "ap-south-1");
            answer(exchange, 301, error("PermanentRedirect", "use the right endpoint"));
        };
        StorageException redirected = openFails();

        assertThat(named.kind()).isEqualTo(Kind.WRONG_REGION);
        assertThat(named).hasMessageContaining("is in region eu-central-1, asked was us-east-1");
        assertThat(redirected.kind()).isEqualTo(Kind.WRONG_REGION);
        assertThat(redirected).hasMessageContaining("is in region ap-south-1");
    }

    @Test
    void findsOutTheRegionOfABucketAtAmazon() throws Exception {
        script = exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            exchange.getResponseHeaders().add("x-amz-bucket-region", "eu-west-3");
            if (authorization.contains("/eu-west-3/s3/")) {
                answer(exchange, 200, listing(false, "a/1"));
            } else {
                boolean head = exchange.getRequestMethod().equals("HEAD");
                answer(exchange, 301, head ? "" : error("PermanentRedirect", "use the right endpoint"));
            }
        };
        S3Settings amazon = new S3Settings("bucket", S3Endpoint.AMAZON, Optional.of(new S3Credentials("KEY", SECRET)));
        List<String> keys = new ArrayList<>();

        try (ObjectStore redirected = new S3ObjectStore(
                S3Connection.to(amazon, SHORT).endpointOverride(address()).build(),
                amazon,
                SHORT,
                StorageListener.NONE,
                10)) {
            redirected.list("a/", "", object -> keys.add(object.key()));
        }

        assertThat(keys).containsExactly("a/1");
    }

    @Test
    void repeatsNoSecretThatAnAnswerHolds() {
        script = exchange -> answer(
                exchange,
                403,
                error(
                        "AccessDenied",
                        "no " + SECRET + " at https://h/x?X-Amz-Signature=feed&amp;a=b \u0009\n line two"));

        StorageException failure = openFails();

        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .contains("line two")
                .doesNotContain(SECRET)
                .doesNotContain("feed");
        assertThat(failure.getMessage()).doesNotContain("\n");
    }

    @Test
    void sendsKeysUnharmed() {
        script = exchange -> answer(exchange, 404, error("NoSuchKey", "no"));
        List<String> keys = List.of("/0000/x.ltx", "//a", "a//b", "a/./b", "a/../b", "a b+c", "é", "a?b");
        for (String key : keys) {
            assertThatThrownBy(() -> store.open(key, 0, 1)).isInstanceOf(StorageException.class);
        }

        assertThat(asked)
                .containsExactly(
                        "GET /bucket//0000/x.ltx",
                        "GET /bucket///a",
                        "GET /bucket/a//b",
                        "GET /bucket/a/./b",
                        "GET /bucket/a/../b",
                        "GET /bucket/a%20b%2Bc",
                        "GET /bucket/%C3%A9",
                        "GET /bucket/a%3Fb");
    }

    @Test
    void refusesAListingOutOfOrder() {
        script = exchange -> answer(exchange, 200, listing(false, "a/2", "a/1"));

        assertThat(listFails("a/", "")).hasMessageContaining("not in the order of its keys");
    }

    @Test
    void refusesAListingThatNeverEnds() {
        script = exchange -> answer(exchange, 200, listing(true, "a/1"));

        assertThat(listFails("a/", "")).hasMessageContaining("not in the order of its keys");
    }

    @Test
    void refusesAListingOfEmptyPagesThatNeverEnds() {
        script = exchange -> answer(exchange, 200, listing(true).replace(">next<", ">" + asked.size() + "<"));

        assertThat(listFails("a/", "")).hasMessageContaining("more follows");
    }

    @Test
    void refusesAContinuationTokenThatRepeats() {
        script = exchange -> answer(exchange, 200, listing(true));

        assertThat(listFails("a/", "")).hasMessageContaining("one continuation token twice");
        assertThat(asked).hasSize(2);
    }

    @Test
    void toleratesAStoreThatIgnoresWhereToStart() throws Exception {
        script = exchange -> answer(exchange, 200, listing(false, "a/1", "a/2", "a/3"));
        List<String> keys = new ArrayList<>();

        store.list("a/", "a/2", object -> keys.add(object.key()));

        assertThat(keys).containsExactly("a/3");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, it is empty",
                "<html><body>Sign in</body></html>, its root element is html",
                "<html><body>Sign in<br></body></html>, its root element is html",
                "Sign in to this network, no well-formed XML at character",
                "{`objects`: []}, no well-formed XML",
                "<ListAllMyBucketsResult/>, its root element is ListAllMyBucketsResult",
                "<Error><Code>SlowDown</Code></Error>, its root element is Error",
                "<ListBucketResult/>, names no bucket",
                "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>, names no bucket",
                "<ListBucketResult><Name>other</Name><IsTruncated>false</IsTruncated></ListBucketResult>, of the"
                        + " bucket other",
                "<ListBucketResult><Name>bucket</Name></ListBucketResult>, in IsTruncated whether more follows",
                "<ListBucketResult><Name>bucket</Name><IsTruncated/></ListBucketResult>, in IsTruncated",
                "<ListBucketResult><Name>bucket</Name><IsTruncated>true</IsTruncated></ListBucketResult>, without a"
                        + " token",
                "<ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated>, no well-formed XML",
                "<ListBucketResult><Name>bucket</Name><Contents><IsTruncated>false</IsTruncated></Contents></ListBucketResult>,"
                        + " in IsTruncated",
                "<ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated><StartAfter>\uffff</StartAfter></ListBucketResult>,"
                        + " no well-formed XML"
            })
    void refusesAListingThatIsNotValid(String body, String reason) {
        script = exchange -> answer(exchange, 200, body);

        StorageException failure = listFails("a/", "");

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageStartingWith("s3://bucket/a/: ").hasMessageContaining(reason);
        assertThat(asked).hasSize(1);
    }

    @Test
    void readsNoExternalEntity() {
        script = exchange -> answer(
                exchange,
                200,
                "<!DOCTYPE x [<!ENTITY e SYSTEM"
                        + " \"file:///etc/passwd\">]><ListBucketResult><Name>&e;</Name></ListBucketResult>");

        assertThat(listFails("a/", "")).hasMessageNotContaining("root:");
    }

    @Test
    void acceptsAnEmptyListingThatIsValid() throws Exception {
        script = exchange -> answer(
                exchange,
                200,
                "<ListBucketResult"
                        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name><Prefix>a/</Prefix>"
                        + "<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>");
        List<String> keys = new ArrayList<>();

        store.list("a/", "", object -> keys.add(object.key()));

        assertThat(keys).isEmpty();
    }

    /** A failed page fails the listing, after any number of successful pages. */
    @ParameterizedTest
    @CsvSource({"broken XML", "html", "empty", "error", "same token", "no token", "cut"})
    void refusesAListingThatFailsOnItsSecondPage(String fault) {
        script = exchange -> {
            boolean first =
                    !String.valueOf(exchange.getRequestURI().getRawQuery()).contains("continuation-token");
            if (first) {
                answer(exchange, 200, listing(true, "a/1"));
            } else {
                answerWith(fault, exchange);
            }
        };
        List<String> keys = new ArrayList<>();

        StorageException failure = catchThrowableOfType(
                StorageException.class, () -> store.list("a/", "", object -> keys.add(object.key())));

        assertThat(keys).startsWith("a/1");
        assertThat(failure)
                .as("failure")
                .isNotNull()
                .extracting(StorageException::kind)
                .isEqualTo(Kind.UNREACHABLE);
    }

    private static void answerWith(String fault, HttpExchange exchange) throws IOException {
        String page = listing(false, "a/2");
        switch (fault) {
            case "broken XML" -> answer(exchange, 200, page.substring(0, page.length() - 8));
            case "html" -> answer(exchange, 200, "<html></html>");
            case "empty" -> answer(exchange, 200, "");
            case "error" -> answer(exchange, 500, error("InternalError", "later"));
            case "same token" -> answer(exchange, 200, listing(true, "a/2"));
            case "no token" -> answer(exchange, 200, listing(true, "a/2").replaceAll("<Next.*Token>", ""));
            case "cut" -> {
                exchange.sendResponseHeaders(200, page.length());
                exchange.getResponseBody()
                        .write(page.substring(0, page.length() / 2).getBytes(UTF_8));
            }
            default -> throw new IllegalArgumentException(fault);
        }
    }

    private StorageException openFails() {
        return catchThrowableOfType(StorageException.class, () -> store.open("a/key", 0, 10));
    }

    private StorageException listFails(String prefix, String after) {
        return catchThrowableOfType(StorageException.class, () -> store.list(prefix, after, object -> true));
    }

    private static String error(String code, String message) {
        return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message);
    }

    private static String listing(boolean truncated, String... keys) {
        StringBuilder contents = new StringBuilder();
        for (String key : keys) {
            contents.append(
                    "<Contents><Key>%s</Key><LastModified>2026-11-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>"
                            .formatted(key));
        }
        return """
            <?xml version="1.0"?><ListBucketResult><Name>bucket</Name><IsTruncated>%s</IsTruncated>\
            <NextContinuationToken>next</NextContinuationToken>%s</ListBucketResult>\
            """.formatted(truncated, contents);
    }
}
