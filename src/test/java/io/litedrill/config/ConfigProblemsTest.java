package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigProblemsTest {
    private static final String DATABASE = "\ndatabases: [{name: a, replica: 'file:///r'}]";

    @TempDir
    Path folder;

    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(
                        "lisen: x", "litedrill.yml:1:1 lisen: is not a key of litedrill.yml; did you mean listen?"),
                Arguments.of(
                        "check: {intervall: 1m}",
                        "litedrill.yml:1:9 check.intervall: is not a key of litedrill.yml; did you mean interval?"),
                Arguments.of(
                        "check: {cron: 1m}",
                        "litedrill.yml:1:9 check.cron: is not a key of litedrill.yml; known here: interval, timeout,"
                                + " parallel"),
                Arguments.of(
                        "home: /a\nhome: /b", "litedrill.yml:2:1 home: must be set once, and is set in line 1 too"),
                Arguments.of(
                        "listen: here",
                        "litedrill.yml:1:9 listen: must be HOST:PORT, such as 127.0.0.1:8377 or [::1]:8377. Found:"
                                + " here"),
                Arguments.of(
                        "listen: a:65536",
                        "litedrill.yml:1:9 listen: must be HOST:PORT, such as 127.0.0.1:8377 or [::1]:8377. Found:"
                                + " a:65536"),
                Arguments.of(
                        "check:\n  interval: 5",
                        "litedrill.yml:2:13 check.interval: must be a duration of more than 0, such as 90s, 1h30m or"
                                + " 7d. Found: 5"),
                Arguments.of(
                        "check: {interval: 0s}",
                        "litedrill.yml:1:19 check.interval: must be a duration of more than 0, such as 90s, 1h30m or"
                                + " 7d. Found: 0s"),
                Arguments.of("check: 1m", "litedrill.yml:1:8 check: must be a mapping of keys to values. Found: 1m"),
                Arguments.of(
                        "check: {parallel: 65}",
                        "litedrill.yml:1:19 check.parallel: must be a number from 1 to 64. Found: 65"),
                Arguments.of(
                        "drill: {cron: 61 3 * * *}",
                        "litedrill.yml:1:15 drill.cron: must be MINUTE HOUR DAY MONTH WEEKDAY as in crontab(5), with a"
                                + " day or a weekday, such as 30 3 * * *. Found: 61 3 * * *"),
                Arguments.of(
                        "drill: {cron: 1 3 * * *, interval: 1h}",
                        "litedrill.yml:1:15 drill.cron: must not be set beside interval. Found: 1 3 * * *"),
                Arguments.of(
                        "scrub: {jitter: 1h}",
                        "litedrill.yml:1:17 scrub.jitter: is for cron; scrubs at an interval are spread without it."
                                + " Found: 1h"),
                Arguments.of(
                        "drill: {jitter: 1h}",
                        "litedrill.yml:1:17 drill.jitter: is for cron; drills at an interval are spread without it."
                                + " Found: 1h"),
                Arguments.of(
                        "verify: {mode: full}",
                        "litedrill.yml:1:16 verify.mode: must be integrity_check or quick_check. Found: full"),
                Arguments.of(
                        "verify: {foreign_keys: yes}",
                        "litedrill.yml:1:24 verify.foreign_keys: must be true, false or strict. Found: yes"),
                Arguments.of(
                        "verify: {tables: users}", "litedrill.yml:1:18 verify.tables: must be a list. Found: users"),
                Arguments.of(
                        "verify: {assertions: [{sql: SELECT 1; SELECT 2}]}",
                        "litedrill.yml:1:29 verify.assertions[0].sql: must be one statement that begins with SELECT,"
                                + " WITH, VALUES or PRAGMA; several statements are several assertions. Found: SELECT 1;"
                                + " SELECT 2"),
                Arguments.of(
                        "verify: {freshness: {sql: DELETE FROM t, max_age: 1h}}",
                        "litedrill.yml:1:27 verify.freshness.sql: must be one statement that begins with SELECT, WITH,"
                                + " VALUES or PRAGMA. Found: DELETE FROM t"),
                Arguments.of(
                        "verify: {assertions: [{sql: VALUES(1), expect: != 0}]}",
                        "litedrill.yml:1:48 verify.assertions[0].expect: must be in quotes where it begins with !."
                                + " Found: 0"),
                Arguments.of(
                        "verify: {assertions: [{sql: VALUES(1), expect: '>'}]}",
                        "litedrill.yml:1:48 verify.assertions[0].expect: must be one of = != < <= > >= and a value,"
                                + " such as \"> 0\", or a value alone. Found: >"),
                Arguments.of(
                        "verify: {assertions: [{name: n}]}",
                        "litedrill.yml:1:23 verify.assertions[0].sql: is needed: one SELECT. Found: nothing"),
                Arguments.of(
                        "home: $NOWHERE/x",
                        "litedrill.yml:1:7 home: names a variable that is not set: $NOWHERE. Found: $NOWHERE/x"),
                Arguments.of(
                        "home: ${X:-/x}",
                        "litedrill.yml:1:7 home: must name variables as $NAME or ${NAME}; $$ is a dollar sign. Found:"
                                + " ${X:-/x}"),
                Arguments.of("home: ''", "litedrill.yml:1:7 home: must not be empty. Found: ''"),
                Arguments.of(
                        "restore: {health_url: 'h/?token=hunter2'}",
                        "litedrill.yml:1:23 restore.health_url: must be a URL that begins with http:// or https://."
                                + " Found: ***"),
                Arguments.of("token: [hunter2]", "litedrill.yml:1:8 token: must be a single value. Found: ***"),
                Arguments.of(
                        "token_file: nowhere",
                        "litedrill.yml:1:13 token_file: must be a file that can be read (NoSuchFileException). Found:"
                                + " nowhere"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void isSaidWithItsPlace(String text, String message) {
        assertThat(new ConfigFiles(folder).refused(text + DATABASE)).isEqualTo(message);
    }

    static Stream<Arguments> databases() {
        return Stream.of(
                Arguments.of("{name: a}", "litedrill.yml:1:13 databases[0].replica: is needed. Found: nothing"),
                Arguments.of(
                        "{replica: 'file:///r'}",
                        "litedrill.yml:1:13 databases[0].name: is needed, or path. Found: nothing"),
                Arguments.of(
                        "{name: a, replica: 's3:///x'}",
                        "litedrill.yml:1:32 databases[0].replica: must be a replica (s3:///x.bucket: the bucket of a"
                                + " replica of type s3 is needed). Found: s3:///x"),
                Arguments.of(
                        "{name: a, replica: {type: s3}}",
                        "litedrill.yml:1:39 databases[0].replica.type: must name a replica"
                                + " (databases[0].replica.bucket: the bucket of a replica of type s3 is needed). Found:"
                                + " s3"),
                Arguments.of(
                        "{name: a, replica: 'file:///r'}, {name: a, replica: 'file:///s'}",
                        "litedrill.yml:1:12 databases: must have names that differ; twice: a. Found: a list"),
                Arguments.of(
                        "{name: 'a://b', replica: 'file:///r'}",
                        "litedrill.yml:1:20 databases[0].name: must be a name of 1 to 200 characters, without :// and"
                                + " control characters. Found: a://b"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void databaseIsSaidWithItsPlace(String items, String message) {
        assertThat(new ConfigFiles(folder).refused("databases: [" + items + "]"))
                .isEqualTo(message);
    }

    @Test
    void allProblemsAreSaidAtOnceInTheOrderOfTheFile() {
        String message = new ConfigFiles(folder).refused("""
            lissten: x
            check: {interval: soon}
            databases:
              - name: a
                replica: file:///r
                objectives: {rpo: 0s}
                verify: {assertions: [{name: n}, {sql: VALUES(1), expext: 1}]}
            """);
        assertThat(message.lines().map(line -> line.replaceFirst(": .*", "")))
                .containsExactly(
                        "litedrill.yml:1:1 lissten",
                        "litedrill.yml:2:19 check.interval",
                        "litedrill.yml:6:23 databases[0].objectives.rpo",
                        "litedrill.yml:7:27 databases[0].verify.assertions[0].sql",
                        "litedrill.yml:7:55 databases[0].verify.assertions[1].expext");
    }

    @Test
    void expectationWithoutQuotesIsHintedAt() {
        assertThat(new ConfigFiles(folder).refused("expect: > 0"))
                .isEqualTo(
                        "litedrill.yml:1:11: must be YAML (while scanning a block scalar: expected a comment or a line"
                                + " break, but found 0(48); a value that begins with > or | goes in quotes)");
    }

    @Test
    void databaseOfLitestreamIsSuggested() {
        ConfigFiles files = new ConfigFiles(folder);
        files.write("litestream.yml", "dbs: [{path: /data/shop.db, replica: {path: /r}}]");
        assertThat(files.refused("litestream: litestream.yml\ndatabases: [{name: shp.db}]"))
                .isEqualTo(
                        "litedrill.yml:2:13 databases[0].replica: is needed, as litestream.yml has no database of this"
                                + " name or path; did you mean shop.db? Found: nothing");
    }

    @Test
    void problemsOfBothFilesAreSaidAtOnce() {
        ConfigFiles files = new ConfigFiles(folder);
        files.write("litestream.yml", "dbs:\n  - path: /a\n    replica: {path: /r, sync-interval: 1d}");
        assertThat(files.refused("litestream: litestream.yml\nhom: x").lines())
                .containsExactly(
                        "litedrill.yml:2:1 hom: is not a key of litedrill.yml; did you mean home?",
                        "litestream.yml:3:40 dbs[0].replica.sync-interval: must be a duration as Go writes it, such as"
                                + " 1h30m or 200ms. Found: 1d");
    }

    @Test
    void missingFilesAreNamed() {
        ConfigFiles files = new ConfigFiles(folder);
        assertThat(files.refused("litestream: nowhere.yml"))
                .contains(
                        "litedrill.yml:1:13 litestream: must be a file that can be read (nowhere.yml: there is no such"
                                + " file)");
    }

    @Test
    void aPasswordBeforeTheHostOfTheHistoryIsRefused() throws Exception {
        String url = "jdbc:postgresql://me:hunter2@db.example/litedrill";
        assertThat(new ConfigFiles(folder).refused("history: {url: '" + url + "'}"))
                .contains("history.url", "history.password")
                .doesNotContain("hunter2");
    }

    @Test
    void aLoginWithoutADatabaseForTheHistoryIsRefused() {
        assertThat(new ConfigFiles(folder).refused("history: {user: me, password: hunter2}" + DATABASE))
                .contains("history.user: has no use without url", "history.password: has no use without url")
                .doesNotContain("hunter2");
    }

    @Test
    void secretsOfTheEnvironmentAreNotShown() {
        ConfigFiles files = new ConfigFiles(folder).with("KEY", "hunter2");
        assertThat(files.refused("listen: $KEY\nverify: {mode: '${KEY}'}" + DATABASE))
                .doesNotContain("hunter2");
        assertThat(files.refusedLitestream("dbs: []\naccess-key-id: *$KEY"))
                .contains("alias")
                .doesNotContain("hunter2");
        assertThat(files.refusedLitestream("dbs: []\naccess-key-id: !$KEY!x a")).doesNotContain("hunter2");
        assertThat(files.refusedLitestream("dbs: []\naccess-key-id: [$KEY")).doesNotContain("hunter2");
        assertThat(files.refusedLitestream("dbs: [{path: /a, replica: {sync-interval: $KEY, path: /r}}]"))
                .contains("sync-interval")
                .doesNotContain("hunter2");
    }
}
