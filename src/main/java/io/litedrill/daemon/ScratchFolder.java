package io.litedrill.daemon;

import io.litedrill.drill.Scratch;
import io.litedrill.http.ComponentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Manages the scratch folder of the daemon: cleans it at the start and monitors it. */
public final class ScratchFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path folder;

    public ScratchFolder(Path folder) {
        this.folder = folder;
    }

    /** Removes the folders of crashed processes. Those of running processes stay. Failures are logged. */
    public void sweep() {
        try {
            Scratch.sweep(folder).forEach(left -> LOG.info("removed {}, left by an interrupted drill", left));
        } catch (IOException e) {
            LOG.warn(
                    "{}: files of interrupted drills cannot be removed ({}). Remove them by hand",
                    folder,
                    e.toString());
        }
    }

    /** Returns the free space in bytes; empty when it cannot be determined. */
    public OptionalLong freeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(existing()).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns whether drills can write to the folder. */
    public ComponentState state() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return new ComponentState(
                    false, folder + ": cannot be made (" + e + "). Drills are inconclusive till then");
        }
        return Files.isWritable(folder)
                ? ComponentState.READY
                : new ComponentState(false, folder + ": cannot be written. Drills are inconclusive till then");
    }

    /** Returns the folder or its nearest existing parent, on whose file system the first drill creates it. */
    private Path existing() {
        return Stream.iterate(folder.toAbsolutePath(), path -> path.getParent() != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
    }
}
