package io.litedrill.config;

import io.litedrill.storage.abs.AbsSettings;
import io.litedrill.storage.abs.AbsSettings.Login;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/** Locates replicas in containers of Azure Blob Storage. */
final class AbsReplicas {
    private static final String ACCOUNT_KEY = "LITESTREAM_AZURE_ACCOUNT_KEY";

    private AbsReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        String account = fields.has("account-name")
                ? fields.text("account-name")
                : source.url()
                        .flatMap(ReplicaUrl::user)
                        .map(ReplicaUrl.User::name)
                        .orElse("");
        String container = fields.has("bucket")
                ? fields.text("bucket")
                : source.url().map(ReplicaUrl::host).orElse("");
        Optional<String> unset = fields.unsetReason("bucket", "account-name", "endpoint", "url");
        if (container.isEmpty() || unset.isPresent()) {
            return source.unreadable(
                    unset.orElse(fields.where() + ".bucket: the container of a replica of type abs is needed"));
        }
        Optional<URI> endpoint = WebAddress.parse(fields.text("endpoint"), "https://");
        if (fields.has("endpoint") ? endpoint.isEmpty() : account.isEmpty()) {
            return source.unreadable(fields.where()
                    + (fields.has("endpoint")
                            ? ".endpoint: must be http://HOST or https://HOST, without user and query"
                            : ".account-name: is needed for a replica of type abs without endpoint"));
        }
        Login login = login(fields, source.environment(), account);
        Optional<String> unusable = unusable(login, endpoint);
        if (unusable.isPresent()) {
            return source.unreadable(fields.where() + ".account-key: " + unusable.get());
        }
        return new AbsLocation(new AbsSettings(account, container, endpoint, login), source.joinedPath());
    }

    /** Returns why Azure's client would send no request with a login. */
    private static Optional<String> unusable(Login login, Optional<URI> endpoint) {
        if (login instanceof Login.Key key
                && Section.made(Base64.getDecoder()::decode, key.key()).isEmpty()) {
            return Optional.of(
                    "is no base64. Copy one of the two keys of the account, also where it is set by " + ACCOUNT_KEY);
        }
        boolean plain = endpoint.filter(address -> "http".equalsIgnoreCase(address.getScheme()))
                .isPresent();
        return login instanceof Login.Chain && plain
                ? Optional.of("this or sas-token is needed for an endpoint with http://, because access tokens are sent"
                        + " over https:// only. account-name is needed too")
                : Optional.empty();
    }

    /** Returns a shared access signature before a key, and a key before Azure's own search, as Litestream does. */
    private static Login login(ReplicaFields fields, Environment environment, String account) {
        Optional<String> token =
                set(fields.text("sas-token")).or(() -> environment.nonEmpty("LITESTREAM_AZURE_SAS_TOKEN"));
        if (token.isPresent()) {
            return new Login.Sas(token.get().replaceFirst("^\\?", ""));
        }
        return set(fields.text("account-key"))
                .or(() -> environment.nonEmpty(ACCOUNT_KEY))
                .filter(key -> !account.isEmpty())
                .<Login>map(Login.Key::new)
                .orElseGet(Login.Chain::new);
    }

    private static Optional<String> set(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
