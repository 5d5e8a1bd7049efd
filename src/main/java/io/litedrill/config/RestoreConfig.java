package io.litedrill.config;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the settings of a restore in place: the owner and mode of a new file, and the hooks.
 *
 * @param owner a user, optionally with a colon and a group; empty: those of the folder
 * @param mode three octal digits; empty: 644
 * @param hooks the commands that run before and after
 */
public record RestoreConfig(Optional<String> owner, Optional<String> mode, RestoreHooks hooks) {
    /** The defaults. */
    public static final RestoreConfig DEFAULTS =
            new RestoreConfig(Optional.empty(), Optional.empty(), RestoreHooks.NONE);

    RestoreConfig with(Section section) {
        Optional<String> ownOwner = section.read(
                "owner",
                "must be USER or USER:GROUP",
                text -> Optional.of(text).filter(name -> name.matches("[^:\\s]+(:[^:\\s]+)?")));
        Optional<String> ownMode = section.read(
                "mode",
                "must be three octal digits, such as 0640",
                text -> Optional.of(text).filter(digits -> digits.matches("0?[0-7]{3}")));
        return new RestoreConfig(ownOwner.or(() -> owner), ownMode.or(() -> mode), hooks.with(section));
    }

    /** Returns the user without the group. */
    public Optional<String> user() {
        return owner.map(text -> text.replaceFirst(":.*", ""));
    }

    /** Returns the group without the user. */
    public Optional<String> group() {
        return owner.filter(text -> text.contains(":")).map(text -> text.replaceFirst(".*:", ""));
    }

    /** Returns the mode as file permissions. */
    public Optional<Set<PosixFilePermission>> permissions() {
        return mode.map(text -> {
            int bits = Integer.parseInt(text, 8);
            StringBuilder symbols = new StringBuilder();
            for (int i = 8; i >= 0; i--) {
                symbols.append((bits >> i & 1) == 1 ? "rwx".charAt(2 - i % 3) : '-');
            }
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(PosixFilePermissions.fromString(symbols.toString()));
            return permissions;
        });
    }
}
