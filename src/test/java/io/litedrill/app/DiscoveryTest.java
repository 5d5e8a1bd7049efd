package io.litedrill.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.app.FoundReplicas.Entry;
import io.litedrill.check.Severity;
import io.litedrill.config.AgeConfig;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.DiscoverConfig;
import io.litedrill.config.Environment;
import io.litedrill.config.ReplicaConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ReplicaLocation.FileLocation;
import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.config.ReplicaLocation.Unreadable;
import io.litedrill.files.FileTree;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.replica.WriterSettings;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search below several prefixes, where the library of one store fails. */
class DiscoveryTest {
    private static final String FAULT = "a fault of a library";

    @TempDir
    Path folder;

    private RuntimeEnvironment runtime;

    @BeforeEach
    void replica() throws IOException {
        runtime = new RuntimeEnvironment(
                new Environment(Map.of(), folder, folder), InstantSource.system(), StorageListener.NONE);
        GoldenReplica.load("ltx/basic")
                .copyTo(Files.createDirectories(folder.resolve("sound")).resolve("app"), Instant.now());
        Files.writeString(folder.resolve("litedrill.yml"), "home: home\ndiscover: {type: file, path: any}\n");
    }

    @Test
    void aStoreThatCannotBeOpenedFailsItsPrefixAlone() throws Exception {
        List<Discovered> found = searched(prefix("other", true), prefix("sound", false));

        assertThat(found.get(0).entries()).isEmpty();
        assertThat(found.get(0).failure().orElseThrow())
                .hasMessageContaining("/other: cannot be searched")
                .hasMessageContaining(FAULT);
        assertThat(found.get(1).entries()).extracting(Entry::path).containsExactly("app");
        assertThat(found.get(1).failure()).isEmpty();
    }

    @Test
    void aStoreThatFailsToCloseLosesNoResult() throws Exception {
        Discovered found = searched(prefix("sound", false)).get(0);

        assertThat(found.entries()).extracting(Entry::path).containsExactly("app");
        assertThat(found.failure()).isEmpty();
    }

    @Test
    void aPrefixThatCannotBeUsedForATimeForgetsNothing() throws Exception {
        assertThat(searched(prefix("sound", false)).get(0).entries()).hasSize(1);
        FileTree.delete(folder.resolve("sound/app"));
        Unreadable location = new Unreadable("file://" + folder.resolve("sound"), "a variable is not set");
        Files.createDirectories(folder.resolve("other"));
        searched(prefix("sound", location), prefix("other", false));

        assertThat(searched(prefix("sound", false)).get(0).entries())
                .extracting(Entry::path)
                .containsExactly("app");
    }

    @Test
    void aReplicaWhoseStoreCannotBeOpenedIsUnknownAndOthersAreChecked() throws Exception {
        Config config = config().with(List.of(
                prefix("other", true).database("db"), prefix("sound", false).database("app")));

        try (Application application = Application.of(config, runtime, warning -> {})) {
            List<ReplicaTarget> replicas = application.databases().stream()
                    .flatMap(database -> database.replicas().stream())
                    .toList();
            assertThat(replicas.get(0))
                    .isInstanceOfSatisfying(
                            ReplicaTarget.Blind.class,
                            blind -> assertThat(blind.finding().severity()).isEqualTo(Severity.UNKNOWN));
            assertThat(replicas.get(1)).isInstanceOf(ReplicaTarget.Visible.class);
            assertThat(application.configured()).hasSize(1);
        }
    }

    /** The daemon asks each second, and a configuration of thousands of databases is much work. */
    @Test
    void aConfigurationIsTheSameUntilASearchIsDue() throws Exception {
        Configuration before = Configuration.load(runtime, Optional.empty());

        Configuration after = before.searched();

        assertThat(after).isNotSameAs(before);
        assertThat(after.searched()).isSameAs(after);
    }

    private Config config() throws ConfigException {
        ConfigLoader loader = new ConfigLoader(runtime.environment());
        return loader.load(loader.find(Optional.empty()));
    }

    private List<Discovered> searched(DiscoverConfig... prefixes) throws ConfigException {
        Config config = config().discovering(List.of(prefixes));
        Discovery discovery = new Discovery(runtime, config);
        return discovery.search(discovery.known(config)).orElseThrow();
    }

    private DiscoverConfig prefix(String name, boolean failsToOpen) throws ConfigException {
        return prefix(name, new Faulty(new FileLocation(folder.resolve(name)), failsToOpen));
    }

    private DiscoverConfig prefix(String name, ReplicaLocation location) throws ConfigException {
        DiscoverConfig any = config().discover().get(0);
        return new DiscoverConfig(
                new ReplicaConfig(name, location, WriterSettings.DEFAULTS, AgeConfig.NONE),
                any.filter(),
                any.namePrefix(),
                any.interval(),
                any.forgetAfter(),
                any.settings());
    }

    /** Locates a folder whose store throws an unexpected exception, when it is opened or closed. */
    private record Faulty(ReadableLocation real, boolean failsToOpen) implements ReadableLocation {
        @Override
        public String address() {
            return real.address();
        }

        @Override
        public Object store() {
            return real.store();
        }

        @Override
        public Object place() {
            return real.place();
        }

        @Override
        public String root() {
            return real.root();
        }

        @Override
        public ReadableLocation below(String relative) {
            return new Faulty(real.below(relative), failsToOpen);
        }

        @Override
        public Map<String, Object> keys() {
            return real.keys();
        }

        @Override
        public ObjectStore open(StorageListener listener) {
            if (failsToOpen) {
                throw new IllegalStateException(FAULT);
            }
            return new FaultyStore(real.open(listener));
        }
    }

    private record FaultyStore(ObjectStore real) implements ObjectStore {
        @Override
        public String locate(String key) {
            return real.locate(key);
        }

        @Override
        public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
            real.list(prefix, after, visitor);
        }

        @Override
        public Folders folders(String prefix, int pages) throws StorageException {
            return real.folders(prefix, pages);
        }

        @Override
        public InputStream open(String key, long offset, long length) throws StorageException {
            return real.open(key, offset, length);
        }

        @Override
        public void close() {
            throw new IllegalStateException(FAULT);
        }
    }
}
