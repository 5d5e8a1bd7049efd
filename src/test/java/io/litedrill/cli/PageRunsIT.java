package io.litedrill.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.litedrill.cli.PageActions.button;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Running drills and restores on the page, in Debian's Chromium, served by the packaged jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRunsIT {
    /** A program that waits until a file exists, at most half a minute. */
    private static final String WAIT =
            "i=0; while [ ! -e BASE/%s ] && [ $$i -lt 600 ]; do sleep 0.05; i=$$(($$i + 1)); done";

    private static final String DATABASES = """
          - name: slow
            path: 'BASE/slow/app.db'
            replica: 'file://BASE/r/slow'
            verify: {command: "%s"}
            restore:
              before: "printf 'stops \\\\342\\\\200\\\\256gnp \\\\342\\\\201\\\\246x\\\\n'; %s"
              after: "printf 'fails \\\\342\\\\200\\\\256gnp \\\\342\\\\201\\\\246x\\\\n'; exit 3"
          - name: odd
            replica: 'file://BASE/r/odd'
            verify: {assertions: [{name: "own", sql: "SELECT 'a' || char(8238) || 'b' || char(8294)", expect: 'c'}]}
        """.formatted(WAIT.formatted("drilled"), WAIT.formatted("stopped"));

    /** True if the page has a character that reorders other text. */
    private static final String REORDERS = "/[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/"
            + ".test(document.body.textContent + document.title)";

    @TempDir
    static Path folder;

    private BrowserSession browser;
    private PageDaemon daemon;
    private PageActions actions;

    @BeforeAll
    void start() throws Exception {
        browser = BrowserSession.start();
        Instant newest = Instant.now().minusSeconds(60);
        for (String replica : List.of("replica", "r/slow", "r/odd")) {
            GoldenReplica.load("ltx/basic").copyTo(folder.resolve(replica), newest);
        }
        Files.createDirectories(folder.resolve("live"));
        Files.createDirectories(folder.resolve("slow"));
        daemon = PageDaemon.start(folder, DATABASES);
        actions = new PageActions(browser, daemon);
    }

    @AfterAll
    void stop() {
        if (daemon != null) {
            daemon.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void assertNoErrors() {
        assertThat(browser.errors()).isEmpty();
    }

    private List<JsonObject> restores(String database) {
        return new RestoresOverHttp(daemon.http(), database).past();
    }

    private Page openRestoreInPlace(String database) {
        Page page = actions.openAs("#/database/" + database + "/restore", PageDaemon.RESTORER, "oncall: restorer");
        page.getByLabel("In place").check();
        return page;
    }

    private static void confirm(Page page, String database) {
        button(page, "Preview").click();
        page.getByLabel("Type the name").fill(database);
        button(page, "Restore now").click();
    }

    @Test
    void aRunningDrillShowsItsPhaseAndThenItsResult() throws Exception {
        Page page = actions.openAs("#/database/slow", "operator-token", "ops: operator");
        button(page, "Drill now").click();

        assertThat(page.locator(".active h3")).containsText("Drill of file");
        assertThat(page.locator(".active .now")).hasText("verifying");
        assertThat(page.locator(".active dl")).containsText("Time left");
        page.locator(".active h3 a").click();
        assertThat(page.locator(".title .badge")).containsText("Running");
        assertThat(page.locator(".phases .now")).hasText("verifying");
        assertThat(page.locator(".progress")).containsText("Pages written");
        assertThat(button(page, "Cancel the restore")).isHidden();

        Files.createFile(folder.resolve("drilled"));
        assertThat(page.locator(".title .badge")).containsText("Passed");
        page.goBack();
        assertThat(page.locator(".active")).isHidden();
        assertThat(page.locator(".runs > li").first()).containsText("Passed");
        assertThat(page.locator(".proved-count")).containsText(Pattern.compile("\\d+ of \\d+ recovery points proved"));
        assertThat(page.locator(".point")).containsText("proved: its files were read, and a drill passed");
    }

    @Test
    void aRestoreInPlaceIsCancelledThenRunsAndShowsWhatItsCommandsPrinted() throws Exception {
        Page page = openRestoreInPlace("slow");
        confirm(page, "slow");
        assertThat(page.locator(".phases .now")).hasText("before");
        assertThat(page.locator(".title .badge")).containsText("Running");
        Page viewer = actions.openAs(page.url().substring(daemon.url("").length()), "viewer-token", "watch: viewer");
        assertThat(viewer.locator(".phases .now")).hasText("before");
        assertThat(button(viewer, "Cancel the restore")).isHidden();
        button(page, "Cancel the restore").click();

        assertThat(page.locator(".title .badge")).containsText("Inconclusive");
        assertThat(page.locator(".progress")).containsText("cancelled over HTTP by oncall");
        assertThat(button(page, "Cancel the restore")).isHidden();
        assertThat(folder.resolve("slow/app.db")).doesNotExist();

        Files.createFile(folder.resolve("stopped"));
        Page again = openRestoreInPlace("slow");
        confirm(again, "slow");
        assertThat(again.locator(".title .badge")).containsText("Restored");
        assertThat(again.locator(".progress")).containsText("hook-failed");
        assertThat(again.locator(".progress")).containsText("fails ?gnp ?x");
        assertThat((Boolean) again.evaluate(REORDERS)).isFalse();
        assertThat(folder.resolve("slow/app.db")).isNotEmptyFile();
        assertThat(daemon.log()).contains("restore.before: stops ?gnp ?x").doesNotContain("\u202e", "\u2066");
        assertThat(restores("slow")).hasSize(2);
    }

    @Test
    void aDoubleClickIsOneRun() {
        Page page = openRestoreToFile("twice.db");
        button(page, "Restore now").dblclick();

        assertThat(page.locator(".title .badge")).containsText("Restored");
        assertThat(outputs("twice.db")).isEqualTo(1);
    }

    /** The response is lost, so the reader repeats the request. */
    @Test
    void aRequestThatIsSentAgainIsOneRun() {
        Page page = openRestoreToFile("again.db");
        AtomicBoolean lost = new AtomicBoolean();
        page.route("**/restores", route -> loseOnce(route, lost));
        button(page, "Restore now").click();
        assertThat(page.locator(".preview")).containsText("does not respond");

        button(page, "Restore now").click();
        assertThat(page.locator(".title .badge")).containsText("Restored");
        assertThat(lost).isTrue();
        assertThat(outputs("again.db")).isEqualTo(1);
    }

    private static void loseOnce(Route route, AtomicBoolean lost) {
        if (lost.getAndSet(true)) {
            route.resume();
        } else {
            assertThat(route.fetch().status()).isEqualTo(202);
            route.abort();
        }
    }

    private Page openRestoreToFile(String name) {
        Page page = actions.openAs("#/database/app/restore", PageDaemon.RESTORER, "oncall: restorer");
        page.getByLabel("Name of the file").fill(name);
        button(page, "Preview").click();
        assertThat(button(page, "Restore now")).isEnabled();
        return page;
    }

    private long outputs(String name) {
        return restores("app").stream()
                .filter(run -> run.text("output").orElseThrow().endsWith("/" + name))
                .count();
    }

    @Test
    void textOfADatabaseCannotReorderThePage() {
        String drills = "/api/v1/databases/odd/drills";
        assertThat(daemon.http().post(drills, "").statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> daemon.http().get(drills).body(), body -> body.contains("assertion-failed"));
        for (String address : List.of("", "#/database/odd")) {
            Page page = actions.open(address);
            assertThat(page.locator("main")).containsText("assertion-failed");
            assertThat((Boolean) page.evaluate(REORDERS)).as(address).isFalse();
        }
    }

    @Test
    void aNameThatReordersTextIsMarkedAndCanBeOpened() {
        Page page = actions.open("");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("onerror=alert(1)>"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(PageDaemon.SHOWN);
        assertThat((Boolean) page.evaluate(REORDERS)).isFalse();
        assertThat(page.title()).isEqualTo(PageDaemon.SHOWN + " - Litedrill");
    }

    @Test
    void anAddressThatIsMalformedOrOfNoViewSaysSo() {
        for (String address : List.of("#/database/%E0%A4", "#/nowhere", "#/restores/%")) {
            assertThat(actions.open(address).locator("h1")).hasText("No such page");
        }
        assertThat(actions.open("#/database/nobody").locator("main")).containsText("No database is named");
        assertThat(actions.open("#/restores/nothing").locator("main")).containsText("No run has this id");
    }

    @Test
    void aRoleWithoutTheRightCannotRestoreByItsAddress() {
        Page page = actions.openAs("#/database/app/restore", "operator-token", "ops: operator");
        assertThat(page.locator("main")).containsText("A restore needs a token of the role restorer");
        assertThat(button(page, "Preview")).hasCount(0);
    }

    @Test
    void resultsOfTheTimeWithoutAConnectionAppearWhenItIsBack() {
        Page page = actions.open("#/database/app");
        assertThat(page.locator("#connection")).hasText("Live");
        page.route("**/api/v1/events", Route::abort);
        // it connects again with the token
        PageActions.signIn(page, "operator-token");
        assertThat(page.locator("#connection")).containsText("Connection lost");
        String drills = "/api/v1/databases/app/drills";
        String id = JsonObject.parse(daemon.http().post(drills, "").body())
                .text("id")
                .orElseThrow();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> daemon.http().get("/api/v1/drills/" + id).body(), body -> body.contains("passed"));

        page.unroute("**/api/v1/events");
        assertThat(page.locator("#connection")).hasText("Live");
        assertThat(page.locator("details[data-key='" + id + "']")).containsText("Passed");
    }
}
