package io.litedrill.receipt;

import io.litedrill.drill.DrillResult;
import io.litedrill.json.JsonObject;
import io.litedrill.json.ResultJson;
import java.util.List;

/** Makes in-toto statements (version 1) about drills. */
public final class DrillStatement {
    /** The type of the predicate: the result of a drill, as {@code litedrill drill --json} prints it. */
    public static final String PREDICATE = "https://litedrill.io/drill/v1";

    private static final String STATEMENT = "https://in-toto.io/Statement/v1";

    private DrillStatement() {}

    /**
     * Makes the statement of a drill that restored a database.
     *
     * @param location the address of the replica, without secrets
     * @param sha256 the digest of the restored file, 64 hex digits
     * @param versions the versions of the programs that took part
     */
    public static JsonObject of(DrillResult drill, String location, String sha256, JsonObject versions) {
        JsonObject subject = JsonObject.with()
                .put("name", drill.id().database())
                .put("digest", JsonObject.with().put("sha256", sha256).build())
                .build();
        JsonObject predicate = JsonObject.with()
                .put("replica_location", location)
                .put("started_at", drill.run().startedAt())
                .put("run", drill.run().runId())
                .put("drill", ResultJson.drill(drill))
                .put("versions", versions)
                .build();
        return JsonObject.with()
                .put("_type", STATEMENT)
                .put("subject", List.of(subject))
                .put("predicateType", PREDICATE)
                .put("predicate", predicate)
                .build();
    }
}
