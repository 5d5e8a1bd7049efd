package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
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

/** Holds the owner, group and mode of a restored database. */
public record Ownership(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> mode) {
    private static final Set<PosixFilePermission> ONLY_OWNER = PosixFilePermissions.fromString("rw-------");

    /**
     * The configured owner and mode, used where no database exists that provides them.
     *
     * @param owner a user name or number; empty: the owner of the folder
     * @param group a group name or number; empty: the group of the folder
     * @param mode the permissions; empty: 0600
     */
    public record Wanted(Optional<String> owner, Optional<String> group, Optional<Set<PosixFilePermission>> mode) {
        /** Owner and group of the folder. */
        public static final Wanted AS_FOLDER = new Wanted(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Returns the ownership of the existing database; where none exists, the configured one.
     *
     * @throws IOException also when the configured user or group does not exist
     */
    static Ownership of(LivePlace place, Wanted wanted) throws IOException {
        if (Existence.exists(place.file())) {
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
            return new Ownership(owner, group, wanted.mode().orElse(ONLY_OWNER));
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException(e.getName() + " is no user or group of this machine (restore.owner)", e);
        }
    }

    /** Returns the ownership of a file. */
    static Ownership of(Path file) throws IOException {
        PosixFileAttributes attributes = attributes(file);
        return new Ownership(attributes.owner(), attributes.group(), attributes.permissions());
    }

    /**
     * Returns the mode for a restored file that keeps the owner it was created with: the mode of the live database;
     * where none exists, the configured one.
     */
    static Set<PosixFilePermission> mode(Optional<Path> live, Wanted wanted) {
        try {
            return live.isPresent()
                    ? of(LivePlace.of(live.get(), Optional.empty()).file()).mode()
                    : wanted.mode().orElse(ONLY_OWNER);
        } catch (IOException noDatabaseThere) {
            return wanted.mode().orElse(ONLY_OWNER);
        }
    }

    /** Returns device and inode of a file. */
    static Object identity(Path file) throws IOException {
        return Optional.<Object>ofNullable(attributes(file).fileKey())
                .orElseThrow(() -> new IOException(file + ": this file system provides no inode numbers"));
    }

    /**
     * Applies the ownership to a file in a folder that no other user may change.
     *
     * @throws IOException when this user may not do that, or the file system did not keep it
     */
    void give(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
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
            throw new IOException(file + ": its owner and mode were set without an effect: it belongs to "
                    + then.owner() + ":" + then.group() + " with " + PosixFilePermissions.toString(then.permissions()));
        }
    }

    /**
     * Tests whether a new file in this folder can get the ownership.
     *
     * @param probe a folder that is created for the test and deleted
     */
    void tryOn(Path probe) throws IOException {
        try (PrivateFolder folder = PrivateFolder.create(probe)) {
            Path file = folder.path().resolve("file");
            RegularFiles.create(file).close();
            give(file);
        } finally {
            FileTree.delete(probe);
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
