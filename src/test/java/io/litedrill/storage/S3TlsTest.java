package io.litedrill.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.litedrill.storage.StorageException.Kind;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate no authority signed, and that names another host. */
class S3TlsTest {
    private static final String PASSWORD = "changeit";
    private static final String LISTING = """
            <?xml version="1.0"?><ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated><Contents><Key>a</Key>\
            <LastModified>2026-11-01T00:00:00.000Z</LastModified><Size>1</Size></Contents></ListBucketResult>""";

    private static HttpsServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys.p12"))));
        server.createContext("/", exchange -> {
            byte[] body = LISTING.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void refusesTheCertificate() {
        StorageException refused = catchThrowableOfType(StorageException.class, () -> keys(false));

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("Check the store's certificate");
    }

    @Test
    void believesItWhenTheOwnerSaysSo() throws Exception {
        assertThat(keys(true)).containsExactly("a");
    }

    private static List<String> keys(boolean skipVerify) throws StorageException {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        S3Endpoint endpoint = new S3Endpoint(Optional.of(address), Optional.empty(), true, skipVerify);
        S3Settings settings = new S3Settings("b", endpoint, Optional.of(new S3Credentials("KEY", "secret")));
        List<String> keys = new ArrayList<>();
        try (ObjectStore store = new S3ObjectStore(settings, Timeouts.DEFAULT, StorageListener.NONE)) {
            store.list("", "", object -> keys.add(object.key()));
        }
        return keys;
    }

    private static SSLContext selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=other.example",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
