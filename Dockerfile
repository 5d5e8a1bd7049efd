# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
# a layer of its own: the libraries are fetched again only when pom.xml changes
RUN mvn -B -q -Pfast dependency:go-offline || true
COPY src ./src
COPY testdata ./testdata
COPY alerts ./alerts
# jlink: the parts of Java that Litedrill and its libraries use
RUN mvn -B -q -Pfast package -Dmaven.test.skip=true \
 && jlink --strip-debug --no-man-pages --no-header-files --compress=2 --output /build/java --add-modules \
java.base,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,\
java.security.sasl,java.sql,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

FROM debian:12-slim
LABEL org.opencontainers.image.title="Litedrill" \
      org.opencontainers.image.description="Proves that Litestream backups can be restored" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
RUN groupadd --system --gid 8377 litedrill \
 && useradd --system --uid 8377 --gid litedrill --home-dir /var/lib/litedrill --no-create-home litedrill \
 && install -d -o litedrill -g litedrill -m 0700 /var/lib/litedrill /var/lib/litedrill/scratch
COPY --from=build /build/java /opt/litedrill/java
COPY --from=build /build/target/litedrill.jar /opt/litedrill/litedrill.jar
COPY --from=build /build/target/lib /opt/litedrill/lib
COPY litedrill /opt/litedrill/litedrill
# archives of the classes and a copy of SQLite's library, from which Java starts faster
RUN /opt/litedrill/java/bin/java -Xshare:dump >/dev/null \
 && LITEDRILL_CACHE=/opt/litedrill/start /opt/litedrill/litedrill check --help >/dev/null \
 && chmod -R a+rX /opt/litedrill/start \
 && ln -s /opt/litedrill/litedrill /usr/local/bin/litedrill
USER 8377:8377
ENV LITEDRILL_HOME=/var/lib/litedrill \
    LITEDRILL_JAVA_OPTS="-XX:MaxRAMPercentage=60"
VOLUME ["/var/lib/litedrill", "/var/lib/litedrill/scratch"]
EXPOSE 8377
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8377 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"]
ENTRYPOINT ["/opt/litedrill/litedrill"]
CMD ["serve"]
