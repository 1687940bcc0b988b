package io.spnas.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two releases of the same files have the same bytes, made in different directories, one after the
 * other, with other user masks, locales and time zones; and a release is complete.
 */
@Tag("slow")
class ReleaseIT {
  private static final String NAME = "spnas-" + System.getProperty("spnas.version");

  @TempDir private static Path directory;

  private static Path first;
  private static Path second;

  @BeforeAll
  static void releaseTwice() throws Exception {
    first = checkout(directory.resolve("one"));
    second = checkout(directory.resolve("else/where/two"));
    succeed(release(first, Map.of("LC_ALL", "C", "TZ", "UTC"), "umask 022; submit/release.sh"));
    succeed(
        release(
            second,
            Map.of("LC_ALL", "C.UTF-8", "TZ", "Asia/Tokyo"),
            "umask 077; submit/release.sh"));
  }

  /** A clean checkout of the project's files as they are. */
  private static Path checkout(Path to) throws Exception {
    Files.createDirectories(to);
    String list =
        shell(
                Page.HOME,
                Map.of(),
                "git ls-files --cached --others --exclude-standard 2>/dev/null"
                    + " || find . -type f -not -path '*/target/*' -not -path './.*/*' -printf '%P\\n'")
            .printed();
    for (String name : list.lines().toList()) {
      Path file = Page.HOME.resolve(name);
      if (Files.isRegularFile(file)) {
        Files.createDirectories(to.resolve(name).getParent());
        Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    succeed(
        shell(
            to,
            Map.of(),
            "command -v git >/dev/null || { echo missing Debian package git; exit 1; }; git init -q &&"
                + " git add -A && git -c user.name=t -c user.email=t@example.com commit -qm all"));
    return to;
  }

  private record Ended(int status, String printed) {}

  private static Ended release(Path in, Map<String, String> environment, String command)
      throws Exception {
    return shell(in, environment, command);
  }

  private static Ended shell(Path in, Map<String, String> environment, String command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command).directory(in.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes());
    return new Ended(process.waitFor(), printed);
  }

  private static void succeed(Ended ended) {
    assertThat(ended.status()).as(ended.printed()).isZero();
  }

  private static Map<String, String> hashes(Path checkout) throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.list(checkout.resolve("dist"))) {
      for (Path file : files.toList()) {
        hashes.put(file.getFileName().toString(), sha256(Files.newInputStream(file)));
      }
    }
    return hashes;
  }

  private static String sha256(InputStream stream) throws Exception {
    try (InputStream in = stream) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(hash);
    }
  }

  @Test
  void bothHaveTheSameBytes() throws Exception {
    assertThat(hashes(first))
        .containsOnlyKeys(
            NAME + ".jar",
            NAME + ".tar.gz",
            NAME + "-sbom.json",
            NAME + "-licences.txt",
            "SHA256SUMS")
        .isEqualTo(hashes(second));
  }

  @Test
  void checksumsAreThoseOfTheFiles() throws Exception {
    succeed(shell(first.resolve("dist"), Map.of(), "sha256sum --check --strict SHA256SUMS"));
    assertThat(Files.readAllLines(first.resolve("dist/SHA256SUMS"))).hasSize(4);
  }

  @Test
  void theListOfPartsHasTheLibrariesThatAreInTheJar() throws Exception {
    JsonNode sbom =
        new ObjectMapper().readTree(first.resolve("dist/" + NAME + "-sbom.json").toFile());
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(sbom.at("/metadata/component/name").asText()).isEqualTo("spnas");
    assertThat(sbom.at("/metadata/component/hashes").findValuesAsText("content"))
        .contains(hashes(first).get(NAME + ".jar"));
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : sbom.path("components")) {
      for (JsonNode part : component.path("components")) {
        listed.put(part.path("name").asText(), part.at("/hashes/0/content").asText());
      }
    }
    Map<String, String> packed = new TreeMap<>();
    try (JarFile jar = new JarFile(first.resolve("dist/" + NAME + ".jar").toFile())) {
      for (var entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".so")) {
          packed.put(entry.getName(), sha256(jar.getInputStream(entry)));
        }
      }
    }
    assertThat(listed).isNotEmpty().isEqualTo(packed);
    List<String> names = sbom.findValuesAsText("name");
    assertThat(names)
        .contains("bigdl-SPARK_2.4", "scala-library", "config", "picocli", "protobuf-java")
        .doesNotContain("spark-core_2.12", "onnxruntime", "junit-jupiter");
  }

  /** As a user does: unpacked, with a Spark of its own, here the one that Maven brought. */
  @Test
  void theArchiveRunsOnASpark() throws Exception {
    Path unpacked = directory.resolve("unpacked");
    Path spark = Files.createDirectories(directory.resolve("spark/bin")).getParent();
    Files.createSymbolicLink(
        spark.resolve("bin/spark-submit"), Page.HOME.resolve("submit/spark-submit.sh"));
    Files.createDirectory(unpacked);
    String archive = first.resolve("dist/" + NAME + ".tar.gz").toString();
    succeed(shell(unpacked, Map.of(), "tar -xzf " + archive));
    Path home = unpacked.resolve(NAME);
    Map<String, String> environment = Map.of("SPARK_HOME", spark.toString());

    Ended version = shell(home, environment, "submit/local.sh --version 2>/dev/null");
    assertThat(version.printed()).isEqualTo(NAME.replace('-', ' ') + "\n");
    Ended line =
        shell(
            home,
            environment,
            "HADOOP_CONF_DIR=. submit/yarn.sh --dry-run evaluate --run-dir a --data b");
    succeed(line);
    assertThat(line.printed()).contains(spark.toString(), home.resolve("lib").toString());
    Ended without = shell(home, Map.of(), "unset SPARK_HOME; submit/local.sh --version");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.printed().lines()).singleElement().asString().contains("SPARK_HOME");
    for (String file : List.of("README.md", "LICENSE", "NOTICE", "conf/imagenet.conf")) {
      assertThat(home.resolve(file)).exists();
    }
  }

  @Test
  void refusesWhatIsNotCommitted() throws Exception {
    Path changed = checkout(directory.resolve("changed"));
    Files.writeString(changed.resolve("README.md"), "changed");
    Ended ended = release(changed, Map.of(), "submit/release.sh");
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.printed().lines()).singleElement().asString().contains("README.md");
  }
}
