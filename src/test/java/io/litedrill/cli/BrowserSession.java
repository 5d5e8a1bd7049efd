package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Debian's Chromium, driven by Playwright. Both come from {@code .ci/tools}. */
final class BrowserSession implements AutoCloseable {
    static final int WIDE = 1280;
    /** The width of a phone, in pixels. */
    static final int PHONE = 390;

    private static final double PATIENCE_MILLIS = 30_000;
    private static final Path SCREENSHOTS = Path.of("target", "page");

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private BrowserSession(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static BrowserSession start() {
        Path chromium = Tools.require("chromium");
        Path node = Tools.require("page/driver/node");
        System.setProperty(
                "playwright.cli.dir", node.resolveSibling(".").normalize().toString());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(2 * PATIENCE_MILLIS)
                        // Chromium's own sandbox does not work for root
                        .setArgs(List.of("--no-sandbox")));
        return new BrowserSession(playwright, browser);
    }

    /** Opens a tab with its own, empty storage. */
    Page open(String url, ColorScheme scheme, int width) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setTimezoneId("America/New_York"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onDialog(dialog -> {
            errors.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(origin(url)) && !request.url().startsWith("blob:")) {
                errors.add("a request to another host: " + request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                errors.add(message.text());
            }
        });
        page.navigate(url);
        return page;
    }

    private static String origin(String url) {
        return url.substring(0, url.indexOf('/', "http://".length()) + 1);
    }

    /** Script errors, dialogs, requests to other hosts, and violations of the policy since the start. */
    List<String> errors() {
        return errors;
    }

    /** Stores a picture of the whole page. */
    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Requires that axe-core finds no violation of its rules, which include those of WCAG 2.1 AA. */
    static void assertAccessible(Page page) throws IOException {
        Path axe = Tools.require("page/driver/node").resolveSibling("../node_modules/axe-core/axe.min.js");
        page.evaluate(Files.readString(axe));
        Object violations = page.evaluate("async () => (await axe.run()).violations.map("
                + "(rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(', '))");
        assertThat(violations).as(page.url()).isEqualTo(List.of());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
