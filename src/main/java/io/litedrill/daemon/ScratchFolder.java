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

/** The scratch folder as the daemon keeps it: clean at its start, and watched. */
public final class ScratchFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path folder;

    public ScratchFolder(Path folder) {
        this.folder = folder;
    }

    /** Removes what crashed processes left; what another one works in stays. Whatever cannot be removed is logged. */
    public void sweep() {
        try {
            Scratch.sweep(folder).forEach(left -> LOG.info("removed {}, which a drill that was cut short left", left));
        } catch (IOException e) {
            LOG.warn("{}: what crashed drills left cannot be removed ({}). Remove it by hand", folder, e.toString());
        }
    }

    /** Room that is left; empty when it cannot be known. */
    public OptionalLong freeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(existing()).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether drills can write there. */
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

    /** It is made by the first drill; before, it lies where its nearest parent does. */
    private Path existing() {
        return Stream.iterate(folder.toAbsolutePath(), path -> path.getParent() != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
    }
}
