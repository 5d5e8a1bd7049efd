package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.replica.Layout;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LitestreamYmlTest {
    @TempDir
    Path folder;

    @Test
    void seedUsersFileWorksAsItIs() throws Exception {
        Config config = new ConfigFiles(folder)
                .with("LITESTREAM_ACCESS_KEY_ID", "AKID")
                .with("LITESTREAM_SECRET_ACCESS_KEY", "hunter2")
                .with("LITESTREAM_BUCKET", "backups")
                .litestream("""
                    dbs:
                      - path: /data/app.db
                        replicas:
                          - type: s3
                            bucket: ${LITESTREAM_BUCKET}
                            path: app
                            endpoint: http://minio:9000
                            region: eu-central-1
                            access-key-id: ${LITESTREAM_ACCESS_KEY_ID}
                            secret-access-key: ${LITESTREAM_SECRET_ACCESS_KEY}
                    """);
        DatabaseConfig database = config.databases().get(0);
        assertThat(database.name()).isEqualTo("app.db");
        assertThat(database.path()).contains(Path.of("/data/app.db"));
        ReplicaConfig replica = database.replicas().get(0);
        assertThat(replica.name()).isEqualTo("s3");
        assertThat(replica.location())
                .isEqualTo(new S3Location(
                        new S3Settings(
                                "backups",
                                new S3Endpoint(
                                        Optional.of(URI.create("http://minio:9000")),
                                        Optional.of("eu-central-1"),
                                        true,
                                        false),
                                Optional.of(new S3Credentials("AKID", "hunter2"))),
                        "app"));
        assertThat(config.warnings()).singleElement().asString().contains("app.db: the guaranteed window is 0");
    }

    @Test
    void litestream03AsItsUsersWriteIt() throws Exception {
        Config config = new ConfigFiles(folder).with("HOME", "/home/u").litestream("""
            # Litestream 0.3
            addr: ":9090"
            access-key-id: GLOBAL
            secret-access-key: hunter2
            logging: {level: debug, type: json, stderr: yes}
            dbs:
              - path: ~/a/app.db
                monitor-interval: 1s
                meta-path: /meta
                replicas:
                  - url: s3://mybkt.litestream.io/app
                    retention: 72h
                    retention-check-interval: 30m
                    snapshot-interval: 6h
                    sync-interval: 10s
                    validation-interval: 12h
                  - name: disk
                    path: backup/app
                    age:
                      identities:
                        - AGE-SECRET-KEY-1
                  - type: sftp
                    host: sftp.example.com:22
                    user: u
                    password: hunter2
                    path: /x
              - path: sqlite:///srv/b/app.db
                replicas:
                  - url: sftp://user:hunter2@host:22/b
                    unknown-key: [1, 2]
            """);
        assertThat(config.databases()).extracting(DatabaseConfig::name).containsExactly("a/app.db", "b/app.db");
        assertThat(config.databases().get(0).path()).contains(Path.of("/home/u/a/app.db"));
        assertThat(config.databases().get(1).path()).contains(Path.of("/srv/b/app.db"));
        List<ReplicaConfig> replicas = config.databases().get(0).replicas();
        assertThat(replicas).extracting(ReplicaConfig::name).containsExactly("s3", "disk", "sftp");
        assertThat(replicas).extracting(replica -> replica.age().used()).containsExactly(false, true, false);
        assertThat(replicas.get(0).location()).isInstanceOfSatisfying(S3Location.class, s3 -> {
            assertThat(s3.address()).isEqualTo("s3://mybkt.litestream.io/app");
            assertThat(s3.settings().credentials())
                    .map(S3Credentials::accessKeyId)
                    .contains("GLOBAL");
            assertThat(s3.settings().endpoint())
                    .isEqualTo(new S3Endpoint(Optional.empty(), Optional.empty(), false, false));
        });
        assertThat(replicas.get(0).writer().syncInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(replicas.get(0).writer().wal())
                .isEqualTo(new Keeping(Optional.of(Duration.ofHours(6)), Duration.ofHours(72), Duration.ofMinutes(30)));
        assertThat(replicas.get(0).writer().ltx()).isEqualTo(Keeping.LTX);
        assertThat(replicas.get(1).location())
                .isEqualTo(new ReplicaLocation.FileLocation(folder.resolve("backup/app")));
        assertThat(replicas.get(2).location()).isInstanceOfSatisfying(SftpLocation.class, sftp -> {
            assertThat(sftp.address()).isEqualTo("sftp://sftp.example.com/x");
            assertThat(sftp.settings().user()).isEqualTo("u");
        });
        assertThat(config.databases().get(1).replicas().get(0).location())
                .isInstanceOfSatisfying(SftpLocation.class, sftp -> {
                    assertThat(sftp.address()).isEqualTo("sftp://host/b");
                    assertThat(sftp.settings().user()).isEqualTo("user");
                    assertThat(sftp.settings().password()).contains("hunter2");
                });
        assertThat(config + ConfigPrinter.print(config, Map.of())).doesNotContain("hunter2");
    }

    @Test
    void litestream05AsItsUsersWriteIt() throws Exception {
        Config config = new ConfigFiles(folder).litestream("""
            region: us-west-2
            endpoint: minio.example.com
            sync-interval: 5s
            skip-verify: on
            snapshot:
              interval: 1h
              retention: 168h
            l0-retention: 10m
            retention:
              enabled: off
            levels:
              - interval: 1m
              - interval: 10m
            dbs:
              - path: /data/app.db
                replica:
                  type: s3
                  bucket: b
                  path: /p/
                  access-key-id: A
                  secret-access-key: hunter2
                  force-path-style: NO
            """);
        ReplicaConfig replica = ConfigFiles.onlyReplica(config);
        assertThat(replica.location()).isInstanceOfSatisfying(S3Location.class, s3 -> {
            assertThat(s3.path()).isEqualTo("/p/");
            assertThat(s3.settings().endpoint())
                    .isEqualTo(new S3Endpoint(
                            Optional.of(URI.create("https://minio.example.com")),
                            Optional.of("us-west-2"),
                            false,
                            true));
        });
        assertThat(replica.writer())
                .isEqualTo(new WriterSettings(
                        Duration.ofSeconds(5),
                        Keeping.WAL,
                        new Keeping(Optional.of(Duration.ofHours(1)), Duration.ofDays(7), Duration.ofHours(1)),
                        new Compaction(List.of(Duration.ofMinutes(1), Duration.ofMinutes(10)), Duration.ofMinutes(10)),
                        false));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void snapshotSettingsOfOneDatabaseHoldForAllAsIn05() throws Exception {
        Config config = new ConfigFiles(folder).litestream("""
            dbs:
              - {path: /a, replica: {path: /r/a}}
              - {path: /b, replica: {path: /r/b}, snapshot: {interval: 2h}}
            """);
        assertThat(ConfigFiles.onlyReplica(config).writer().ltx().snapshotInterval())
                .contains(Duration.ofHours(2));
    }

    @Test
    void whatLitestream05IgnoresOnAReplicaIsAWarning() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        String yaml = """
            %s
            dbs:
              - {path: /a, replicas: [{path: /r, retention: 168h}]}
              - {path: /b, replica: {path: /s, snapshot-interval: 1h}}
            """;
        Config config = files.litestream(yaml.formatted(""));
        assertThat(config.warnings())
                .contains(folder.resolve("litestream.yml")
                        + ":3 dbs[0].replicas[0].retention (7d) and 1 more: Litestream 0.5 does not read this on a"
                        + " replica. In effect there: snapshot.interval 1d, snapshot.retention 1d, of the top level."
                        + " Litestream 0.3 reads it");
        assertThat(ConfigFiles.onlyReplica(config).writer().of(Layout.WAL).retention())
                .isEqualTo(Duration.ofDays(7));
        assertThat(ConfigFiles.onlyReplica(config).writer().of(Layout.LTX).retention())
                .isEqualTo(Duration.ofDays(1));
        assertThat(files.litestream(yaml.formatted("snapshot: {interval: 1h, retention: 168h}"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void severalReplicasShowThatLitestream03ReadsTheFile() throws Exception {
        Config config = new ConfigFiles(folder)
                .litestream(
                        "dbs: [{path: /a, replicas: [{path: /r, retention: 72h, snapshot-interval: 1h}, {path: /s}]}]");
        assertThat(config.warnings()).noneMatch(warning -> warning.contains("does not read this"));
    }

    @Test
    void unsetVariableThatIsNeededIsNamedAndTheOthersAreWatched() throws Exception {
        Config config = new ConfigFiles(folder).with("SET", "x").litestream("""
            # $COMMENT is replaced too, and does no harm
            dbs:
              - path: /a.db
                replicas:
                  - type: s3
                    bucket: ${BACKUP_BUCKET}
                    path: p
                  - {type: s3, bucket: "$BACKUP_BUCKET", path: '${SET}'}
                  - {name: ok, type: s3, bucket: b, region: $REGION, path: "${SET}"}
                  - url: file:///backup/$NAME/a
            """);
        List<ReplicaConfig> replicas = config.databases().get(0).replicas();
        String file = folder.resolve("litestream.yml").toString();
        assertThat(replicas.get(0).location())
                .isEqualTo(new ReplicaLocation.Unreadable(
                        "s3://${BACKUP_BUCKET}/p",
                        file + ":6 dbs[0].replicas[0].bucket: is empty because $BACKUP_BUCKET is not set"));
        assertThat(replicas.get(1).location())
                .isInstanceOfSatisfying(
                        ReplicaLocation.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .isEqualTo(file
                                        + ":8 dbs[0].replicas[1].bucket: is empty because $BACKUP_BUCKET is not set"));
        assertThat(replicas.get(2).location().address()).isEqualTo("s3://b/x");
        assertThat(replicas.get(3).location())
                .isInstanceOfSatisfying(
                        ReplicaLocation.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .isEqualTo(
                                        file + ":10 dbs[0].replicas[3].url: is incomplete because $NAME is not set"));
        assertThat(config.warnings())
                .contains(file + ":9 dbs[0].replicas[2].region: is empty because $REGION is not set");
    }

    @Test
    void allUnsetVariablesOfAReplicaAreNamedAtOnce() throws Exception {
        Config config = new ConfigFiles(folder).litestream("""
            dbs:
              - path: /a.db
                replica: {type: s3, bucket: $BUCKET, path: "$PREFIX/a", region: $REGION}
            """);
        String where = folder.resolve("litestream.yml") + ":3 dbs[0].replica.";
        assertThat(ConfigFiles.onlyReplica(config).location())
                .isEqualTo(new ReplicaLocation.Unreadable(
                        "s3://${BUCKET}/a",
                        where + "bucket: is empty because $BUCKET is not set; " + where
                                + "path: is incomplete because $PREFIX is not set; " + where
                                + "region: is empty because $REGION is not set"));
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("$BUCKET") && warning.contains("$REGION"));
    }

    @Test
    void aDefaultOfAVariableIsNotAVariableThatIsNotSet() throws Exception {
        Config config = new ConfigFiles(folder).with("NAME", "set").litestream("""
            dbs:
              - {path: /a.db, replica: {url: "s3://b/${NAME:-x}/a.db"}}
              - {path: /b.db, replica: {type: s3, bucket: "${NAME:-x}"}}
            """);
        String where = folder.resolve("litestream.yml") + ":";
        String reason =
                "because Litestream replaces ${NAME:-x} by nothing: it supports only ${NAME}, without a default";
        assertThat(ConfigFiles.onlyReplica(config).location().address()).isEqualTo("s3://b/a.db");
        assertThat(config.warnings())
                .contains(where + "2 dbs[0].replica.url: is incomplete " + reason)
                .contains(where + "3 dbs[1].replica.bucket: is empty " + reason);
    }

    @Test
    void anEmptyFolderOrDurationNamesItsVariable() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        assertThat(files.litestream("dbs: [{dir: '${DATA}', pattern: '*.db', replica: {path: /r}}]")
                        .warnings())
                .contains(folder.resolve("litestream.yml")
                        + ":1 dbs[0].dir: is empty because $DATA is not set; the live file is not read");
        assertThat(files.refusedLitestream("dbs: [{path: /a, replica: {path: /r, sync-interval: '$EVERY'}}]"))
                .isEqualTo(
                        "litestream.yml:1:53 dbs[0].replica.sync-interval: must be a duration as Go writes it, such as"
                                + " 1h30m or 200ms: $EVERY is not set. Found: ''");
    }

    @Test
    void keysThatNoVersionReadsAreASpellingWarning() throws Exception {
        Config config = new ConfigFiles(folder).litestream("""
            snapshot-interval: 1h
            x-defaults: {}
            dbs:
              - path: /a
                retention-check-interval: 1h
                replica: {type: s3, bucket: b, access_key_id: i, forcePathStyle: true, comment: none}
            """);
        String where = folder.resolve("litestream.yml") + ":";
        String text = ": is not a key that Litestream reads here, and has no effect; ";
        assertThat(config.warnings())
                .filteredOn(warning -> warning.contains("has no effect"))
                .containsExactly(
                        where + "1 snapshot-interval" + text + "it reads it on a replica",
                        where + "5 dbs[0].retention-check-interval" + text + "it reads it on a replica",
                        where + "6 dbs[0].replica.access_key_id" + text + "did you mean access-key-id?",
                        where + "6 dbs[0].replica.forcePathStyle" + text + "did you mean force-path-style?");
    }

    @Test
    void withoutExpansionTheTextIsReadAsItIsWritten() throws Exception {
        ConfigFiles files = new ConfigFiles(folder).with("NAME", "set");
        Path file = files.write("litestream.yml", "dbs: [{path: /a, replica: {path: '/r/$NAME'}}]");
        Config config = new ConfigLoader(files.environment().withoutExpansion()).load(file);
        assertThat(ConfigFiles.onlyReplica(config).location())
                .isEqualTo(new ReplicaLocation.FileLocation(Path.of("/r/$NAME")));
    }

    @Test
    void twoDatabasesAtOnePlaceAreAFault() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        assertThat(files.litestream("dbs: [{path: /a, replica: {path: /r}}, {path: /b, replica: {url: 'file:///r'}}]")
                        .faults())
                .containsExactly("a and b: are replicated to one place, file:///r, where each overwrites the backups of"
                        + " the others. Give each a path of its own");
        assertThat(files.litestream("dbs: [{path: /a, replica: {type: s3, bucket: b, path: p}}, {path: /b, replica:"
                                + " {url: 's3://b/p', endpoint: 'http://other'}}]")
                        .faults())
                .isEmpty();
    }

    @Test
    void unsetKeysAreNamedAndLeftToTheEnvironment() throws Exception {
        Config config = new ConfigFiles(folder)
                .with("AWS_ACCESS_KEY_ID", "A")
                .with("LITESTREAM_ACCESS_KEY_ID", "L")
                .with("LITESTREAM_SECRET_ACCESS_KEY", "hunter2")
                .with("AWS_SESSION_TOKEN", "T")
                .litestream(
                        "dbs: [{path: /a, replica: {type: s3, bucket: b, access-key-id: $KEY, secret-access-key: s}}]");
        assertThat(ConfigFiles.onlyReplica(config).location())
                .isInstanceOfSatisfying(
                        S3Location.class,
                        s3 -> assertThat(s3.settings().credentials())
                                .contains(new S3Credentials("A", "hunter2", Optional.of("T"))));
        assertThat(config.warnings())
                .anyMatch(warning -> warning.endsWith("access-key-id: is empty because $KEY is not set"));
    }

    @Test
    void folderIsScannedAsLitestreamDoes() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        String database = "SQLite format 3\0...";
        files.write("data/a.db", database);
        files.write("data/a.db-wal", database);
        files.write("data/empty.db", "");
        files.write("data/text.db", "hello, this is a text file");
        files.write("data/b.sqlite", database);
        files.write("data/tenant 1/a.db", database);
        files.write("data/.a.db-litestream/x.db", database);
        String text = """
            dbs:
              - dir: data
                pattern: "*.db*"
                recursive: %s
                replica: {%s}
            """;
        assertThat(files.litestream(text.formatted("no", "type: s3, bucket: b, path: p/"))
                        .databases())
                .singleElement()
                .satisfies(only -> {
                    assertThat(only.path()).contains(folder.resolve("data/a.db"));
                    assertThat(only.replicas().get(0).location().address()).isEqualTo("s3://b/p/a.db");
                });
        List<DatabaseConfig> all = files.litestream(text.formatted("yes", "url: 's3://b/p?region=r'"))
                .databases();
        assertThat(all).extracting(DatabaseConfig::name).containsExactly("data/a.db", "tenant 1/a.db");
        assertThat(all)
                .extracting(each -> each.replicas().get(0).location().address())
                .containsExactly("s3://b/p/a.db", "s3://b/p/tenant 1/a.db");
        assertThat(files.litestream(text.formatted("yes", "path: /r")).databases())
                .extracting(each -> each.replicas().get(0).location().address())
                .containsExactly("file:///r/a.db", "file:///r/tenant 1/a.db");
    }

    @Test
    void folderThatIsNotThereIsAWarning() throws Exception {
        Config config = new ConfigFiles(folder).litestream("dbs: [{dir: nowhere, pattern: '*', replica: {path: /r}}]");
        assertThat(config.databases()).isEmpty();
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("no SQLite database in"));
    }

    @Test
    void sameFileTwiceIsNumbered() throws Exception {
        Config config = new ConfigFiles(folder)
                .litestream("dbs: [{path: /a, replica: {path: /r}}, {path: /a, replica: {path: /s}}]");
        assertThat(config.databases()).extracting(DatabaseConfig::name).containsExactly("a", "a#2");
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("listed twice"));
    }

    @Test
    void laterOfTwoKeysHoldsAndAnchorsAreFollowed() throws Exception {
        Config config = new ConfigFiles(folder).litestream("""
            x: &s3 {type: s3, bucket: first, region: r}
            dbs:
              - path: /a
                path: /b
                replica: {<<: *s3, bucket: second}
            """);
        assertThat(config.databases().get(0).path()).contains(Path.of("/b"));
        assertThat(ConfigFiles.onlyReplica(config).location().address()).isEqualTo("s3://second");
    }

    @Test
    void whatLitestreamRefusesIsRefusedWithItsPlaceInTheFileAsWritten() {
        ConfigFiles files = new ConfigFiles(folder).with("LONG", "l\n".repeat(5).strip());
        assertThat(files.refusedLitestream("""
            dbs:
              - path: "${LONG}"
                replica: {path: "$UNSET/r", retention: 1 day, skip-verify: maybe}
            """).lines())
                .containsExactly(
                        "litestream.yml:3:44 dbs[0].replica.retention: must be a duration as Go writes it, such as"
                                + " 1h30m or 200ms. Found: 1 day",
                        "litestream.yml:3:64 dbs[0].replica.skip-verify: must be true or false. Found: maybe");
        String types =
                "must be a type of Litestream: file, s3, gs, gcs, sftp, abs, webdav, nats, oss; stores compatible"
                        + " with S3 are s3. Found: ";
        assertThat(files.refusedLitestream("dbs:\n  - path: /a\n    replica: {type: minio, bucket: b}"))
                .isEqualTo("litestream.yml:3:21 dbs[0].replica.type: " + types + "minio");
        assertThat(files.refusedLitestream("dbs: [{path: /a, replica: {url: 'foo://b/p'}}]"))
                .isEqualTo("litestream.yml:1:33 dbs[0].replica.url: " + types + "foo://b/p");
        assertThat(files.refusedLitestream("dbs: {path: /a}"))
                .isEqualTo("litestream.yml:1:6 dbs: must be a list. Found: a mapping");
    }

    @Test
    void databaseOfLitedrillYmlAddsToThatOfLitestreamYml() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        files.write(
                "litestream.yml", "dbs: [{path: /d/a.db, replica: {path: /r}}, {path: /d/b.db, replica: {path: /s}}]");
        Config config = files.litedrill("""
            litestream: litestream.yml
            objectives: {rpo: 1m}
            databases:
              - {path: /d/b.db, name: bee, objectives: {rto: 1h}}
              - {name: a.db, objectives: {rpo: 2m}, replica: "file:///elsewhere"}
              - {name: c, replica: "file:///t"}
            """);
        assertThat(config.databases()).extracting(DatabaseConfig::name).containsExactly("a.db", "bee", "c");
        assertThat(config.databases())
                .extracting(each -> each.settings().objectives().rpo())
                .containsExactly(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(config.databases())
                .extracting(each -> each.replicas().get(0).location().address())
                .containsExactly("file:///elsewhere", "file:///s", "file:///t");
        assertThat(config.databases().get(1).settings().objectives().rto()).contains(Duration.ofHours(1));
    }

    @Test
    void keysOfLitedrillYmlInItAreAWarning() throws Exception {
        Config config = new ConfigFiles(folder).litestream("dbs: []\nobjectives: {rpo: 1m}");
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("so that objectives has no effect here"));
    }
}
