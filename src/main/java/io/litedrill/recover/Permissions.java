package io.litedrill.recover;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;

/** Holds the permissions given with a request. */
public record Permissions(Set<Permission> given) {
    /** Permits nothing beyond the plain restore. */
    public static final Permissions NONE = new Permissions(Set.of());

    /** Copies the set. */
    public Permissions {
        given = Set.copyOf(given);
    }

    /** Returns these permissions. */
    public static Permissions of(Permission... given) {
        return of(Arrays.asList(given));
    }

    /** Returns these permissions. */
    public static Permissions of(Collection<Permission> given) {
        return new Permissions(Set.copyOf(given));
    }

    /** Returns whether a permission was given. */
    public boolean has(Permission permission) {
        return given.contains(permission);
    }
}
