package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.LibraryMissing;
import io.litedrill.storage.StoreLibrary;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the types of replicas that Litestream writes. The readers of both configuration files, the parser of URLs,
 * messages and documentation derive from this table. To read another type: give it a reader here, which returns its
 * {@link ReplicaLocation.ReadableLocation}.
 */
public final class ReplicaType {
    /** A folder. */
    static final ReplicaType FILE = new ReplicaType(List.of("file"), "file:///PATH", List.of(), FileReplicas::locate);

    /** S3 and compatible stores. */
    static final ReplicaType S3 = new ReplicaType(
            List.of("s3"),
            "s3://BUCKET/PATH?endpoint=...",
            List.of(
                    Key.text("bucket"),
                    Key.text("endpoint"),
                    Key.text("region"),
                    Key.secret("access-key-id"),
                    Key.secret("secret-access-key"),
                    Key.flag("force-path-style"),
                    Key.flag("skip-verify")),
            S3Replicas::locate);

    /** Google Cloud Storage, {@code gcs} in Litestream 0.3. */
    static final ReplicaType GCS = new ReplicaType(
                    List.of("gs", "gcs"), "gs://BUCKET/PATH", List.of(Key.text("bucket")), GcsReplicas::locate)
            .with(StoreLibrary.GCS);

    /** SFTP servers. */
    static final ReplicaType SFTP = new ReplicaType(
                    List.of("sftp"),
                    "sftp://USER@HOST:PORT/PATH",
                    List.of(
                            Key.text("host"),
                            Key.text("user"),
                            Key.secret("password"),
                            Key.text("key-path"),
                            Key.text("host-key"),
                            Key.text("known-hosts")),
                    SftpReplicas::locate)
            .with(StoreLibrary.SFTP);

    /** Azure Blob Storage. */
    static final ReplicaType ABS = new ReplicaType(
                    List.of("abs"),
                    "abs://ACCOUNT@CONTAINER/PATH",
                    List.of(
                            Key.text("account-name"),
                            Key.secret("account-key"),
                            Key.secret("sas-token"),
                            Key.text("bucket"),
                            Key.text("endpoint")),
                    AbsReplicas::locate)
            .with(StoreLibrary.ABS);

    /** WebDAV servers. */
    static final ReplicaType WEBDAV = new ReplicaType(
            List.of("webdav"),
            "webdavs://HOST/PATH",
            List.of(Key.text("webdav-url"), Key.text("webdav-username"), Key.secret("webdav-password")),
            WebDavReplicas::locate);

    /** NATS object stores. */
    static final ReplicaType NATS = new ReplicaType(
                    List.of("nats"),
                    "nats://HOST:PORT/BUCKET",
                    List.of(
                            Key.secret("jwt"),
                            Key.secret("seed"),
                            Key.text("creds"),
                            Key.text("nkey"),
                            Key.text("username"),
                            Key.secret("password"),
                            Key.secret("token"),
                            Key.flag("tls"),
                            Key.list("root-cas"),
                            Key.text("client-cert"),
                            Key.text("client-key")),
                    NatsReplicas::locate)
            .with(StoreLibrary.NATS);

    /** Alibaba Cloud Object Storage Service. */
    static final ReplicaType OSS = new ReplicaType(
            List.of("oss"),
            "oss://BUCKET/PATH",
            List.of(
                    Key.text("bucket"),
                    Key.text("endpoint"),
                    Key.text("region"),
                    Key.secret("access-key-id"),
                    Key.secret("secret-access-key")),
            OssReplicas::locate);

    /** All types. */
    static final List<ReplicaType> ALL = List.of(FILE, S3, GCS, SFTP, ABS, WEBDAV, NATS, OSS);

    /** The keys of a replica that several types have. */
    private static final List<Key> COMMON =
            List.of(Key.text("url"), Key.text("type"), Key.text("path"), Key.text("bucket"));

    private final List<String> names;
    private final String urlForm;
    private final List<Key> keys;
    private final Function<ReplicaSource, ReplicaLocation> reader;
    private final Optional<StoreLibrary> needed;

    /**
     * Describes a key of a replica.
     *
     * @param name the name in litestream.yml
     */
    record Key(String name, Kind kind) {
        /** Describes the value of a key. */
        enum Kind {
            /** A text that may appear in messages. */
            TEXT,
            /** A text that may not. */
            SECRET,
            /** True or false. */
            FLAG,
            /** Texts; {@link ReplicaFields} holds one on each line. */
            LIST
        }

        static Key text(String name) {
            return new Key(name, Kind.TEXT);
        }

        static Key secret(String name) {
            return new Key(name, Kind.SECRET);
        }

        static Key flag(String name) {
            return new Key(name, Kind.FLAG);
        }

        static Key list(String name) {
            return new Key(name, Kind.LIST);
        }

        /** Returns the name in litedrill.yml. */
        String own() {
            return name.replace('-', '_');
        }
    }

    private ReplicaType(
            List<String> names, String urlForm, List<Key> keys, Function<ReplicaSource, ReplicaLocation> reader) {
        this(names, urlForm, keys, reader, Optional.empty());
    }

    private ReplicaType(
            List<String> names,
            String urlForm,
            List<Key> keys,
            Function<ReplicaSource, ReplicaLocation> reader,
            Optional<StoreLibrary> needed) {
        this.names = names;
        this.urlForm = urlForm;
        this.keys = keys;
        this.reader = reader;
        this.needed = needed;
    }

    /** Returns this type, which needs a jar of its own. */
    private ReplicaType with(StoreLibrary jar) {
        return new ReplicaType(names, urlForm, keys, reader, Optional.of(jar));
    }

    /** Returns the type with this name; empty for a name that no version of Litestream has. */
    static Optional<ReplicaType> of(String name) {
        return ALL.stream().filter(type -> type.names.contains(name)).findFirst();
    }

    /** Returns the type as litedrill.yml writes it. */
    public String type() {
        return names.get(0);
    }

    /** Returns the names in litestream.yml, of both versions. */
    List<String> names() {
        return names;
    }

    /** Returns the form of its URLs. */
    public String urlForm() {
        return urlForm;
    }

    /** Returns the jar that it needs beside Litedrill's; empty for a type without one. */
    Optional<StoreLibrary> needed() {
        return needed;
    }

    /** Returns the location that the settings of a replica of this type give. */
    ReplicaLocation locate(ReplicaSource source) {
        Optional<StoreLibrary> missing = needed.filter(jar -> !jar.isPresent());
        return missing.<ReplicaLocation>map(jar -> new LibraryMissing(type(), source.address(), jar))
                .orElseGet(() -> reader.apply(source));
    }

    /** Returns the keys of all types, those that several types have first. */
    static List<Key> allKeys() {
        return Stream.concat(COMMON.stream(), ALL.stream().flatMap(type -> type.keys.stream()))
                .distinct()
                .toList();
    }

    /** Returns the forms of the URLs, for messages. */
    public static String urlForms() {
        return joined(ReplicaType::urlForm);
    }

    /** Returns the names that Litestream accepts, for messages. */
    static String known() {
        return joined(type -> String.join(", ", type.names));
    }

    private static String joined(Function<ReplicaType, String> text) {
        return ALL.stream().map(text).collect(Collectors.joining(", "));
    }
}
