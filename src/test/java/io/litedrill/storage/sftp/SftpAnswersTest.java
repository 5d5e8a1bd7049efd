package io.litedrill.storage.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.AcceptAllPasswordAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faulty responses, which a server in this process sends. */
@Timeout(60)
class SftpAnswersTest {
    @TempDir
    private Path folder;

    private volatile String missing = "";
    private volatile boolean denied;
    private volatile boolean broken;
    private SshServer server;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(new Attributes())
                .build();
        sftp.addSftpEventListener(new Faults());
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host")));
        server.setPasswordAuthenticator(AcceptAllPasswordAuthenticator.INSTANCE);
        server.setFileSystemFactory(new VirtualFileSystemFactory(Files.createDirectory(folder.resolve("files"))));
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        store = new SftpObjectStore(settings(new HostKey.Any()), Timeouts.DEFAULT, StorageListener.NONE);
        Files.createDirectories(folder.resolve("files/r/0"));
        Files.writeString(folder.resolve("files/r/0/b"), "x");
        Files.writeString(folder.resolve("files/r/a"), "x");
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        server.stop(true);
    }

    @Test
    void listsFiles() throws Exception {
        assertThat(keys()).containsExactly("r/0/b", "r/a");
    }

    @Test
    void refusesAFolderThatEndsInTheMiddle() {
        broken = true;

        assertThat(failure()).hasMessageStartingWith(store.locate("r/"));
    }

    @Test
    void refusesAFolderThatTheServerListsAndDoesNotOpen() {
        denied = true;

        assertThat(failure()).hasMessageStartingWith(store.locate("r/0/"));
    }

    @ParameterizedTest
    @CsvSource({"size, size", "lastModifiedTime, time of the last change", "isRegularFile, type"})
    void refusesFilesWithoutWhatAListingNeeds(String attribute, String name) {
        missing = attribute;

        StorageException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("the server does not give its " + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# localhost:22 SSH-2.0-OpenSSH_9.2",
                "ssh-ed25519",
                "ssh-ed25519 AAAA",
                "ssh-rsa AAAAB3NzaC1yc2E",
                "localhost 22"
            })
    void namesAnInvalidHostKey(String line) {
        try (ObjectStore other =
                new SftpObjectStore(settings(new HostKey.Fixed(line)), Timeouts.DEFAULT, StorageListener.NONE)) {
            StorageException thrown =
                    catchThrowableOfType(StorageException.class, () -> other.list("r/", "", object -> true));

            assertThat(thrown).isNotNull().hasMessageContaining("host-key is no public key");
        }
    }

    private SftpSettings settings(HostKey hostKey) {
        return new SftpSettings(
                "127.0.0.1", server.getPort(), "ada", "/", Optional.of("secret"), Optional.empty(), hostKey);
    }

    private List<String> keys() throws StorageException {
        List<String> keys = new ArrayList<>();
        store.list("r/", "", object -> keys.add(object.key()));
        return keys;
    }

    private StorageException failure() {
        StorageException thrown = catchThrowableOfType(StorageException.class, this::keys);
        assertThat(thrown).isNotNull();
        return thrown;
    }

    private final class Faults implements SftpEventListener {
        @Override
        public void opening(ServerSession session, String remote, Handle handle) throws IOException {
            if (denied && handle.getFile().endsWith("0")) {
                throw new NoSuchFileException(handle.getFile().toString());
            }
        }

        @Override
        public void readingEntries(ServerSession session, String remote, DirectoryHandle handle)
                throws FileSystemException {
            if (broken) {
                throw new NoSuchFileException(handle.getFile().toString());
            }
        }
    }

    private final class Attributes implements SftpFileSystemAccessor {
        @Override
        public NavigableMap<String, Object> resolveReportedFileAttributes(
                SftpSubsystemProxy subsystem,
                Path file,
                int flags,
                NavigableMap<String, Object> attributes,
                LinkOption... options) {
            attributes.remove(missing);
            return attributes;
        }
    }
}
