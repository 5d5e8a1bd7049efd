package io.litedrill.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Opens a folder below an open folder without following a symbolic link. Java would block on a pipe of that name, so
 * the name is opened as {@code NAME/.}, which only a folder has. The opened folder is then compared with the file of
 * that name.
 */
final class OpenFolders {
    private OpenFolders() {}

    /**
     * Opens a folder.
     *
     * @throws NotDirectoryException when the name is not a folder
     */
    static SecureDirectoryStream<Path> open(DirectoryStream<Path> parent, Path name) throws IOException {
        SecureDirectoryStream<Path> above = secure(parent);
        SecureDirectoryStream<Path> opened = secure(above.newDirectoryStream(name.resolve(".")));
        boolean same = false;
        try {
            BasicFileAttributes named = above.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            Object key = opened.getFileAttributeView(BasicFileAttributeView.class)
                    .readAttributes()
                    .fileKey();
            same = named.isDirectory() && Objects.equals(key, named.fileKey());
        } finally {
            if (!same) {
                opened.close();
            }
        }
        if (!same) {
            throw new NotDirectoryException(name.toString());
        }
        return opened;
    }

    static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new AccessDeniedException("this system opens no names below an open folder");
    }
}
