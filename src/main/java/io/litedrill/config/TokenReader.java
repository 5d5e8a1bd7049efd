package io.litedrill.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tokens of the API in a litedrill.yml: the one with all roles ({@code token}), and those with one role
 * ({@code tokens}).
 */
final class TokenReader {
    private static final int MOST_TOKEN_BYTES = 4096;
    private static final String ONLY = "token";

    private final Environment environment;
    private final Path base;

    /** Creates a reader; relative paths of the file start from {@code base}. */
    TokenReader(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    List<TokenConfig> read(Section top) {
        List<TokenConfig> tokens = new ArrayList<>();
        secret(top, ONLY)
                .ifPresent(secret -> tokens.add(
                        new TokenConfig(ONLY, TokenConfig.Role.RESTORER, Optional.of(secret), Optional.empty())));
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
    Optional<Secret> ofMetrics(Section top) {
        return secret(top, "metrics_token");
    }

    private Optional<TokenConfig> token(Section section) {
        Optional<String> name = section.read(
                "name",
                "must be a name of 1 to 64 letters, digits and . _ -",
                text -> Optional.of(text).filter(each -> each.matches("[A-Za-z0-9._-]{1,64}")));
        needed(section, "name", "is needed: it stands in the audit");
        Optional<TokenConfig.Role> role =
                section.read("role", "must be viewer, operator or restorer", TokenConfig.Role::parse);
        needed(section, "role", "is needed: viewer, operator or restorer");
        Optional<String> hash = section.read(
                "token_sha256",
                "must be 64 hex digits, as printf %s \"$TOKEN\" | sha256sum prints them",
                text -> Optional.of(text).filter(each -> each.matches("[0-9a-fA-F]{64}")));
        if (section.has("token_sha256") && (section.has("token") || section.has("token_file"))) {
            section.problem("token_sha256", "must not be set beside token or token_file");
        }
        Optional<Secret> secret = secret(section, ONLY);
        if (!section.has("token") && !section.has("token_file") && !section.has("token_sha256")) {
            section.problem("token", "is needed, or token_file, or token_sha256");
        }
        return secret.isEmpty() && hash.isEmpty()
                ? Optional.empty()
                : name.flatMap(each -> role.map(known -> new TokenConfig(each, known, secret, hash)));
    }

    private static void needed(Section section, String key, String expectation) {
        if (!section.has(key)) {
            section.problem(key, expectation);
        }
    }

    private Optional<Secret> secret(Section section, String key) {
        String inFile = key + "_file";
        if (section.has(key) && section.has(inFile)) {
            section.problem(inFile, "must not be set beside " + key);
        }
        return section.secret(key).or(() -> file(section, inFile).flatMap(file -> secret(section, inFile, file)));
    }

    private Optional<Path> file(Section section, String key) {
        return section.text(key).flatMap(text -> {
            try {
                return Optional.of(environment.absolute(text, base));
            } catch (InvalidPathException e) {
                section.problem(key, "must be a path");
                return Optional.empty();
            }
        });
    }

    private static Optional<Secret> secret(Section section, String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            section.problem(key, "must be a file that holds the token, and is empty");
        } catch (IOException e) {
            section.problem(
                    key, "must be a file that can be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }
}
