package io.litedrill.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code age} keys of a replica in litedrill.yml. */
final class OwnAgeKeys {
    private static final int MOST_FILE_BYTES = 64 << 10;

    private final Environment environment;
    private final Path base;

    /** Creates a reader; relative paths of the file start from {@code base}. */
    OwnAgeKeys(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    AgeConfig of(Section age) {
        List<String> texts = age.texts("identities");
        List<Secret> identities = new ArrayList<>(texts.stream()
                .flatMap(text -> AgeKeys.parse(text).stream())
                .flatMap(List::stream)
                .toList());
        if (texts.stream().anyMatch(text -> AgeKeys.parse(text).isEmpty())) {
            age.problem("identities", "must each be " + AgeKeys.FORM);
        }
        age.text("identity_file").ifPresent(file -> identities.addAll(ofFile(age, file)));
        if (!age.has("identities") && !age.has("identity_file")) {
            age.problem("identities", "is needed, or identity_file, to read what is encrypted");
        }
        // only Litestream uses the recipients; they are accepted so that its settings can be copied
        boolean used = !identities.isEmpty() || !age.texts("recipients").isEmpty();
        return new AgeConfig(used, identities);
    }

    private List<Secret> ofFile(Section age, String name) {
        try (var in = Files.newInputStream(environment.absolute(name, base))) {
            String text = new String(in.readNBytes(MOST_FILE_BYTES), StandardCharsets.UTF_8);
            Optional<List<Secret>> parsed = AgeKeys.parse(text);
            if (parsed.isEmpty()) {
                age.problem("identity_file", "must hold " + AgeKeys.FORM + "; lines that begin with # are left alone");
            }
            return parsed.orElse(List.of());
        } catch (IOException | InvalidPathException e) {
            age.problem(
                    "identity_file",
                    "must be a file that can be read (" + e.getClass().getSimpleName() + ")");
            return List.of();
        }
    }
}
