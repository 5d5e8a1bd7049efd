package io.litedrill.storage.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.litedrill.litestream.Tools;
import io.litedrill.release.TestAuthority;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.nats.NatsSettings.ClientFiles;
import io.litedrill.storage.nats.NatsSettings.Login;
import io.litedrill.storage.nats.NatsSettings.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A nats-server that requires TLS and a certificate of the client; its own certificate is for 127.0.0.1 alone. */
@Timeout(60)
class NatsTlsTest {
    @TempDir
    private static Path folder;

    private static TestAuthority authority;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority(folder);
        authority.issue("server", 1, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        authority.issue("client", 2, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        String program = Tools.require("nats-server").toString();
        Path file = Files.writeString(folder.resolve("tls.conf"), """
                host: 127.0.0.1
                jetstream { store_dir: "%1$s/jetstream" }
                tls { cert_file: "%1$s/server.crt", key_file: "%1$s/server.key", ca_file: "%1$s/ca.crt", verify: true }
                """.formatted(folder));
        server = ServerProcess.start(
                "nats-tls", folder, port -> List.of(program, "--config", file.toString(), "--port", port));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static StorageException listFails(String host, List<Path> authorities, boolean certified) {
        Optional<ClientFiles> client =
                Optional.of(new ClientFiles(folder.resolve("client.crt"), folder.resolve("client.key")));
        NatsSettings settings = new NatsSettings(
                host + ":" + server.port(),
                "none",
                new Login.None(),
                new Tls(false, authorities, certified ? client : Optional.empty()));
        try (ObjectStore store = new NatsObjectStore(settings, Timeouts.DEFAULT, StorageListener.NONE)) {
            StorageException failure =
                    catchThrowableOfType(StorageException.class, () -> store.list("", "", object -> true));
            assertThat(failure).isNotNull();
            return failure;
        }
    }

    @Test
    void readsThroughTls() {
        // the bucket is missing, which only the server can report
        assertThat(listFails("127.0.0.1", List.of(authority.certificate()), true)
                        .kind())
                .isEqualTo(Kind.NO_SUCH_CONTAINER);
    }

    /** A server that requires TLS gets it without any setting, and is verified. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesACertificateOfAnotherAuthority(boolean certified) {
        StorageException refused = listFails("127.0.0.1", List.of(), certified);

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("Check the store's certificate");
    }

    @Test
    void refusesACertificateOfAnotherHost() {
        StorageException refused = listFails("localhost", List.of(authority.certificate()), true);

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("No name matching localhost");
    }

    @Test
    void isRefusedWithoutItsCertificate() {
        assertThat(listFails("127.0.0.1", List.of(authority.certificate()), false)
                        .kind())
                .isIn(Kind.UNREACHABLE, Kind.ACCESS_DENIED);
    }
}
