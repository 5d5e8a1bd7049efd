package io.litedrill.storage.sftp;

import io.litedrill.storage.FolderReader.Entry;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;

/** Reads one folder of an SFTP server. Follows links, except those to a folder above. */
record SftpFolder(SftpSettings settings, SftpClient connection, String key) {
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (CloseableHandle handle = connection.openDir(settings.path(key))) {
            Optional<List<DirEntry>> page = Optional.ofNullable(connection.readDir(handle));
            while (page.isPresent()) {
                for (DirEntry entry : page.get()) {
                    entry(entry).ifPresent(entries::add);
                }
                page = Optional.ofNullable(connection.readDir(handle));
            }
        }
        return entries;
    }

    private Optional<Entry> entry(DirEntry listed) throws IOException {
        String name = listed.getFilename();
        if (name.equals(".") || name.equals("..") || name.contains("/")) {
            return Optional.empty();
        }
        Attributes attributes = listed.getAttributes();
        return attributes.isSymbolicLink() ? target(name) : entry(name, attributes);
    }

    private Optional<Entry> target(String name) throws IOException {
        String path = settings.path(key + name);
        try {
            Attributes attributes = connection.stat(path);
            return attributes.isDirectory() && leadsUp(path) ? Optional.empty() : entry(name, attributes);
        } catch (IOException e) {
            if (SftpErrors.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean leadsUp(String link) throws IOException {
        String here = connection.canonicalPath(settings.path(key));
        String there = connection.canonicalPath(link);
        return (here + "/").startsWith(there.endsWith("/") ? there : there + "/");
    }

    private Optional<Entry> entry(String name, Attributes attributes) throws StorageException {
        if (!attributes.isDirectory() && !attributes.isRegularFile()) {
            return Optional.empty();
        }
        if (attributes.getModifyTime() == null) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    settings.locate(key + name) + ": the server does not give the time of the last change.");
        }
        return Optional.of(new Entry(
                name,
                attributes.isDirectory(),
                attributes.getSize(),
                attributes.getModifyTime().toInstant()));
    }
}
