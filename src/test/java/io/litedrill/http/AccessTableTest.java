package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.http.Views.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends every route with every method, spelling, header and token, in every setting, over raw sockets. A table has
 * the expected results: the status, whether an action ran, and whether the request was audited.
 */
class AccessTableTest {
    private static final String TABLE = """
        GET  /metrics                          scraper  200
        GET  /healthz                          open     200
        GET  /readyz                           open     200
        GET  /openapi.yaml                     viewer   200
        GET  /                                 page     200
        GET  /page/{file}                      page     200
        GET  /api/v1/me                        caller   200
        GET  /api/v1/events                    viewer   200
        GET  /api/v1/board                     viewer   200
        GET  /api/v1/databases                 viewer   200
        GET  /api/v1/databases/{name}          viewer   200
        GET  /api/v1/databases/{name}/window   viewer   200
        GET  /api/v1/databases/{name}/trend    viewer   200
        GET  /api/v1/databases/{name}/plan     viewer   200
        GET  /api/v1/databases/{name}/runs     viewer   200
        GET  /api/v1/databases/{name}/checks   viewer   200
        POST /api/v1/databases/{name}/checks   operator 202
        GET  /api/v1/databases/{name}/drills   viewer   200
        POST /api/v1/databases/{name}/drills   operator 202
        GET  /api/v1/databases/{name}/scrubs   viewer   200
        POST /api/v1/databases/{name}/scrubs   operator 202
        GET  /api/v1/databases/{name}/restores viewer   200
        POST /api/v1/databases/{name}/restores restorer 202
        GET  /api/v1/drills/{id}               viewer   200
        GET  /api/v1/restores/{id}             viewer   200
        DELETE /api/v1/restores/{id}           restorer 202
        """;
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "QUERY",
            "PROPFIND",
            "BREW",
            "BEFORE",
            "AFTER",
            "BEFORE_MATCHED",
            "AFTER_MATCHED",
            "WEBSOCKET_BEFORE_UPGRADE",
            "get",
            "post",
            "Post",
            "P",
            "POSTPOST",
            "PRI");
    private static final List<String> HEADERS = List.of(
            "X-HTTP-Method-Override: POST",
            "x-http-method-override: POST",
            "X-HTTP-Method-Override: GET",
            "X-HTTP-Method-Override: BEFORE",
            "X-HTTP-Method-Override: post\r\nX-HTTP-Method-Override: POST",
            "X-HTTP-Method: POST",
            "X-Method-Override: POST",
            "X-HTTP-Method-Override:\tPOST ",
            "X-Original-URL: /api/v1/databases/app%2Fmain.db/restores",
            "X-Rewrite-URL: /healthz",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Host: localhost",
            "Forwarded: for=127.0.0.1;host=localhost",
            String.join(
                    "\r\n",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
            "Origin: http://localhost",
            "Origin: http://localhost\r\nSec-Fetch-Site: same-origin",
            "Sec-Fetch-Site: none",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document",
            "Origin: https://backups.example\r\nX-Forwarded-Host: backups.example",
            "Cookie: token=restorer-secret",
            "Proxy-Authorization: Bearer restorer-secret");
    private static final List<String> OTHER_SITES = List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: http://localhost.evil.example",
            "Origin: http://localhost:1",
            "Origin: %%",
            "Origin: http://localhost\r\nSec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe",
            "Sec-Fetch-Site: same-site");
    private static final String BODY = "{\"target\":\"live\"}";

    /** The credentials of a request. */
    private enum Sent {
        NONE,
        WRONG,
        METRICS,
        VIEWER,
        OPERATOR,
        RESTORER;

        String header() {
            return this == NONE ? "" : "Authorization: Bearer " + secret() + "\r\n";
        }

        String secret() {
            return name().toLowerCase(Locale.ROOT) + "-secret";
        }

        boolean includes(Sent other) {
            return compareTo(VIEWER) >= 0 && compareTo(other) >= 0;
        }
    }

    private record Setting(boolean loopback, boolean tokens, boolean metricsToken) {
        static List<Setting> all() {
            List<Setting> all = new ArrayList<>();
            for (int bits = 0; bits < 8; bits++) {
                all.add(new Setting((bits & 1) == 0, (bits & 2) == 0, (bits & 4) == 0));
            }
            return all;
        }

        /**
         * Returns every token of this setting, a wrong one, and no token. A token that the setting lacks is a wrong
         * one.
         */
        List<Sent> sent() {
            return Stream.of(Sent.values())
                    .filter(each -> metricsToken || each != Sent.METRICS)
                    .filter(each -> tokens || !each.includes(Sent.VIEWER))
                    .toList();
        }

        RunningApi start() {
            List<BearerToken> bearer = tokens
                    ? List.of(
                            BearerToken.of("watch", Role.VIEWER, Sent.VIEWER.secret()),
                            BearerToken.of("ops", Role.OPERATOR, Sent.OPERATOR.secret()),
                            BearerToken.of("oncall", Role.RESTORER, Sent.RESTORER.secret()))
                    : List.of();
            Optional<BearerToken> metrics = metricsToken
                    ? Optional.of(BearerToken.of("metrics", Role.VIEWER, Sent.METRICS.secret()))
                    : Optional.empty();
            RunningApi api = RunningApi.guarded(bearer, metrics, loopback);
            api.backend.runs.put(Kind.DRILLS + " id", new CompletableFuture<>());
            api.backend.runs.put(Kind.RESTORES + " id", new CompletableFuture<>());
            return api;
        }

        /** Returns the status of the refusal; empty if the request is allowed. */
        Optional<Integer> refusal(String access, Sent sent) {
            return switch (access) {
                case "open" -> Optional.empty();
                case "scraper" -> !metricsToken || sent == Sent.METRICS ? Optional.empty() : Optional.of(401);
                case "page" -> loopback || tokens ? Optional.empty() : Optional.of(403);
                case "caller" -> caller(sent);
                case "viewer" -> loopback ? Optional.empty() : withToken(Sent.VIEWER, sent);
                case "operator" -> withToken(Sent.OPERATOR, sent);
                case "restorer" -> withToken(Sent.RESTORER, sent);
                default -> throw new IllegalArgumentException(access);
            };
        }

        private Optional<Integer> caller(Sent sent) {
            if (!loopback) {
                return withToken(Sent.VIEWER, sent);
            }
            boolean known = tokens && sent.includes(Sent.VIEWER);
            return sent == Sent.NONE || known ? Optional.empty() : Optional.of(401);
        }

        private Optional<Integer> withToken(Sent needed, Sent sent) {
            if (!tokens) {
                return Optional.of(403);
            }
            if (!sent.includes(Sent.VIEWER)) {
                return Optional.of(401);
            }
            return sent.includes(needed) ? Optional.empty() : Optional.of(403);
        }
    }

    /** A row of the table; without a route, the result for all other addresses and methods. */
    private record Row(String path, String access, int status) {
        private static final Map<String, Row> ALL = read();

        private static Map<String, Row> read() {
            Map<String, Row> rows = new TreeMap<>();
            TABLE.lines().map(line -> line.split(" +", -1)).forEach(row -> {
                rows.put(row[0] + " " + row[1], new Row(row[1], row[2], Integer.parseInt(row[3])));
            });
            return Collections.unmodifiableMap(rows);
        }

        static Row of(String method, String path) {
            Optional<Row> row = Optional.ofNullable(ALL.get((method.equals("HEAD") ? "GET" : method) + " " + path));
            boolean reads = method.equals("GET") || method.equals("HEAD");
            boolean known = ALL.values().stream().anyMatch(each -> each.path().equals(path));
            return row.orElseGet(() -> new Row(path, reads ? "viewer" : "operator", known ? 405 : 404));
        }

        boolean audited() {
            return access.equals("restorer");
        }
    }

    /** One request and its result. */
    private record Outcome(int status, int actions, int audits, String head) {}

    private static Outcome send(RunningApi api, RawClient client, String method, String request) throws IOException {
        int actions = api.backend.asked.size();
        int audits = api.audit.size();
        RawClient.Reply reply = client.send(method, request);
        return new Outcome(reply.status(), api.backend.asked.size() - actions, api.audit.size() - audits, reply.head());
    }

    private static String request(String method, String target, String protocol, String headers) {
        return method + " " + target + " " + protocol + "\r\nHost: localhost\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }

    /** Returns a request. A check or drill takes no settings, so its request has no body. */
    private static String request(String method, Row row, String protocol, String headers) {
        String path = real(row.path());
        return path.endsWith("/restores")
                ? request(method, path, protocol, headers)
                : method + " " + path + " " + protocol + "\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private static String real(String path) {
        return path.replace("{name}", "app%2Fmain.db").replace("{id}", "id").replace("{file}", "main.js");
    }

    private static List<String> paths() {
        return Row.ALL.values().stream().map(Row::path).distinct().toList();
    }

    private interface Case {
        void run(Setting setting, Sent sent, RunningApi api, RawClient client) throws IOException;
    }

    private static void inEverySetting(Case each) throws IOException {
        for (Setting setting : Setting.all()) {
            try (RunningApi api = setting.start();
                    RawClient client = new RawClient(api.port)) {
                for (Sent sent : setting.sent()) {
                    each.run(setting, sent, api, client);
                }
            }
        }
    }

    private static void assertAsInTable(String what, Setting setting, Sent sent, Row row, Outcome outcome) {
        int status = setting.refusal(row.access(), sent).orElse(row.status());
        assertThat(outcome)
                .as("%s in %s with %s", what, setting, sent)
                .isEqualTo(new Outcome(status, status == 202 ? 1 : 0, row.audited() ? 1 : 0, outcome.head()));
    }

    @Test
    void theTableHasEveryRoute() {
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            assertThat(Row.ALL.keySet()).containsExactlyInAnyOrderElementsOf(api.declared());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void everyMethodOfEveryRoute(String protocol) throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String path : paths()) {
                for (String method : METHODS) {
                    Row row = Row.of(method, path);
                    Outcome outcome = send(api, client, method, request(method, row, protocol, sent.header()));
                    assertAsInTable(method + " " + path, setting, sent, row, outcome);
                    assertThat(outcome.head().contains("\r\nallow: ")).isEqualTo(outcome.status() == 405);
                }
            }
        });
    }

    @Test
    void connectIsNoRequestOfThisServer() throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String target : List.of("/healthz", "localhost:1", RunningApi.DATABASE + "/restores")) {
                Outcome outcome = send(api, client, "CONNECT", request("CONNECT", target, "HTTP/1.1", sent.header()));
                assertThat(outcome).isEqualTo(new Outcome(400, 0, 0, outcome.head()));
            }
        });
    }

    @Test
    void noHeaderChangesTheRoute() throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String path : paths()) {
                for (String method : List.of("GET", "HEAD", "POST", "PUT")) {
                    Row row = Row.of(method, path);
                    for (String header : HEADERS) {
                        String all = sent.header() + header + "\r\n";
                        Outcome outcome = send(api, client, method, request(method, row, "HTTP/1.1", all));
                        assertAsInTable(method + " " + path + " " + header, setting, sent, row, outcome);
                    }
                }
            }
        });
    }

    @Test
    void pagesOfOtherSitesReadNothing() throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String path : paths()) {
                for (String method : List.of("GET", "HEAD", "POST")) {
                    Row row = Row.of(method, path);
                    boolean reads =
                            row.access().equals("viewer") || row.access().equals("caller");
                    for (String header : OTHER_SITES) {
                        String all = sent.header() + header + "\r\n";
                        Outcome outcome = send(api, client, method, request(method, row, "HTTP/1.1", all));
                        if (reads) {
                            assertThat(outcome.status()).as(path + " " + header).isEqualTo(403);
                        } else {
                            assertAsInTable(method + " " + path + " " + header, setting, sent, row, outcome);
                        }
                    }
                }
            }
        });
    }

    @Test
    void aQueryAndAnEncodedNameAreTheSameAddress() throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String path : paths()) {
                for (String method : List.of("GET", "POST")) {
                    Row row = Row.of(method, path);
                    String plain = request(method, row, "HTTP/1.1", sent.header());
                    for (String same : List.of(
                            plain.replace(" HTTP/1.1", "?_method=POST&method=POST HTTP/1.1"),
                            plain.replace("app%2Fmain.db", "%61pp%2fmain%2Edb"),
                            plain.replace(" /", " http://localhost/"))) {
                        assertAsInTable(same, setting, sent, row, send(api, client, method, same));
                    }
                }
            }
        });
    }

    @Test
    void anotherSpellingReachesNoAction() throws IOException {
        inEverySetting((setting, sent, api, client) -> {
            for (String path : paths()) {
                for (String method : List.of("GET", "POST", "HEAD")) {
                    for (String spelling : otherSpellings(real(path))) {
                        Outcome outcome =
                                send(api, client, method, request(method, spelling, "HTTP/1.1", sent.header()));
                        String what = method + " " + spelling + " in " + setting + " with " + sent;
                        assertThat(outcome.actions()).as(what).isZero();
                        assertThat(outcome.status())
                                .as(what)
                                .isIn(statuses(method, Row.of(method, path), setting, sent));
                    }
                }
            }
        });
    }

    /** Returns the status of the guard, or of an address without a route; 400 for an invalid address. */
    private static List<Integer> statuses(String method, Row row, Setting setting, Sent sent) {
        // the name of a file of the page may be any text, so a spelling of it can have the access of the page
        boolean page =
                row.access().equals("page") && setting.refusal("page", sent).isEmpty();
        return page ? List.of(400, 401, 403, 404, 405) : refusals(method, setting, sent);
    }

    private static List<Integer> refusals(String method, Setting setting, Sent sent) {
        return setting.refusal(method.equals("POST") ? "operator" : "viewer", sent)
                .map(refused -> List.of(400, refused))
                .orElse(List.of(400, 404, 405));
    }

    private static List<String> otherSpellings(String path) {
        return spellings(path).stream()
                .filter(other -> !other.isEmpty() && !other.equals(path))
                .toList();
    }

    private static List<String> spellings(String path) {
        int last = path.lastIndexOf('/');
        String upper = path.startsWith("/api") ? path.replace("/api", "/API") : path.toUpperCase(Locale.ROOT);
        return List.of(
                path + "/",
                path + "//",
                "/" + path,
                path.substring(0, last) + "/" + path.substring(last),
                "/." + path,
                "/x/.." + path,
                path + "/.",
                path + "/x/..",
                path + "/%2e%2e/healthz",
                "/healthz/.." + path,
                "/healthz;" + path,
                upper,
                path.length() == 1 ? "/%2f" : "/" + String.format("%%%02x", (int) path.charAt(1)) + path.substring(2),
                path + "%2f",
                path + "%2F",
                path + "%20",
                path + "%00",
                path + "%0d%0aX: y",
                path + ";x=1",
                path + ";",
                path + "\\",
                path.replace('/', '\\'),
                "http://evil.example" + path,
                path.substring(1),
                "*",
                "//localhost" + path);
    }
}
