package io.litedrill.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

/** Actions of a reader on the page. */
record PageActions(BrowserSession browser, PageDaemon daemon) {
    Page open(String address) {
        return browser.open(daemon.url(address), ColorScheme.LIGHT, BrowserSession.WIDE);
    }

    Page openAs(String address, String token, String who) {
        Page page = signIn(open(address), token);
        assertThat(page.locator("#account")).containsText(who);
        return page;
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Page signIn(Page page, String token) {
        button(page, "Sign in").click();
        page.getByLabel("Token").fill(token);
        page.locator("dialog button[type=submit]").click();
        return page;
    }
}
