package io.litedrill.config;

import io.litedrill.http.BearerToken;
import io.litedrill.http.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the tokens of the API in a litedrill.yml: the one with all roles ({@code token}), and those with one role
 * ({@code tokens}).
 */
final class TokenReader {
    private static final int MOST_TOKEN_BYTES = 4096;
    private static final String ONLY = "token";
    private static final String EXPECTED =
            "must be visible ASCII characters without spaces, as openssl rand -hex 32 prints them";

    private final Environment environment;
    private final Path base;

    /** Creates a reader; relative paths of the file start from {@code base}. */
    TokenReader(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    List<BearerToken> read(Section top) {
        List<BearerToken> tokens = new ArrayList<>();
        ofSecret(top, ONLY, secret -> BearerToken.of(ONLY, Role.RESTORER, secret))
                .ifPresent(tokens::add);
        Set<String> names = new HashSet<>(tokens.isEmpty() ? Set.of() : Set.of(ONLY));
        for (Section section : top.sections("tokens")) {
            token(section).ifPresent(token -> {
                if (!names.add(token.name())) {
                    section.problem("name", "must differ from the names above");
                }
                tokens.add(token);
            });
        }
        return tokens;
    }

    /** Returns the token that only grants access to the metrics. */
    Optional<BearerToken> ofMetrics(Section top) {
        return ofSecret(top, "metrics_token", secret -> BearerToken.of("metrics", Role.VIEWER, secret));
    }

    private Optional<BearerToken> token(Section section) {
        Optional<String> name = section.read(
                "name",
                "must be a name of 1 to 64 letters, digits and . _ -",
                text -> Optional.of(text).filter(each -> each.matches("[A-Za-z0-9._-]{1,64}")));
        needed(section, "name", "is needed: it stands in the audit");
        Optional<Role> role = section.read("role", "must be viewer, operator or restorer", Role::parse);
        needed(section, "role", "is needed: viewer, operator or restorer");
        if (section.has("token_sha256") && (section.has("token") || section.has("token_file"))) {
            section.problem("token_sha256", "must not be set beside token or token_file");
        }
        if (!section.has("token") && !section.has("token_file") && !section.has("token_sha256")) {
            section.problem("token", "is needed, or token_file, or token_sha256");
        }
        String shownName = name.orElse("");
        Role validRole = role.orElse(Role.VIEWER);
        Optional<BearerToken> token = section.make(
                        "token_sha256",
                        "must be 64 hex digits, as printf %s \"$TOKEN\" | sha256sum prints them",
                        hash -> BearerToken.hashed(shownName, validRole, hash))
                .or(() -> ofSecret(section, ONLY, secret -> BearerToken.of(shownName, validRole, secret)));
        return token.filter(each -> name.isPresent() && role.isPresent());
    }

    private static void needed(Section section, String key, String expectation) {
        if (!section.has(key)) {
            section.problem(key, expectation);
        }
    }

    private Optional<BearerToken> ofSecret(Section section, String key, Function<String, BearerToken> constructor) {
        String inFile = key + "_file";
        if (section.has(key) && section.has(inFile)) {
            section.problem(inFile, "must not be set beside " + key);
        }
        if (section.has(key)) {
            return section.make(key, EXPECTED, constructor);
        }
        return section.path(inFile, text -> environment.absolute(text, base))
                .flatMap(file -> secret(section, inFile, file))
                .flatMap(secret -> Section.made(constructor, secret).or(() -> {
                    section.problem(inFile, EXPECTED);
                    return Optional.empty();
                }));
    }

    private static Optional<String> secret(Section section, String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            section.problem(key, "must be a file that holds the token, and is empty");
        } catch (IOException e) {
            section.problem(
                    key, "must be a file that can be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }
}
