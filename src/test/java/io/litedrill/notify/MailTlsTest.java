package io.litedrill.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.ReplicaId;
import io.litedrill.notify.MailServerWithTls.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** E-mail over an encrypted connection, to a real server whose certificate no public authority signed. */
class MailTlsTest {
    @TempDir
    static Path folder;

    private static Certificate localhost;
    private static Certificate other;

    @BeforeAll
    static void makeCertificates() throws Exception {
        localhost = Certificate.selfSigned(folder.resolve("localhost"), "dns:localhost");
        other = Certificate.selfSigned(folder.resolve("other"), "dns:localhost");
    }

    private static Optional<String> send(Channel.MailServer server) {
        Channel.Email email =
                new Channel.Email(server, Optional.empty(), "litedrill@example.org", List.of("oncall@example.org"));
        Message message = new Message(
                Message.Event.PROBLEM,
                Level.CRITICAL,
                new ReplicaId("shop", "s3"),
                "critical: shop (s3): gap",
                "gap: 000a is missing");
        return new MailSender(Duration.ofSeconds(10), InstantSource.system()).send(email, message);
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void aCertificateOfTheNamedAuthorityIsTrusted(Channel.Security security) throws Exception {
        try (MailServerWithTls server = MailServerWithTls.start(security, localhost)) {
            assertThat(send(server.address("localhost", Optional.of(localhost.pem()))))
                    .isEmpty();

            assertThat(server.received()).hasSize(1);
            assertThat(server.received().get(0)).contains("Subject: [litedrill] critical", "gap: 000a is missing");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void anUnknownAuthorityIsRefusedWithTheWayOut(Channel.Security security) throws Exception {
        try (MailServerWithTls server = MailServerWithTls.start(security, localhost)) {
            assertThat(send(server.address("localhost", Optional.empty())).orElseThrow())
                    .contains("not signed by an authority in Java's list", "set ca to a PEM file");
            assertThat(send(server.address("localhost", Optional.of(other.pem())))
                            .orElseThrow())
                    .contains("not signed by an authority in " + other.pem());

            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void aCertificateOfAnotherNameIsRefused(Channel.Security security) throws Exception {
        try (MailServerWithTls server = MailServerWithTls.start(security, localhost)) {
            assertThat(send(server.address("127.0.0.1", Optional.of(localhost.pem())))
                            .orElseThrow())
                    .contains("is not for the name 127.0.0.1", "set server to a name");

            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Certificate expired = Certificate.expired(folder.resolve("expired"), "dns:localhost");
        try (MailServerWithTls server = MailServerWithTls.start(Channel.Security.TLS, expired)) {
            assertThat(send(server.address("localhost", Optional.of(expired.pem())))
                            .orElseThrow())
                    .contains("has expired; renew it");
        }
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        try (MailServerWithTls server = MailServerWithTls.start(Channel.Security.TLS, localhost)) {
            assertThat(send(server.address("localhost", Optional.of(empty))).orElseThrow())
                    .contains("ca must be a file with certificates", "empty.pem");
            assertThat(send(server.address("localhost", Optional.of(folder.resolve("none.pem"))))
                            .orElseThrow())
                    .contains("ca must be a file with certificates", "none.pem");
        }
    }

    /** Implicit TLS if the server expects plain text first, and the reverse. */
    @Test
    void theOtherKindOfEncryptionIsNoSuccess() throws Exception {
        try (MailServerWithTls server = MailServerWithTls.start(Channel.Security.STARTTLS, localhost)) {
            Channel.MailServer right = server.address("localhost", Optional.of(localhost.pem()));
            assertThat(send(new Channel.MailServer(right.host(), right.port(), Channel.Security.TLS, right.ca())))
                    .isPresent();
            assertThat(server.received()).isEmpty();
        }
    }
}
