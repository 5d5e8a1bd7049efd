package io.litedrill.recover;

import io.litedrill.check.ReplicaHistory;
import io.litedrill.drill.DrillBench;
import io.litedrill.recover.InPlaceRestore.LiveFile;
import io.litedrill.replica.Point;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A golden replica, and a folder with the live database that is restored from it. */
final class InPlaceBench {
    static final Permissions FORCE = Permissions.of(Permission.FORCE);

    private final Path folder;
    private final DrillBench replica;

    private InPlaceBench(Path folder, DrillBench replica) {
        this.folder = folder;
        this.replica = replica;
    }

    static InPlaceBench of(String golden, Path folder) throws IOException {
        InPlaceBench bench = new InPlaceBench(folder, DrillBench.of(golden, folder));
        Files.createDirectory(folder.resolve("data"));
        return bench;
    }

    /** Returns the bench that {@link #of} left. */
    static InPlaceBench again(Path folder) {
        return new InPlaceBench(folder, DrillBench.again(folder));
    }

    DrillBench replica() {
        return replica;
    }

    /** Returns the path of the live database, which does not exist yet. */
    Path live() {
        return folder.resolve("data/app.db");
    }

    /** Returns the folder of the live database. */
    Path data() {
        return folder.resolve("data");
    }

    InPlaceRestore order(Point point, Permissions allowed) {
        return order(live(), point, allowed);
    }

    InPlaceRestore order(Path live, Point point, Permissions allowed) {
        LiveFile file = new LiveFile(live, Optional.empty(), Ownership.Wanted.AS_FOLDER);
        RestoreSource source = new RestoreSource(replica.watched(), DrillBench.SOUND);
        return new InPlaceRestore(TestRequests.inPlace(point, allowed), source, file);
    }

    InPlaceRestorer restorer(SwapListener listener) {
        return new InPlaceRestorer(
                new ReadingCache(1000),
                ReplicaHistory.NONE,
                folder.resolve("scratch"),
                InstantSource.system(),
                listener);
    }

    RestoreReport restore(Permissions allowed) {
        return restorer(SwapListener.NONE).restore(order(new Point.Newest(), allowed), RestoreListener.NONE);
    }
}
