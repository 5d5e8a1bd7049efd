package io.litedrill.app;

import io.litedrill.config.ChannelConfig;
import io.litedrill.notify.Channel;
import io.litedrill.notify.Level;
import java.net.URI;
import java.util.stream.Collectors;

/** Converts configured channels to those of the notifier. */
final class ChannelSettings {
    private ChannelSettings() {}

    static Channel of(ChannelConfig config) {
        return new Channel(
                transport(config),
                config.severities().stream()
                        .map(severity -> Level.valueOf(severity.name()))
                        .collect(Collectors.toSet()));
    }

    private static Channel.Transport transport(ChannelConfig config) {
        return switch (config.type()) {
            case SLACK -> new Channel.Hook(Channel.Format.SLACK, url(config));
            case DISCORD -> new Channel.Hook(Channel.Format.DISCORD, url(config));
            case NTFY -> new Channel.Hook(Channel.Format.NTFY, url(config));
            case WEBHOOK -> new Channel.Hook(Channel.Format.JSON, url(config));
            case EMAIL -> config.mail().map(ChannelSettings::email).orElseThrow();
        };
    }

    private static URI url(ChannelConfig config) {
        return config.url().orElseThrow();
    }

    private static Channel.Email email(ChannelConfig.Mail mail) {
        Channel.Security security =
                Channel.Security.valueOf(mail.server().security().name());
        return new Channel.Email(
                new Channel.MailServer(
                        mail.server().host(),
                        mail.server().port(),
                        security,
                        mail.server().ca()),
                mail.login()
                        .map(login ->
                                new Channel.Login(login.user(), login.password().value())),
                mail.from(),
                mail.to());
    }
}
