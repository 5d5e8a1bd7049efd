package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigPartsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "$A-$B,            1-2",
                "${A}${B},         12",
                "$A_,              ''",
                "${unset},         ''",
                "a$,               a$",
                "a$/b,             a$/b",
                "${},              ''",
                "${A,              A",
                "$$,               ''",
                "$1x,              x",
                "${A B},           ''",
                "${*},             ''"
            })
    void variablesAreReplacedAsInGo(String source, String expected) {
        Map<String, String> variables = Map.of("A", "1", "B", "2");
        String text = SourceText.expanded(source, name -> Optional.ofNullable(variables.get(name)))
                .text();
        assertThat(text).isEqualTo(expected.replace("''", ""));
    }

    @Test
    void placesAreThoseOfTheFileAsWritten() {
        SourceText text = SourceText.expanded("a: ${X}\nb: ${Y}z", name -> Optional.of("1\n2"));
        assertThat(text.text()).isEqualTo("a: 1\n2\nb: 1\n2z");
        assertThat(text.place(0)).hasToString("1:1");
        assertThat(text.place(text.text().indexOf('b'))).hasToString("2:1");
        assertThat(text.place(text.text().indexOf('z'))).hasToString("2:8");
    }

    @ParameterizedTest
    @CsvSource({
        "90s,PT1M30S",
        "1h30m,PT1H30M",
        "200ms,PT0.2S",
        "7d,PT168H",
        "1.5h,PT1H30M",
        "1us,PT0.000001S",
        "2ns,PT0.000000002S"
    })
    void durationsAreReadAndWritten(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
        assertThat(Durations.parse(Durations.format(duration))).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({"5", "''", "'1h '", "h", "-1h", "1x", "1h-2m", "1e3s", "999999999d", "1d2"})
    void aTextWithoutADurationIsRefused(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void goHasNoDays() {
        assertThat(Durations.parseGo("1d")).isEmpty();
        assertThat(Durations.parseGo("-1h")).contains(Duration.ofHours(-1));
        assertThat(Durations.parseGo("0")).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "*.db,a.db,true",
        "*.db,a.dbx,false",
        "a?.db,ab.db,true",
        "[a-c]*,b,true",
        "[^a]b,ab,false",
        "[^a]b,cb,true",
        "\\*,*,true",
        "\\*,a,false",
        "{a},a,false",
        "{a},{a},true",
        "[!a],!,true",
        "a+,aa,false",
        "[&&a],&,true",
        "\uD83D\uDE00.db,\uD83D\uDE00.db,true",
        "\\\uD83D\uDE00?[\uD83D\uDE00],\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00,true"
    })
    void patternsAreThoseOfGo(String pattern, String name, boolean matches) {
        assertThat(GoPattern.compile(pattern))
                .map((Pattern each) -> each.matcher(name).matches())
                .contains(matches);
    }

    @ParameterizedTest
    @CsvSource({"[", "[a", "[]", "a\\", "[b-a]"})
    void aBrokenPatternIsRefused(String pattern) {
        assertThat(GoPattern.compile(pattern)).isEmpty();
    }

    @Test
    void namesTakeAsManyFoldersAsMakeThemUnique() {
        assertThat(DatabaseNames.of(List.of(
                        Path.of("/x/a/app.db"), Path.of("/y/a/app.db"), Path.of("/y/other.db"), Path.of("/app.db"))))
                .containsExactly("x/a/app.db", "y/a/app.db", "other.db", "/app.db");
        assertThat(DatabaseNames.unique(List.of("s3", "file", "s3", "s3")))
                .containsExactly("s3", "file", "s3-2", "s3-3");
    }

    @Test
    void nearWordsAreFound() {
        assertThat(Spelling.nearest("intervall", List.of("timeout", "interval")))
                .contains("interval");
        assertThat(Spelling.nearest("ropo", List.of("rpo", "rto"))).contains("rpo");
        assertThat(Spelling.nearest("rop", List.of("rpo"))).contains("rpo");
        assertThat(Spelling.nearest("zzz", List.of("rpo", "rto"))).isEmpty();
    }

    @Test
    void dollarSignIsEscapedInLitedrillYml() throws Exception {
        Config config = new ConfigFiles(folder)
                .with("X", "1")
                .litedrill("home: /a$$X/$X/${X}\ndatabases: [{name: a, replica: 'file:///r'}]");
        assertThat(config.server().folders().home()).isEqualTo(Path.of("/a$X/1/1"));
    }

    @Test
    void valueMayBeAVariableAlone() throws Exception {
        Config config = new ConfigFiles(folder)
                .with("X", "/x")
                .litedrill("home: ${X}\nscratch: $X\ndatabases: [{name: a, replica: 'file:///r'}]");
        assertThat(config.server().folders().home()).isEqualTo(Path.of("/x"));
        assertThat(config.server().folders().scratch()).isEqualTo(Path.of("/x"));
    }

    @Test
    void firstFileThatExistsIsRead() throws Exception {
        ConfigFiles files = new ConfigFiles(folder).with("LITESTREAM_CONFIG", "mine.yml");
        assertThatThrownBy(() -> files.loader().find(Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("no configuration: looked for " + folder + "/litedrill.yml, " + folder
                        + "/root/etc/litedrill.yml, " + folder + "/mine.yml, " + folder
                        + "/root/etc/litestream.yml. Name one with -c FILE");
        for (String name : List.of("root/etc/litestream.yml", "mine.yml", "root/etc/litedrill.yml", "litedrill.yml")) {
            Path file = files.write(name, "");
            assertThat(files.loader().find(Optional.empty())).isEqualTo(file);
        }
        assertThat(files.loader().find(Optional.of(Path.of("given.yml")))).isEqualTo(folder.resolve("given.yml"));
    }

    @Test
    void whatIsShownCanBeReadAgain() throws Exception {
        ConfigFiles files = new ConfigFiles(folder);
        Config config = files.litedrill("""
            drill: {cron: 0 4 * * sun, jitter: 90m}
            verify: {tables: [a b, 'yes'], assertions: [{sql: "SELECT '$$', \\"x\\"\\n", expect: "!= ''"}]}
            databases:
              - {name: "a: b", path: /x y, replica: {type: s3, bucket: b, endpoint: "http://m:1", region: r, retention: 2d}}
            """);
        String shown = ConfigPrinter.print(config, Map.of());
        assertThat(files.litedrill(shown)).isEqualTo(config);
        assertThat(ConfigPrinter.print(files.litedrill(shown), Map.of())).isEqualTo(shown);
    }

    @Test
    void windowOfNothingIsSaidOnceWithWhatMendsIt() throws Exception {
        String text = "%sdbs: [{path: /a, replica: {path: /r%s}}, {path: /b, replica: {path: /s%s}}]";
        ConfigFiles files = new ConfigFiles(folder);
        assertThat(files.litestream(text.formatted("", "", "")).warnings())
                .containsExactly(
                        "a, b: the guaranteed window is 0, as Litestream's retention is no longer than its snapshot"
                                + " interval (both are 24h by default). Set snapshot.interval: 1h and snapshot.retention:"
                                + " 72h (Litestream 0.5), or snapshot-interval: 1h and retention: 72h on the replica"
                                + " (0.3)");
        assertThat(files.litestream(text.formatted("snapshot: {retention: 72h}\n", "", ""))
                        .warnings())
                .isEmpty();
        assertThat(files.litestream(text.formatted("", ", snapshot-interval: 1h", ", snapshot-interval: 1h"))
                        .warnings())
                .noneMatch(warning -> warning.contains("guaranteed window"));
    }

    @Test
    void drillAgeBelowTheIntervalIsAWarning() throws Exception {
        Config config = new ConfigFiles(folder)
                .litedrill("objectives: {drill_age: 1h}\n"
                        + "databases: [{name: a, replica: {path: /r, snapshot_interval: 1h}}]");
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .startsWith("a: objectives.drill_age (1h) is shorter than drill.interval");
    }

    @Test
    void secretsDoNotPrint() {
        assertThat(new Secret("hunter2")).hasToString("***");
    }
}
