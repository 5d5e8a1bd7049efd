package io.litedrill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.litedrill.http.BearerToken;
import io.litedrill.http.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final String DATABASES = "\ndatabases: [{name: a, replica: 'file:///r'}]";
    private static final String HASH = "9f".repeat(32);

    @TempDir
    Path folder;

    private List<BearerToken> tokens(String yaml) throws ConfigException {
        return new ConfigFiles(folder)
                .litedrill(yaml + DATABASES)
                .server()
                .api()
                .tokens();
    }

    @Test
    void theOneForEverythingComesFirst() throws Exception {
        assertThat(tokens("token: t\n"
                        + "tokens: [{name: ci, role: operator, token: c}, {name: g, role: viewer, token_sha256: "
                        + HASH + "}]"))
                .containsExactly(
                        BearerToken.of("token", Role.RESTORER, "t"),
                        BearerToken.of("ci", Role.OPERATOR, "c"),
                        BearerToken.hashed("g", Role.VIEWER, HASH));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "[{role: viewer, token: hunter2}];                                             tokens[0].name: is"
                        + " needed",
                "[{name: a, token: hunter2}];                                                  tokens[0].role: is"
                        + " needed",
                "[{name: a, role: admin, token: hunter2}];                                     viewer, operator or"
                        + " restorer",
                "[{name: a, role: viewer}];                                                    token_file, or"
                        + " token_sha256",
                "[{name: a b, role: viewer, token: hunter2}];                                  letters, digits",
                "[{name: a, role: viewer, token_sha256: hunter2}];                             64 hex digits",
                "[{name: a, role: viewer, token: hunter2 x}];                                  visible ASCII"
                        + " characters",
                "[{name: a, role: viewer, token: hunter2, token_file: x}];                     must not be set beside"
                        + " token",
                "[{name: token, role: viewer, token: hunter2}, {name: token, role: viewer, token: y}]; must differ",
            })
    void whatIsWrongIsSaidWithoutTheSecret(String yaml, String problem) {
        assertThatThrownBy(() -> tokens("tokens: " + yaml))
                .isInstanceOf(ConfigException.class)
                .message()
                .contains("litedrill.yml:1:")
                .containsIgnoringWhitespaces(problem)
                .doesNotContain("token: hunter2", "Found: hunter2");
    }

    @Test
    void aTokenForMetricsThatNoHeaderCanCarryIsNotShown() {
        assertThatThrownBy(() -> tokens("metrics_token: hunter2 x"))
                .hasMessageContaining("metrics_token: must be visible ASCII characters")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void whatIsShownHidesThem() throws Exception {
        String yaml = "tokens: [{name: ci, role: operator, token: hunter2}]" + DATABASES;

        assertThat(ConfigPrinter.print(new ConfigFiles(folder).litedrill(yaml), Map.of()))
                .contains("name: ci", "role: operator", "token: \"***\"")
                .doesNotContain("hunter2");
    }
}
