package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.files.FileTree;
import io.litedrill.litestream.GoldenReplica;
import io.litedrill.storage.StorageCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas below a prefix, from the command line. */
class DiscoverTest {
    private static final String CONFIG =
            "home: home\nobjectives: {rpo: 1d, drill_age: 9000d}\ndiscover: 'file://%s/backups'\n";

    @TempDir
    Path folder;

    private Path backups;
    private CommandLineRun.User user;

    @BeforeEach
    void replicas() throws IOException {
        backups = Files.createDirectories(folder.resolve("backups"));
        copy("wal/basic", "old");
        copy("ltx/basic", "team/new");
        user = new CommandLineRun.User(folder).configured(CONFIG.formatted(folder));
    }

    private void copy(String golden, String path) throws IOException {
        GoldenReplica.load(golden).copyTo(backups.resolve(path), Instant.now().minusSeconds(60));
    }

    private static List<String> verdicts(CommandLineRun run) {
        List<String> verdicts = new ArrayList<>();
        run.json()
                .forEach(each -> verdicts.add(each.get("database").asString() + " "
                        + each.get("verdict").asString()));
        return verdicts;
    }

    @Test
    void allCommandsWorkWithThem() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).containsExactly("old ok", "team/new ok");
        assertThat(user.runs("drill", "team/new").code()).isZero();
        assertThat(user.runs("status").out()).contains("old", "team/new");
        assertThat(user.runs("plan", "old").code()).isZero();
        assertThat(user.runs("restore", "old", "-o", folder.resolve("out.db").toString())
                        .code())
                .isZero();
        assertThat(user.runs("doctor").out()).contains("team/new");
        assertThat(user.runs("config", "validate").out()).contains("ok, 2 databases, 2 replicas");
        assertThat(user.runs("config", "show").out()).contains("found: old, team/new", "forget_after: 7d");
    }

    @Test
    void aMistypedNameWithASlashIsNotTakenAsAFolder() throws IOException {
        CommandLineRun mistyped = user.runs("check", "team/nwe");
        assertThat(mistyped.code()).isEqualTo(64);
        assertThat(mistyped.err()).contains("Did you mean team/new?");

        assertThat(user.runs("check", "backups/gone", "--json").out()).contains("prefix-empty");
        assertThat(user.runs("check", backups.resolve("old").toString()).code()).isZero();
        copy("ltx/basic", "../team/nwe");
        assertThat(user.runs("check", "team/nwe", "--json").code()).isZero();
    }

    @Test
    void aNameThatIsKnownNeedsNoSearch() {
        assertThat(user.runs("plan", "team/new").code()).as("searches").isZero();
        StorageCount count = new StorageCount();
        user.reporting(count);

        assertThat(user.runs("config", "show").code()).isZero();
        long search = count.requests();
        assertThat(search).as("the prefix, and team").isEqualTo(2);
        assertThat(user.runs("check", "nonsense").err()).contains("team/new");
        assertThat(count.requests()).isEqualTo(2 * search);
        long before = count.requests();
        assertThat(user.runs("status", "old").out()).contains("old");
        assertThat(count.requests()).as("status reads no store").isEqualTo(before);
    }

    @Test
    void oneThatIsGoneIsReportedUntilItIsForgotten() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        FileTree.delete(backups.resolve("team"));

        CommandLineRun gone = user.runs("check", "--json");
        assertThat(verdicts(gone)).containsExactly("old ok", "team/new critical");
        assertThat(gone.code()).isEqualTo(2);
        assertThat(gone.out()).contains("\"prefix-empty\"");

        user.later(Duration.ofDays(6));
        assertThat(verdicts(user.runs("check", "--json"))).contains("team/new critical");
        user.later(Duration.ofDays(8));
        assertThat(user.runs("check", "--json").out()).contains("\"old\"").doesNotContain("team/new");
    }

    @Test
    void oneThatComesBackIsNotForgotten() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        FileTree.delete(backups.resolve("team"));
        assertThat(verdicts(user.runs("check", "--json"))).contains("team/new critical");
        copy("ltx/basic", "team/new");

        assertThat(verdicts(user.runs("check", "--json"))).contains("team/new ok");
        user.later(Duration.ofDays(8));
        assertThat(user.runs("config", "show").out()).contains("found: old, team/new");
    }

    @Test
    void anEmptyStoreForgetsNothing() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        FileTree.delete(backups);
        Files.createDirectories(backups);
        user.later(Duration.ofDays(8));
        assertThat(user.runs("check", "--json").code()).isEqualTo(2);
        user.later(Duration.ofDays(16));

        CommandLineRun run = user.runs("check", "--json");

        assertThat(verdicts(run)).hasSize(3).contains("old critical", "team/new critical");
        assertThat(run.out()).contains("no replica is found any more, where there were 2");
    }

    @Test
    void aStoreThatCannotBeListedIsUnknownAndForgetsNothing() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        user.configured(CONFIG.formatted(folder).replace("/backups", "/missing/backups"));

        CommandLineRun nothing = user.runs("check", "--json");

        assertThat(nothing.code()).isEqualTo(3);
        assertThat(nothing.out()).contains("discovery of file:", "\"storage-unreachable\"", "no such folder");
        user.configured(CONFIG.formatted(folder));
        assertThat(user.runs("config", "show").out()).contains("found: old, team/new");
    }

    @Test
    void patternsAndPrefixesChoose() throws IOException {
        copy("wal/basic", "tmp/x");
        copy("wal/basic", "team/app-test");
        user.configured(
                "home: home\ndiscover:\n  - {type: file, path: backups, include: ['team/**'], exclude: ['**/*-test'],"
                        + " name_prefix: 'nas:'}\n");

        assertThat(user.runs("config", "show").out()).contains("found: nas:team/new\n");
    }

    @Test
    void oneThatIsConfiguredIsNotWatchedTwice() throws IOException {
        user.configured(CONFIG.formatted(folder)
                + "databases: [{name: mine, replica: {type: file, path: backups/old}, objectives: {rpo: 2d}}]\n");

        assertThat(verdicts(user.runs("check", "--json"))).containsExactly("mine ok", "team/new ok");
    }

    @Test
    void aNameThatAnotherDatabaseHasIsAnErrorAndTheOthersAreWatched() throws IOException {
        copy("wal/basic", "../elsewhere");
        user.configured(
                CONFIG.formatted(folder) + "databases: [{name: old, replica: {type: file, path: elsewhere}}]\n");

        CommandLineRun run = user.runs("check", "--json");
        assertThat(run.code()).isEqualTo(3);
        assertThat(verdicts(run)).contains("old ok", "team/new ok").hasSize(3);
        assertThat(run.out()).contains("other databases have their names: old (file://");
        CommandLineRun validate = user.runs("config", "validate");
        assertThat(validate.code()).isEqualTo(64);
        assertThat(validate.err()).contains("two databases have one name: old", "set name_prefix");
    }

    @Test
    void anUnreadableFileOfEarlierSearchesIsReportedAndNotReplaced() throws IOException {
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        Path found = folder.resolve("home/discovered.json");
        String whole = Files.readString(found);
        FileTree.delete(backups.resolve("team"));
        String half = whole.substring(0, whole.length() / 2);
        Files.writeString(found, half);

        CommandLineRun run = user.runs("check", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(verdicts(run)).contains("old ok").hasSize(2);
        assertThat(run.out()).contains("discovery of file:", "discovered.json: the replicas that were found earlier");
        assertThat(found).hasContent(half);
        Files.writeString(found, whole);
        assertThat(verdicts(user.runs("check", "--json"))).containsExactly("old ok", "team/new critical");
    }

    @Test
    void whatOtherConfigurationsOfTheHomeFoundIsKept() throws IOException {
        copy("ltx/basic", "../others/third");
        assertThat(verdicts(user.runs("check", "--json"))).hasSize(2);
        FileTree.delete(backups.resolve("team"));
        assertThat(verdicts(user.runs("check", "--json"))).contains("team/new critical");
        for (String other : List.of(
                CONFIG.formatted(folder).replace("/backups", "/others"),
                "home: home\ndiscover: {type: file, path: backups, exclude: ['team/**']}\n")) {
            user.configured(other);
            assertThat(verdicts(user.runs("check", "--json"))).hasSize(1).doesNotContain("team/new critical");
        }
        user.configured(CONFIG.formatted(folder));

        assertThat(verdicts(user.runs("check", "--json"))).containsExactly("old ok", "team/new critical");
    }

    @Test
    void aPrefixWithoutAnyReplicaIsUnknown() throws IOException {
        Files.createDirectories(folder.resolve("wrong/backups"));
        user.configured(CONFIG.formatted(folder.resolve("wrong")));
        CommandLineRun wrong = user.runs("check", "--json");
        user.configured("home: home\ndiscover: {type: file, path: backups, include: [production/**]}\n");
        CommandLineRun unselected = user.runs("check", "--json");

        assertThat(wrong.code()).isEqualTo(3);
        assertThat(verdicts(wrong))
                .singleElement()
                .asString()
                .startsWith("discovery of file:")
                .endsWith("unknown");
        assertThat(wrong.out()).contains("no replica is found below this prefix, so nothing is watched");
        assertThat(unselected.code()).isEqualTo(3);
        assertThat(unselected.out()).contains("include and exclude select none of the 2 replicas");
    }
}
