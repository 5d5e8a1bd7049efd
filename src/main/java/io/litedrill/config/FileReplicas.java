package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.FileLocation;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Locates replicas in folders. */
final class FileReplicas {
    private FileReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        String path = source.url()
                .map(url -> url.host() + url.path())
                .map(text -> text.isEmpty() ? "" : GoPaths.clean("/" + text))
                .orElse(fields.text("path"));
        // an unset variable changes the path to another folder, which may exist and be the wrong one
        Optional<String> unset = fields.unsetReason("path", "url");
        if (path.isEmpty() || unset.isPresent()) {
            return source.unreadable(
                    unset.orElse(fields.where() + ".path: the folder of a replica of type file is needed"));
        }
        try {
            Environment environment = source.environment();
            return new FileLocation(environment.absolute(path, environment.folder()));
        } catch (InvalidPathException e) {
            return source.unreadable(fields.where() + ".path: must be a path");
        }
    }
}
