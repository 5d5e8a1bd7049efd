package io.litedrill.json;

import io.litedrill.check.WalMemory;
import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.check.WalMemory.SeenCommit;
import io.litedrill.replica.Position;
import io.litedrill.replica.Salts;
import io.litedrill.replica.scan.ReplicatedWal;
import java.time.Instant;
import java.util.List;

/** Converts the state of a live WAL between checks to JSON, for the history. */
public final class WalMemoryJson {
    private WalMemoryJson() {}

    /** Returns the state as one object. */
    public static JsonObject write(WalMemory memory) {
        return JsonObject.with()
                .put("location", memory.location())
                .put("replicated", memory.replicated().map(WalMemoryJson::write))
                .put(
                        "commits",
                        memory.commits().stream().map(WalMemoryJson::write).toList())
                .put(
                        "losses",
                        memory.losses().stream().map(WalMemoryJson::write).toList())
                .build();
    }

    private static JsonObject write(ReplicatedWal wal) {
        return salts(wal.salts())
                .put("end", wal.end())
                .put("position", wal.position().toString())
                .put("time", wal.time())
                .build();
    }

    private static JsonObject write(SeenCommit commit) {
        return salts(commit.salts())
                .put("end", commit.end())
                .put("at", commit.at())
                .build();
    }

    private static JsonObject write(LostWrites loss) {
        return JsonObject.with()
                .put("seen", write(loss.seen()))
                .put("replicated", write(loss.replicated()))
                .put("next", loss.next().toString())
                .put("next_at", loss.nextAt())
                .build();
    }

    private static JsonObject.Builder salts(Salts salts) {
        return JsonObject.with().put("salt1", salts.first()).put("salt2", salts.second());
    }

    /**
     * Reads the object from {@link #write(WalMemory)}.
     *
     * @throws JsonException for other JSON
     */
    public static WalMemory read(JsonObject json) {
        return new WalMemory(
                text(json, "location"),
                json.object("replicated").map(WalMemoryJson::wal),
                objects(json, "commits").stream().map(WalMemoryJson::commit).toList(),
                objects(json, "losses").stream().map(WalMemoryJson::loss).toList());
    }

    private static ReplicatedWal wal(JsonObject json) {
        return new ReplicatedWal(salts(json), number(json, "end"), position(json, "position"), time(json, "time"));
    }

    private static SeenCommit commit(JsonObject json) {
        return new SeenCommit(salts(json), number(json, "end"), time(json, "at"));
    }

    private static LostWrites loss(JsonObject json) {
        return new LostWrites(
                commit(object(json, "seen")),
                wal(object(json, "replicated")),
                position(json, "next"),
                time(json, "next_at"));
    }

    private static Salts salts(JsonObject json) {
        return new Salts(number(json, "salt1"), number(json, "salt2"));
    }

    static Position position(JsonObject json, String key) {
        String text = text(json, key);
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            throw new JsonException(key + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.object(key).orElseThrow(() -> missing(key));
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        return json.objects(key).orElseThrow(() -> missing(key));
    }

    private static String text(JsonObject json, String key) {
        return json.text(key).orElseThrow(() -> missing(key));
    }

    private static long number(JsonObject json, String key) {
        return json.integer(key).orElseThrow(() -> missing(key));
    }

    private static Instant time(JsonObject json, String key) {
        return json.time(key).orElseThrow(() -> missing(key));
    }

    private static JsonException missing(String key) {
        return new JsonException(key + ": missing or null");
    }
}
