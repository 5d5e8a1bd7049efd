package io.litedrill.campaign;

import io.litedrill.campaign.States.Standing;
import io.litedrill.litestream.LitestreamRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs {@code litestream restore} of the version that wrote a replica on the same files. */
final class RealLitestream {
    private final Path replica;
    private final Path output;
    private ReplicaImage there = ReplicaImage.empty();

    /** Creates a runner with its own folder. */
    RealLitestream(Path folder) throws IOException {
        this.replica = Files.createDirectories(folder.resolve("replica"));
        this.output = folder.resolve("restored.db");
    }

    /** Results of real Litestream. */
    enum Result {
        RIGHT("exit 0, right"),
        OLDER("exit 0, older state"),
        WRONG("exit 0, WRONG rows"),
        MALFORMED("exit 0, integrity fails"),
        REFUSED("exit not 0");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Restores the newest state. */
    Result restore(SoundReplica sound, ReplicaImage damaged) throws IOException, InterruptedException {
        return judge(sound, run(sound.version(), damaged, List.of()));
    }

    private LitestreamRestore run(String version, ReplicaImage image, List<String> arguments)
            throws IOException, InterruptedException {
        image.write(there, replica);
        there = image;
        for (String suffix : List.of("", "-wal", "-shm", ".tmp", ".tmp-wal", ".tmp-shm", "-txid")) {
            Files.deleteIfExists(output.resolveSibling(output.getFileName() + suffix));
        }
        return LitestreamRestore.run(version, output, replica, arguments);
    }

    private Result judge(SoundReplica sound, LitestreamRestore restore) throws IOException {
        if (restore.exitCode() != 0) {
            return Result.REFUSED;
        }
        if (!Files.exists(output)) {
            return Result.MALFORMED;
        }
        Standing standing = sound.states().standing(output);
        return switch (standing) {
            case NEWEST -> Result.RIGHT;
            case EARLIER -> Result.OLDER;
            case NEVER -> Result.WRONG;
            case MALFORMED -> Result.MALFORMED;
        };
    }
}
