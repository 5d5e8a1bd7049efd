package io.litedrill.recover;

import io.litedrill.live.LivePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.Set;

/** Whose a restored database is to be, and who may do what with it. */
public record Ownership(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> mode) {
    private static final Set<PosixFilePermission> USUAL = PosixFilePermissions.fromString("rw-r--r--");

    /**
     * What the owner wants where no database is there to take it from.
     *
     * @param owner a user's name or number; empty: the folder's owner
     * @param group a group's name or number; empty: the folder's
     * @param mode empty: 0644
     */
    public record Wanted(Optional<String> owner, Optional<String> group, Optional<Set<PosixFilePermission>> mode) {
        /** As the folder's. */
        public static final Wanted AS_FOLDER = new Wanted(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * That of the database that is there; where there is none, as wanted.
     *
     * @throws IOException also when there is no such user or group
     */
    static Ownership of(LivePlace place, Wanted wanted) throws IOException {
        if (Files.exists(place.file(), LinkOption.NOFOLLOW_LINKS)) {
            PosixFileAttributes old = attributes(place.file());
            return new Ownership(old.owner(), old.group(), old.permissions());
        }
        PosixFileAttributes folder = attributes(place.folder());
        var lookup = place.folder().getFileSystem().getUserPrincipalLookupService();
        try {
            UserPrincipal owner = wanted.owner().isPresent()
                    ? lookup.lookupPrincipalByName(wanted.owner().get())
                    : folder.owner();
            GroupPrincipal group = wanted.group().isPresent()
                    ? lookup.lookupPrincipalByGroupName(wanted.group().get())
                    : folder.group();
            return new Ownership(owner, group, wanted.mode().orElse(USUAL));
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException(e.getName() + " is no user or group of this machine (restore.owner)", e);
        }
    }

    /**
     * Gives them to a file.
     *
     * @throws IOException when that may not be done, or did not last
     */
    void give(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes now = attributes(file);
        if (!now.owner().equals(owner)) {
            view.setOwner(owner);
        }
        if (!now.group().equals(group)) {
            view.setGroup(group);
        }
        view.setPermissions(mode);
        PosixFileAttributes then = attributes(file);
        if (!new Ownership(then.owner(), then.group(), then.permissions()).equals(this)) {
            throw new IOException(file + ": belongs to " + then.owner() + ":" + then.group() + " with "
                    + PosixFilePermissions.toString(then.permissions()) + " all the same");
        }
    }

    /** Tries whether a new file of this folder can have them. */
    void tryOn(Path probe) throws IOException {
        Files.deleteIfExists(probe);
        Files.createFile(probe);
        try {
            give(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String toString() {
        return owner.getName() + ":" + group.getName() + " " + PosixFilePermissions.toString(mode);
    }
}
