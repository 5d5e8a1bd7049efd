# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
# a layer of its own: the libraries are fetched again only when pom.xml changes
RUN mvn -B -q dependency:go-offline || true
COPY src ./src
COPY testdata ./testdata
RUN mvn -B -q package -Dmaven.test.skip=true

FROM eclipse-temurin:17-jre
RUN groupadd --system --gid 8377 litedrill \
 && useradd --system --uid 8377 --gid litedrill --home-dir /var/lib/litedrill --create-home litedrill
COPY --from=build /build/target/litedrill.jar /opt/litedrill/litedrill.jar
# the libraries of types of replicas: an image without a type that is not used works as well
COPY --from=build /build/target/lib /opt/litedrill/lib
# an archive of the classes and a copy of SQLite's library, from which Java starts in half of the time
RUN mkdir /opt/litedrill/start \
 && java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit=/opt/litedrill/start/classes.jsa \
    -cp /opt/litedrill/litedrill.jar io.litedrill.cli.StartupTraining /opt/litedrill/start
USER litedrill
ENV LITEDRILL_HOME=/var/lib/litedrill
VOLUME /var/lib/litedrill
EXPOSE 8377
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8377 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"]
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", \
    "-XX:CompileThresholdScaling=10", "-XX:SharedArchiveFile=/opt/litedrill/start/classes.jsa", \
    "-Dorg.sqlite.lib.path=/opt/litedrill/start", \
    "-jar", "/opt/litedrill/litedrill.jar"]
CMD ["serve"]
