package io.litedrill.config;

import io.litedrill.recover.Hooks;
import io.litedrill.recover.Ownership;
import java.net.URI;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accumulates the keys of {@code restore}: those of the top of the file, then those of one database.
 *
 * @param owner a user, optionally with a colon and a group
 * @param mode three octal digits
 * @param before the arguments of a command
 * @param after the arguments of a command
 */
record RestoreDraft(
        Optional<String> owner,
        Optional<String> mode,
        Optional<List<String>> before,
        Optional<List<String>> after,
        Duration timeout,
        Optional<URI> healthUrl,
        Duration healthTimeout) {
    static final RestoreDraft DEFAULTS = new RestoreDraft(
            Optional.empty(),
            Optional.empty(),
            Hooks.NONE.before(),
            Hooks.NONE.after(),
            Hooks.NONE.limit(),
            Optional.empty(),
            Duration.ofMinutes(1));

    /** Returns these settings with those of a mapping applied. */
    RestoreDraft with(Section section) {
        return new RestoreDraft(
                section.read(
                                "owner",
                                "must be USER or USER:GROUP",
                                text -> Optional.of(text).filter(name -> name.matches("[^:\\s]+(:[^:\\s]+)?")))
                        .or(() -> owner),
                section.read(
                                "mode",
                                "must be three octal digits, such as 0640",
                                text -> Optional.of(text).filter(digits -> digits.matches("0?[0-7]{3}")))
                        .or(() -> mode),
                section.has("before") ? section.command("before") : before,
                section.has("after") ? section.command("after") : after,
                section.duration("timeout").orElse(timeout),
                section.url("health_url").or(() -> healthUrl),
                section.duration("health_timeout").orElse(healthTimeout));
    }

    Hooks hooks() {
        return new Hooks(before, after, timeout, healthUrl.map(url -> new Hooks.Health(url, healthTimeout)));
    }

    Ownership.Wanted ownership() {
        return new Ownership.Wanted(
                owner.map(text -> text.replaceFirst(":.*", "")),
                owner.filter(text -> text.contains(":")).map(text -> text.replaceFirst(".*:", "")),
                mode.map(RestoreDraft::permissions));
    }

    private static Set<PosixFilePermission> permissions(String octal) {
        int bits = Integer.parseInt(octal, 8);
        StringBuilder symbols = new StringBuilder();
        for (int i = 8; i >= 0; i--) {
            symbols.append((bits >> i & 1) == 1 ? "rwx".charAt(2 - i % 3) : '-');
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(PosixFilePermissions.fromString(symbols.toString()));
        return permissions;
    }
}
