package io.litedrill.release;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.litedrill.cli.ServerProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS of the daemon, and of a store with a private authority. */
class TlsTest {
    @TempDir
    Path folder;

    private TestAuthority authority;
    private int port;

    @BeforeEach
    void authority() throws Exception {
        authority = new TestAuthority(folder);
        port = ServerProcess.freePort();
    }

    private String yaml() {
        return "listen: 127.0.0.1:" + port + "\ntls: {certificate_file: tls.crt, key_file: tls.key}\n";
    }

    private ServedFromClasses serve() throws IOException {
        ServedFromClasses daemon = ServedFromClasses.start(folder, yaml(), Map.of());
        daemon.awaitLog("listening on https://127.0.0.1:" + port);
        return daemon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ed25519"})
    void answersHttpsOnlyWithAnyKindOfKey(String algorithm) throws Exception {
        authority.issue("tls", 7, algorithm);
        try (ServedFromClasses daemon = serve()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(authority.trusting()).build();

            assertThat(get(client, "https").statusCode()).isEqualTo(200);
            assertThat(get(client, "https").body()).contains("up");
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "https")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(HttpClient.newHttpClient(), "http")).isInstanceOf(IOException.class);
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = connected(version)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                }
            }
            assertThat(daemon.terminate()).isZero();
        }
    }

    private HttpResponse<String> get(HttpClient client, String scheme) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + "/healthz"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aNewCertificateIsUsedWithoutLosingConnections() throws Exception {
        authority.issue("tls", 1, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        // before the connection, because the daemon closes idle connections
        authority.issue("renewed", 2, "ed25519");
        try (ServedFromClasses daemon = serve();
                SSLSocket before = connected()) {
            assertThat(serial(before)).isEqualTo(1);
            assertHealthy(before);

            Files.writeString(folder.resolve("tls.crt"), "half of a file");
            daemon.signal("HUP");
            daemon.awaitLog("the certificate stays the earlier one: " + folder.resolve("tls.crt"));
            for (String end : List.of(".key", ".crt")) {
                Files.move(folder.resolve("renewed" + end), folder.resolve("tls" + end), REPLACE_EXISTING);
            }
            daemon.signal("HUP");
            daemon.awaitLog("the certificate has changed");

            assertHealthy(before);
            try (SSLSocket after = connected()) {
                assertThat(serial(after)).isEqualTo(2);
                assertHealthy(after);
            }
        }
    }

    private SSLSocket connected(String... versions) throws Exception {
        SSLSocket socket = (SSLSocket)
                authority.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return socket;
    }

    private static int serial(SSLSocket socket) throws Exception {
        BigInteger serial = ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        return serial.intValueExact();
    }

    private static void assertHealthy(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().contains("\r\n\r\n")) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 200 ");
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        authority.issue("tls", 1, "ed25519");
        Files.setPosixFilePermissions(folder.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(refusal())
                .contains("TLS: " + folder.resolve("tls.key"))
                .contains("may be read or changed by other users")
                .contains("chmod 0600");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        authority.issue("other", 1, "ed25519");
        authority.issue("tls", 2, "ed25519");
        Files.copy(folder.resolve("other.crt"), folder.resolve("copy.crt"));
        Files.delete(folder.resolve("tls.crt"));
        Files.move(folder.resolve("copy.crt"), folder.resolve("tls.crt"));

        assertThat(refusal()).contains("is not the key of the first certificate in");
    }

    @Test
    void aMissingCertificateIsRefused() throws Exception {
        authority.issue("tls", 1, "ed25519");
        Files.delete(folder.resolve("tls.crt"));

        assertThat(refusal()).contains("tls.crt: there is no such file");
    }

    private String refusal() throws Exception {
        try (ServedFromClasses daemon = ServedFromClasses.start(folder, yaml(), Map.of())) {
            assertThat(daemon.awaitExit()).as(daemon.log()).isEqualTo(64);
            return daemon.log();
        }
    }

    /** The store is empty: a trusted connection reports that; an untrusted one is reported as unreachable. */
    @Test
    void aStoreWithAPrivateAuthorityIsReadWithItsCertificate() throws Exception {
        HttpsServer store = emptyStore();
        try {
            String url = "s3://b/app?endpoint=https://127.0.0.1:"
                    + store.getAddress().getPort();
            CommandRun run =
                    new CommandRun(folder).with("AWS_ACCESS_KEY_ID", "K").with("AWS_SECRET_ACCESS_KEY", "S");

            CommandRun.Result untrusted = run.of("check", url);
            assertThat(untrusted.exitCode()).as(untrusted.output()).isEqualTo(3);
            assertThat(untrusted.output()).contains("storage-unreachable");
            assertThat(run.with("AWS_CA_BUNDLE", authority.certificate().toString())
                            .of("check", url)
                            .output())
                    .contains("prefix-empty");

            Files.writeString(
                    folder.resolve("own.yml"),
                    "store_ca_file: ca.crt\ndatabases: [{name: app, replica: '" + url + "'}]\n");
            assertThat(run.with("AWS_CA_BUNDLE", "")
                            .of("check", "-c", "own.yml", "app")
                            .output())
                    .contains("prefix-empty");
            Files.delete(authority.certificate());
            assertThat(run.of("check", "-c", "own.yml", "app").output())
                    .contains("storage-unreachable")
                    .contains("ca.crt");
        } finally {
            store.stop(0);
        }
    }

    private HttpsServer emptyStore() throws Exception {
        authority.issue("store", 9, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.serving("store")));
        byte[] listing = ("<?xml version=\"1.0\"?><ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated>"
                        + "</ListBucketResult>")
                .getBytes(US_ASCII);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, listing.length);
            exchange.getResponseBody().write(listing);
            exchange.close();
        });
        server.start();
        return server;
    }
}
