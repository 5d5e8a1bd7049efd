package io.litedrill.storage.sftp;

import io.litedrill.storage.FolderReader.Entry;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attribute;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;

/** Reads one folder of an SFTP server. Follows links, except those to a folder above. */
record SftpFolder(SftpSettings settings, SftpClient connection, String key) {
    /** The bits of the permissions that hold the type of a file. */
    private static final int TYPE = 0xf000;

    /** Returns the entries; empty for a folder that does not exist. */
    Optional<List<Entry>> entries() throws IOException {
        Optional<CloseableHandle> opened = opened();
        return opened.isEmpty() ? Optional.empty() : Optional.of(entries(opened.get()));
    }

    private Optional<CloseableHandle> opened() throws IOException {
        try {
            return Optional.of(connection.openDir(settings.path(key)));
        } catch (IOException e) {
            if (SftpErrors.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<Entry> entries(CloseableHandle opened) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (CloseableHandle handle = opened) {
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
        // a file of unknown type would be missing in the listing
        require((attributes.getPermissions() & TYPE) != 0, name, "type");
        if (!attributes.isDirectory() && !attributes.isRegularFile()) {
            return Optional.empty();
        }
        require(attributes.isDirectory() || attributes.getFlags().contains(Attribute.Size), name, "size");
        require(attributes.getModifyTime() != null, name, "time of the last change");
        return Optional.of(new Entry(
                name,
                attributes.isDirectory(),
                attributes.getSize(),
                attributes.getModifyTime().toInstant()));
    }

    private void require(boolean given, String name, String what) throws StorageException {
        if (!given) {
            throw new StorageException(
                    Kind.UNREACHABLE,
                    settings.locate(key + name) + ": the server does not give its " + what
                            + ". Use a server that sends type, size and time of files, as OpenSSH's does.");
        }
    }
}
