package io.litedrill.recover;

import io.litedrill.recover.RestoreRequest.Requester;
import io.litedrill.replica.Point;
import java.nio.file.Path;

/** Makes requests for restores. */
public final class TestRequests {
    private static final Requester TESTER = new Requester("tester", "command line", "restore");

    private TestRequests() {}

    /** Requests a new file. */
    public static RestoreRequest toFile(String runId, Point point, Path output, Permissions permissions) {
        return new RestoreRequest(runId, point, new RestoreRequest.NewFile(output), permissions, TESTER);
    }

    /** Requests the live path. */
    public static RestoreRequest inPlace(Point point, Permissions permissions) {
        return new RestoreRequest("run", point, new RestoreRequest.LivePath(), permissions, TESTER);
    }
}
