package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.recover.Audit.Attempt;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The permissions of the roles of tokens, and the entries in the audit log. */
class RolesTest {
    private static final String BODY = "{\"target\":\"file\",\"output\":\"a.db\"}";

    @TempDir
    Path folder;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = RunningApi.of(
                List.of(
                        BearerToken.of("watch", Role.VIEWER, "watch-secret"),
                        BearerToken.of("drills", Role.OPERATOR, "drill-secret"),
                        BearerToken.of("oncall", Role.RESTORER, "oncall-secret")),
                folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> post(String secret, String what, String body) {
        return api.send(api.request(RunningApi.DATABASE + "/" + what)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @ParameterizedTest(name = "{0} posts {1}: {2}")
    @CsvSource({
        "watch-secret,  checks,   403",
        "watch-secret,  drills,   403",
        "watch-secret,  restores, 403",
        "drill-secret,  checks,   202",
        "drill-secret,  drills,   202",
        "drill-secret,  restores, 403",
        "oncall-secret, checks,   202",
        "oncall-secret, drills,   202",
        "oncall-secret, restores, 202",
        "nobodys,       restores, 401",
    })
    void eachRoleMayDoWhatItIsFor(String secret, String what, int status) {
        HttpResponse<String> response = post(secret, what, what.equals("restores") ? BODY : "{}");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(api.backend.asked.size()).isEqualTo(status == 202 ? 1 : 0);
        assertThat(response.body()).doesNotContain(secret);
    }

    @Test
    void theRefusalNamesTheTokenItsRoleAndTheWayOut() {
        assertThat(post("watch-secret", "drills", "{}").body())
                .contains("watch", "has the role viewer", "needs operator", "litedrill.yml");
    }

    @Test
    void everyAttemptToRestoreIsKeptWithWhoAndFromWhere() {
        post("oncall-secret", "restores", BODY);
        post("drill-secret", "restores", BODY);
        post("nobodys", "restores", BODY);
        post("oncall-secret", "restores", "{\"target\":\"file\",\"output\":\"../up\\n.db\"}");
        post("oncall-secret", "drills", "{}");

        assertThat(api.audit).extracting(Attempt::who).containsExactly("oncall", "drills", "-", "oncall");
        assertThat(api.audit).extracting(Attempt::from).containsOnly("127.0.0.1");
        assertThat(api.audit).extracting(Attempt::database).containsOnly("app%2Fmain.db");
        assertThat(api.audit.get(0).what()).isEqualTo("restore " + BODY);
        assertThat(api.audit.get(0).answer()).matches("202 accepted as \\S+");
        assertThat(api.audit.get(1).answer()).startsWith("403 The token drills has the role operator");
        assertThat(api.audit.get(2).answer()).startsWith("401 ");
        assertThat(api.audit.get(2).what()).isEqualTo("restore");
        assertThat(api.audit.get(3).answer()).startsWith("400 output:");
    }

    @Test
    void nothingThatIsSentForgesALineOfTheAudit() {
        post(
                "oncall-secret",
                "restores",
                "{\"target\":\"file\",\"output\":\"a\\nINFO forged\\u001b[31m\\u2028\\u202e\"}");
        post("oncall-secret", "restores", "{\"target\":\n\"fi\\rle\"}");

        assertThat(api.audit)
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.what() + attempt.answer())
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
    }

    @Test
    void aTokenCanBeGivenByItsHash() {
        BearerToken token = BearerToken.hashed(
                "watch", Role.VIEWER, "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824");

        assertThat(token.matches("hello")).isTrue();
        assertThat(token.matches("hell0")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982g"})
    void anInvalidHashIsRefused(String hash) {
        assertThatThrownBy(() -> BearerToken.hashed("watch", Role.VIEWER, hash))
                .hasMessageContaining("64 hex digits")
                .hasMessageContaining("sha256sum");
    }
}
