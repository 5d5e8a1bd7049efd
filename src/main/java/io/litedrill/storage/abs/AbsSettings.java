package io.litedrill.storage.abs;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of one container of Azure Blob Storage.
 *
 * @param account the name of the storage account; may be empty if there is an endpoint
 * @param container its name
 * @param endpoint the address of the account; empty for Azure's own
 */
public record AbsSettings(String account, String container, Optional<URI> endpoint, Login login) {
    /** Describes how requests are authorised. {@code toString} omits secrets. */
    public sealed interface Login {
        /** Signs requests with a key of the account. */
        record Key(String key) implements Login {
            @Override
            public String toString() {
                return "Key";
            }
        }

        /** Adds a shared access signature. */
        record Sas(String token) implements Login {
            @Override
            public String toString() {
                return "Sas";
            }
        }

        /** Uses Azure's default chain: environment, workload identity, managed identity, Azure CLI and others. */
        record Chain() implements Login {}
    }

    /** Returns the address of the account. */
    String server() {
        return endpoint.map(URI::toString).orElse("https://" + account + ".blob.core.windows.net");
    }

    /** Returns the address of a key for messages. */
    public String locate(String key) {
        return "abs://" + (account.isEmpty() ? "" : account + "@") + container + "/" + key;
    }
}
