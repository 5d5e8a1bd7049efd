package io.litedrill.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.litedrill.cli.PageActions.button;
import static io.litedrill.cli.PageActions.signIn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page in Debian's Chromium, served by the packaged jar, with replicas that real Litestream wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path shared;

    private BrowserSession browser;
    private BadDay day;
    private PageDaemon daemon;

    @BeforeAll
    void startBrowser() throws Exception {
        browser = BrowserSession.start();
        day = BadDay.of("0.5.17", shared.resolve("day"));
        startDaemon();
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

    private void startDaemon() throws Exception {
        Path folder = shared.resolve("daemon");
        day.closed(folder);
        daemon = PageDaemon.start(folder);
        for (String name : List.of(
                "app",
                "broken",
                "fragile",
                URLEncoder.encode(PageDaemon.HOSTILE, UTF_8).replace("+", "%20"))) {
            String drills = "/api/v1/databases/" + name + "/drills";
            await(name)
                    .atMost(PATIENCE)
                    .until(() -> daemon.http().post(drills, "").statusCode() == 202);
            await(name)
                    .atMost(PATIENCE)
                    .until(() -> daemon.http().get(drills).body(), body -> body.contains("outcome"));
        }
    }

    @AfterEach
    void assertNoErrors() {
        assertThat(browser.errors()).isEmpty();
    }

    private Page open(String address) {
        return new PageActions(browser, daemon).open(address);
    }

    private Page openAs(String address, String token, String who) {
        return new PageActions(browser, daemon).openAs(address, token, who);
    }

    @Test
    void theBoardHasTheWorstFirstAndSearchesAndFilters() {
        Page page = open("");
        assertThat(page.locator(".total")).containsText(Pattern.compile("[23] of 4 restorable, oldest proof \\d+ "));
        Locator worst = page.locator("tbody tr").first();
        assertThat(worst).containsText("broken");
        assertThat(worst).containsText("Critical");
        assertThat(worst).containsText("Last drill failed");
        assertThat(worst).containsText("Next: ");

        page.getByLabel("Search").fill("FRAG");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page).hasURL(daemon.url("#/?q=FRAG"));
        page.getByLabel("Search").fill("");
        button(page, "Unknown 0").click();
        assertThat(page.locator("tbody tr")).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Critical"))
                .click();
        assertThat(page.locator("tbody tr").first()).containsText("broken");
        assertThat(page.locator("tbody .ok")).hasCount(0);
    }

    @Test
    void aHostileNameIsText() {
        Page page = open("");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(PageDaemon.SHOWN))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(PageDaemon.SHOWN);
        assertThat(page.locator("main img")).hasCount(0);
    }

    @Test
    void theGapIsDrawnWhereItIs() {
        Page page = open("#/database/broken");
        JsonObject gap = JsonObject.parse(
                        daemon.http().get("/api/v1/databases/broken/window").body())
                .objects("gaps")
                .orElseThrow()
                .get(0);
        Locator rectangle = page.locator(".timeline .gap rect");
        assertThat(rectangle).hasCount(1);
        Locator slider = page.getByRole(AriaRole.SLIDER);
        double from = Double.parseDouble(slider.getAttribute("aria-valuemin"));
        double to = Double.parseDouble(slider.getAttribute("aria-valuemax"));
        double width = Double.parseDouble(page.locator("svg.timeline").getAttribute("width"));
        double expected = (seconds(gap.time("after").orElseThrow()) - from) / (to - from) * width;

        // the limits of the drawing are rounded to a second
        assertThat(Double.parseDouble(rectangle.getAttribute("x")))
                .isCloseTo(expected, within(2 * width / (to - from)));
        assertThat(page.locator(".timeline .gap title")).containsText("Gap, missing: TXID 0000000000000005");
        page.getByText("Spans and gaps as a table").click();
        assertThat(page.locator("main table").first()).containsText("TXID 0000000000000005");
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }

    @Test
    void aPointIsPickedByClickKeyboardAndTypedTimeAndHasAnAddress() {
        // its recovery points have times with more digits than a Date of JavaScript
        Page page = open("#/database/broken");
        assertThat(page.locator(".point")).containsText("The newest state");
        assertThat(page.locator(".timeline .span")).not().hasCount(0);
        Locator span = page.locator(".timeline .span rect").last();
        span.click();
        assertThat(page.locator(".point")).containsText("The picked point");
        assertThat(page.locator(".point")).containsText("Restores to");
        assertThat(page).hasURL(Pattern.compile(".*\\?at=2.*"));
        String clicked = page.url();

        page.getByRole(AriaRole.SLIDER).press("ArrowLeft");
        assertThat(page).not().hasURL(clicked);
        page.getByRole(AriaRole.SLIDER).press("Home");
        assertThat(page.locator(".point")).containsText("Restores to");

        page.getByLabel("Time to restore").fill("2001-01-01T00:00:01");
        button(page, "Show").click();
        assertThat(page.locator(".point")).containsText("Cannot be restored");
        page.locator(".point .buttons button").click();
        assertThat(page.locator(".point")).containsText("Restores to");
        assertThat(page.locator(".point")).containsText(" UTC");

        Page again = open(page.url().substring(daemon.url("").length()));
        assertThat(again.locator(".point")).containsText("The picked point");
        assertThat(again.locator(".point dd").first())
                .hasText(page.locator(".point dd").first().textContent());
    }

    @Test
    void aDrillFailsLiveOnTheScreen() throws IOException {
        Page page = openAs("#/database/fragile", "operator-token", "ops: operator");
        assertThat(page.locator(".runs > li").first()).containsText("Passed");
        // the newest state requires this file: no higher level contains it
        Path needed = daemon.folder().resolve("r/fragile/ltx/0/0000000000000007-0000000000000007.ltx");
        assertThat(needed).exists();
        Files.write(needed, new byte[500]);
        button(page, "Drill now").click();

        assertThat(page.locator(".runs > li").first()).containsText("Failed");
        assertThat(page.locator(".title .badge")).containsText("Critical");
        assertThat(page.locator(".findings")).containsText("file-damaged");
        assertThat(page.locator(".findings")).containsText("Meaning: A file is truncated, empty, or violates a rule");
        assertThat(page.locator(".note")).containsText("The drill ended");
    }

    @Test
    void aRestoreInPlaceLeadsFromAClickToARunningApplication() throws Exception {
        Path live = daemon.folder().resolve("live/app.db");
        Files.write(live, new byte[8192]);
        Page page = openAs("#/database/app", PageDaemon.RESTORER, "oncall: restorer");
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Restore…").setExact(true))
                .click();
        page.getByLabel("In place").check();
        button(page, "Preview").click();
        assertThat(page.locator(".preview")).containsText("What comes back");
        assertThat(page.locator(".preview")).containsText("What is there now");
        assertThat(button(page, "Restore now")).isDisabled();
        page.getByLabel("Type the name").fill("ap");
        assertThat(button(page, "Restore now")).isDisabled();
        page.getByLabel("Type the name").fill("app");
        button(page, "Restore now").click();

        assertThat(page.locator(".title .badge")).containsText("Restored");
        assertThat(page).hasURL(Pattern.compile(".*#/restores/.*"));
        assertThat(page.locator(".progress")).containsText("Replaced files");
        try (Connection application = DriverManager.getConnection("jdbc:sqlite:" + live);
                ResultSet version = application.createStatement().executeQuery("PRAGMA user_version")) {
            assertThat(version.getInt(1)).isEqualTo(BadDay.NEWEST);
        }
    }

    @Test
    void aRefusedRestoreSaysWhatAllowsIt() {
        Page page = openAs("#/database/app/restore", PageDaemon.RESTORER, "oncall: restorer");
        page.getByLabel("In place").check();
        button(page, "Preview").click();
        assertThat(page.locator(".preview .problem")).containsText("\"force\": true");
        assertThat(button(page, "Restore now")).hasCount(0);
        button(page, "Show the permission").click();
        page.getByLabel("Also replace a database that is sound").check();
        button(page, "Preview").click();
        assertThat(page.locator(".preview h2")).containsText("This can be restored");
    }

    @Test
    void aRestoreToAFileIsPreviewedAndRuns() {
        Page page = openAs("#/database/" + "broken", PageDaemon.RESTORER, "oncall: restorer");
        page.locator(".point .buttons button").first().click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Restore this point…"))
                .click();
        page.getByLabel("Name of the file").fill("again.db");
        button(page, "Preview").click();
        button(page, "Restore now").click();
        assertThat(page.locator(".title .badge")).containsText("Restored");
        assertThat(daemon.folder().resolve("restored/again.db")).isNotEmptyFile();
    }

    @Test
    void tokensAreCheckedAndRolesDecideWhatIsShown() throws Exception {
        Page page = signIn(open("#/database/app"), "wrong");
        assertThat(page.locator("dialog .problem")).containsText("This is no token");
        page.getByLabel("Token").fill("viewer-token");
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("#account")).containsText("watch: viewer");
        assertThat(button(page, "Drill now")).hasCount(0);
        assertThat(page.locator("main")).containsText("The role viewer only reads");
        button(page, "Sign out").click();
        assertThat(page.locator("main")).containsText("Sign in to run checks and drills");

        signIn(page, "operator-token");
        assertThat(button(page, "Drill now")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Restore…")))
                .hasCount(0);
        assertThat(page.url()).doesNotContain("token");
        assertThat((String) page.evaluate("document.cookie + JSON.stringify({...localStorage})"))
                .isEqualTo("{}");
    }

    @Test
    void aTokenThatIsNoLongerValidIsAskedForAgain() throws Exception {
        Page page = openAs("#/database/app", PageDaemon.RESTORER, "oncall: restorer");
        daemon.kill();
        assertThat(page.locator("#connection")).containsText("Connection lost");
        daemon.configure("another-secret");
        daemon.startAgain();
        daemon.configure(PageDaemon.RESTORER);
        assertThat(page.locator("#connection")).hasText("Live");

        button(page, "Drill now").click();
        assertThat(page.locator("dialog .problem")).containsText("This is no token");
        page.getByLabel("Token").fill("another-secret");
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("#account")).containsText("oncall: restorer");

        daemon.kill();
        daemon.startAgain();
    }

    @Test
    void everyViewIsAccessibleInBothSchemesAndOnAPhone() throws IOException {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(BrowserSession.WIDE, BrowserSession.PHONE)) {
                lookAtEachView(scheme, width);
            }
        }
    }

    private void lookAtEachView(ColorScheme scheme, int width) throws IOException {
        String suffix = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
        Page page = browser.open(daemon.url(""), scheme, width);
        assertThat(page.locator("tbody tr")).hasCount(4);
        assertView(page, "board" + suffix);
        button(page, "Sign in").click();
        BrowserSession.assertAccessible(page);
        button(page, "Cancel").click();
        signIn(page, PageDaemon.RESTORER);
        assertThat(page.locator("#account")).containsText("oncall");
        for (String name : List.of("broken", "app")) {
            page.navigate(daemon.url("#/database/" + name));
            assertThat(page.locator(".point h3")).isVisible();
            assertThat(page.locator(".uplot").first()).isVisible();
            assertView(page, name + suffix);
        }
        page.navigate(daemon.url("#/database/app/restore"));
        page.getByLabel("In place").check();
        button(page, "Preview").click();
        assertThat(page.locator(".preview h2")).isVisible();
        assertView(page, "restore" + suffix);
    }

    private static void assertView(Page page, String name) throws IOException {
        BrowserSession.screenshot(page, name);
        BrowserSession.assertAccessible(page);
        assertThat(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))
                .as("width beyond the screen")
                .isEqualTo(0);
    }
}
