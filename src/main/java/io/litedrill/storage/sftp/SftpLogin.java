package io.litedrill.storage.sftp;

import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RequiredServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** Connects to an SFTP server and logs in, with the settings alone: no file of the user's {@code .ssh} is read. */
final class SftpLogin {
    private final SftpSettings settings;
    private final Timeouts patience;

    SftpLogin(SftpSettings settings, Timeouts patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** Returns a client that is not started. */
    SshClient client() throws IOException {
        SshClient client = ClientBuilder.builder()
                .serverKeyVerifier(verifier())
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .filePasswordProvider(FilePasswordProvider.EMPTY)
                .build();
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE));
        client.setNioWorkers(1);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, patience.call());
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, patience.call());
        return client;
    }

    /** Returns a session that has logged in. */
    ClientSession session(SshClient client) throws IOException {
        ClientSession session = client.connect(settings.user(), settings.host(), settings.port())
                .verify(patience.connect())
                .getSession();
        try {
            settings.password().ifPresent(session::addPasswordIdentity);
            if (settings.keyFile().isPresent()) {
                keys(settings.keyFile().get()).forEach(session::addPublicKeyIdentity);
            }
            session.auth().verify(patience.call());
            return session;
        } catch (IOException | RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    private ServerKeyVerifier verifier() throws IOException {
        if (settings.hostKey() instanceof HostKey.Known known) {
            return new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, known.file());
        }
        if (settings.hostKey() instanceof HostKey.Fixed fixed) {
            return new RequiredServerKeyVerifier(key(fixed.line()));
        }
        return AcceptAllServerKeyVerifier.INSTANCE;
    }

    private PublicKey key(String line) throws StorageException {
        try {
            // it returns null for a comment, such as the first line of ssh-keyscan
            Optional<AuthorizedKeyEntry> entry = Optional.ofNullable(AuthorizedKeyEntry.parseAuthorizedKeyEntry(line));
            return entry.orElseThrow(() -> new IllegalArgumentException("a comment"))
                    .resolvePublicKey((SessionContext) null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StorageException(
                    Kind.ACCESS_DENIED,
                    settings.locate("") + ": host-key is no public key. Set it to TYPE BASE64, as ssh-keyscan"
                            + " prints after the name of the host.");
        }
    }

    private List<KeyPair> keys(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    (SessionContext) null, NamedResource.ofName(file.toString()), content, FilePasswordProvider.EMPTY);
            return pairs == null
                    ? List.of()
                    : java.util.stream.StreamSupport.stream(pairs.spliterator(), false)
                            .toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new StorageException(
                    Kind.ACCESS_DENIED,
                    settings.locate("") + ": the private key " + file + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). key-path must name a private key without a passphrase that this user can read.");
        }
    }
}
