package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.config.ConfigException;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.ReplicaConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.RestoreConfig;
import io.litedrill.config.Secret;
import io.litedrill.recover.Ownership;
import io.litedrill.replica.Replica;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.verify.Expectations;
import java.util.List;
import java.util.Optional;

/** Converts configured databases to those that commands work on. */
public final class Databases {
    private final Stores stores;

    public Databases(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the database with its replicas. Sends no request to their stores yet.
     *
     * @throws ConfigException for an assertion that is not one SQL statement that reads
     */
    public DatabaseTarget of(DatabaseConfig config) throws ConfigException {
        return of(config, config.name());
    }

    /**
     * Returns the database as {@link #of(DatabaseConfig)} does, with another name for the command line.
     *
     * @param typed the name to use in commands
     */
    public DatabaseTarget of(DatabaseConfig config, String typed) throws ConfigException {
        Expectations expectations =
                PlainSettings.expectations(config.name(), config.settings().verify());
        List<ReplicaTarget> replicas = config.replicas().stream()
                .map(replica -> replica(config, replica, naming(config, typed, replica), expectations))
                .toList();
        return new DatabaseTarget(config.name(), config.path(), inPlace(config), replicas);
    }

    private static CommandLineName naming(DatabaseConfig config, String typed, ReplicaConfig replica) {
        return new CommandLineName(
                typed,
                Optional.of(replica.name()).filter(name -> config.replicas().size() > 1));
    }

    private static DatabaseTarget.InPlace inPlace(DatabaseConfig config) {
        RestoreConfig restore = config.settings().restore();
        Ownership.Wanted ownership = new Ownership.Wanted(restore.user(), restore.group(), restore.permissions());
        return new DatabaseTarget.InPlace(config.litestreamState(), ownership, PlainSettings.hooks(restore.hooks()));
    }

    private ReplicaTarget replica(
            DatabaseConfig database, ReplicaConfig config, CommandLineName naming, Expectations expectations) {
        ReplicaId id = new ReplicaId(database.name(), config.name());
        Objectives objectives = PlainSettings.objectives(database.settings().objectives());
        Optional<Replica> readable = readable(config.location()).map(replica -> replica.with(identities(config)));
        if (readable.isEmpty()) {
            return new ReplicaTarget.Blind(id, objectives, unsupported(config.location()));
        }
        CheckedReplica watched = new CheckedReplica(
                id, naming, readable.get(), database.path(), objectives, PlainSettings.writer(config.writer()));
        return new ReplicaTarget.Visible(watched, expectations, PlainSettings.deep(database.settings()));
    }

    private static AgeIdentities identities(ReplicaConfig config) {
        return AgeIdentities.of(
                config.age().identities().stream().map(Secret::value).toList());
    }

    private Optional<Replica> readable(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.FileLocation file) {
            return Optional.of(stores.replica(file));
        }
        return location instanceof ReplicaLocation.S3Location s3 ? Optional.of(stores.replica(s3)) : Optional.empty();
    }

    private static Finding unsupported(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.Unreadable unreadable) {
            return finding(
                    FindingSentence.REPLICA_UNREADABLE.of(unreadable.reason()),
                    location,
                    "correct that setting, or set the variable where Litedrill runs; the backup itself may be sound");
        }
        String type = location instanceof ReplicaLocation.Unsupported other ? other.type() : "this type";
        return finding(
                FindingSentence.TYPE_UNSUPPORTED.of(type),
                location,
                "types that can be read: s3 (and compatible stores), file");
    }

    private static Finding finding(Facts facts, ReplicaLocation location, String hint) {
        return new Finding(
                FindingCode.REPLICA_UNSUPPORTED, Severity.UNKNOWN, facts, location.address(), Hint.text(hint));
    }
}
