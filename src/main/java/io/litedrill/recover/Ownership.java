package io.litedrill.recover;

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

/** Whose a restored database is to be, and who may do what with it. */
public record Ownership(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> mode) {
    private static final Set<PosixFilePermission> ONLY_OWNER = PosixFilePermissions.fromString("rw-------");

    /**
     * What the owner wants where no database is there to take it from.
     *
     * @param owner a user's name or number; empty: the folder's owner
     * @param group a group's name or number; empty: the folder's
     * @param mode empty: 0600
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
            return new Ownership(owner, group, wanted.mode().orElse(ONLY_OWNER));
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException(e.getName() + " is no user or group of this machine (restore.owner)", e);
        }
    }

    /** That of a file. */
    static Ownership of(Path file) throws IOException {
        PosixFileAttributes attributes = attributes(file);
        return new Ownership(attributes.owner(), attributes.group(), attributes.permissions());
    }

    /** The mode for a restored file that keeps the owner it was created with: the live database's; where there is none, as wanted. */
    static Set<PosixFilePermission> mode(Optional<Path> live, Wanted wanted) {
        try {
            return live.isPresent()
                    ? of(LivePlace.of(live.get(), Optional.empty()).file()).mode()
                    : wanted.mode().orElse(ONLY_OWNER);
        } catch (IOException noDatabaseThere) {
            return wanted.mode().orElse(ONLY_OWNER);
        }
    }

    /** Device and inode of what has a name. */
    static Object identity(Path file) throws IOException {
        return Optional.<Object>ofNullable(attributes(file).fileKey())
                .orElseThrow(() -> new IOException(file + ": this file system numbers no files"));
    }

    /**
     * Gives them to a file in a folder that nobody else may change.
     *
     * @throws IOException when that may not be done, or did not last
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
            throw new IOException(file + ": belongs to " + then.owner() + ":" + then.group() + " with "
                    + PosixFilePermissions.toString(then.permissions()) + " all the same");
        }
    }

    /**
     * Tries whether a new file of this folder can have them.
     *
     * @param probe a folder that is created for the trial and deleted
     */
    void tryOn(Path probe) throws IOException {
        FileTree.delete(probe);
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
