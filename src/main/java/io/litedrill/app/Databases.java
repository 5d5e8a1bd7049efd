package io.litedrill.app;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.InternalErrors;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.check.StorageFindings;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DatabaseSettings;
import io.litedrill.config.ReplicaConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.Secret;
import io.litedrill.replica.Replica;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.storage.StorageException;
import java.util.List;
import java.util.Optional;

/** Converts configured databases to those that commands work on. */
public final class Databases {
    private final Stores stores;
    private final Optional<String> configNamed;

    /**
     * Creates a converter.
     *
     * @param configNamed the configuration file that commands must name; empty for the default one
     */
    public Databases(Stores stores, Optional<String> configNamed) {
        this.stores = stores;
        this.configNamed = configNamed;
    }

    /** Returns the database with its replicas. Sends no request to their stores yet. */
    public DatabaseTarget of(DatabaseConfig config) {
        return of(config, config.name());
    }

    /**
     * Returns the database as {@link #of(DatabaseConfig)} does, with another name for the command line.
     *
     * @param typed the name to use in commands
     */
    public DatabaseTarget of(DatabaseConfig config, String typed) {
        List<ReplicaTarget> replicas = config.replicas().stream()
                .map(replica -> replica(config, replica, naming(config, typed, replica)))
                .toList();
        return new DatabaseTarget(config.name(), config.path(), inPlace(config), replicas);
    }

    private CommandLineName naming(DatabaseConfig config, String typed, ReplicaConfig replica) {
        return new CommandLineName(
                typed,
                Optional.of(replica.name()).filter(name -> config.replicas().size() > 1),
                configNamed);
    }

    private static DatabaseTarget.InPlace inPlace(DatabaseConfig config) {
        DatabaseSettings settings = config.settings();
        return new DatabaseTarget.InPlace(config.litestreamState(), settings.ownership(), settings.hooks());
    }

    private ReplicaTarget replica(DatabaseConfig database, ReplicaConfig config, CommandLineName naming) {
        ReplicaId id = new ReplicaId(database.name(), config.name());
        DatabaseSettings settings = database.settings();
        if (!(config.location() instanceof ReplicaLocation.ReadableLocation readable)) {
            return new ReplicaTarget.Blind(id, settings.objectives(), unread(config.location()));
        }
        try {
            return visible(database, config, naming, stores.replica(readable));
        } catch (RuntimeException e) {
            // the library of one store must not keep other replicas from being checked
            return new ReplicaTarget.Blind(id, settings.objectives(), InternalErrors.of(e, readable.address()));
        }
    }

    private static ReplicaTarget visible(
            DatabaseConfig database, ReplicaConfig config, CommandLineName naming, Replica replica) {
        DatabaseSettings settings = database.settings();
        CheckedReplica watched = new CheckedReplica(
                new ReplicaId(database.name(), config.name()),
                naming,
                replica.with(identities(config)),
                database.path(),
                settings.objectives(),
                config.writer());
        return new ReplicaTarget.Visible(watched, settings.expectations(), settings.extra());
    }

    private static AgeIdentities identities(ReplicaConfig config) {
        return AgeIdentities.of(
                config.age().identities().stream().map(Secret::value).toList());
    }

    private static Finding unread(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.LibraryMissing missing) {
            return finding(
                    FindingSentence.LIBRARY_MISSING.of(
                            missing.type(), missing.needed().path().toString()),
                    location,
                    missing.needed().hint());
        }
        if (location instanceof ReplicaLocation.Unsearched unsearched) {
            return StorageFindings.of(new StorageException(unsearched.kind(), unsearched.reason()), location.address());
        }
        if (location instanceof ReplicaLocation.NameTaken taken) {
            return finding(
                    FindingSentence.NAME_TAKEN.of(taken.reason()),
                    location,
                    "exclude it under discover, rename the other database, or set name_prefix");
        }
        return finding(
                FindingSentence.REPLICA_UNREADABLE.of(((ReplicaLocation.Unreadable) location).reason()),
                location,
                "correct that setting, or set the variable where Litedrill runs; the backup itself may be sound");
    }

    private static Finding finding(Facts facts, ReplicaLocation location, String hint) {
        return new Finding(
                FindingCode.REPLICA_UNSUPPORTED, Severity.UNKNOWN, facts, location.address(), Hint.text(hint));
    }
}
