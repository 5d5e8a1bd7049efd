package io.litedrill.daemon;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that a jar of this process was overwritten in place, as by {@code cp}. Java holds the table of contents of
 * the old jar, so it can load no further class of the new one. A jar that another file replaced by renaming is the open
 * old one for this process, as is a deleted one.
 */
public final class ProgramWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramWatch.class);
    private static final String JARS = "*.jar";

    private final List<ProgramFile> files;

    private ProgramWatch(List<ProgramFile> files) {
        this.files = files;
    }

    /** Creates a watch of the jar of this process and of the jars in the folder {@code lib} beside it. */
    public static ProgramWatch ofProcess() {
        return of(program().map(ProgramWatch::jars).orElse(List.of()));
    }

    /** Creates a watch of these jars, as they are now. A folder, or a file that cannot be read, is not watched. */
    static ProgramWatch of(List<Path> jars) {
        List<ProgramFile> files = new ArrayList<>();
        for (Path jar : jars) {
            try {
                files.add(ProgramFile.of(jar));
            } catch (IOException e) {
                LOG.debug("{} is not watched", jar, e);
            }
        }
        ProgramWatch watch = new ProgramWatch(files);
        // loads the classes that they need
        var unused = watch.overwritten();
        unused = watch.written();
        return watch;
    }

    /** Returns a jar that was overwritten, if one was. Call it about once a second: a file that grows is not final. */
    public Optional<Path> overwritten() {
        for (ProgramFile file : files) {
            if (file.isOverwritten()) {
                return Optional.of(file.path());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a jar that was written in place since {@link #overwritten} last found its entries unchanged. The answer
     * is immediate, so the entries may be the same: call it to explain an error.
     */
    public Optional<Path> written() {
        for (ProgramFile file : files) {
            if (file.isWritten()) {
                return Optional.of(file.path());
            }
        }
        return Optional.empty();
    }

    /**
     * Ends this process after a time if it has not ended by then, since its orderly end may need a class that cannot be
     * loaded. Returns at once.
     *
     * @param code the exit code
     */
    public static void endProcess(int code, Duration time) {
        Thread thread = new Thread(() -> {
            LockSupport.parkNanos(time.toNanos());
            Runtime.getRuntime().halt(code);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Optional<Path> program() {
        try {
            CodeSource source = ProgramWatch.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Path> jars(Path program) {
        List<Path> jars = new ArrayList<>(List.of(program));
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(program.resolveSibling("lib"), JARS)) {
            libraries.forEach(jars::add);
        } catch (IOException e) {
            LOG.debug("{} has no libraries beside it", program, e);
        }
        return jars;
    }
}
