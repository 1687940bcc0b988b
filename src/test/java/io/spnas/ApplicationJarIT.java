package io.spnas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packed jar holds what a cluster lacks, and nothing that a cluster has. */
class ApplicationJarIT {
  private static final Path HOME = Path.of(System.getProperty("spnas.home"));
  private static final short ELF_X86_64 = 62;

  private static JarFile jar;
  private static List<String> files;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(System.getProperty("spnas.jar"));
    files = jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(file))) {
      return in.readAllBytes();
    }
  }

  @Test
  void bringsNoClassOfTheClustersLibraries() {
    assertThat(files)
        .filteredOn(file -> file.endsWith(".class"))
        .hasSizeGreaterThan(10_000)
        .allMatch(
            file ->
                file.matches(
                    "(io/spnas|com/intel/analytics/(bigdl|shaded)|org/opencv|org/tensorflow|tensorflow)/.*"
                        // The checksum of BigDL's record files.
                        + "|netty/Crc32c\\.class"));
  }

  @Test
  void movesWhatTheClusterHasInOtherVersions() {
    for (String moved : List.of("scala", "protobuf", "onnx", "config", "picocli")) {
      assertThat(files).as(moved).anyMatch(file -> file.startsWith("io/spnas/shaded/" + moved));
    }
  }

  @Test
  void holdsEachFileOnceAndNoSignatures() {
    assertThat(files)
        .doesNotHaveDuplicates()
        .noneMatch(file -> file.matches("META-INF/.*\\.[SRD]SA?F?"));
  }

  @Test
  void bringsNativeLibrariesOfLinuxOnly() throws IOException {
    assertThat(files)
        .contains("libmkldnn.so", "libmklml_intel.so", "libiomp5.so", "libopencv_java320.so")
        .noneMatch(file -> file.matches(".*\\.(dylib|jnilib|dll)"));
    for (String library : files.stream().filter(file -> file.endsWith(".so")).toList()) {
      ByteBuffer header = ByteBuffer.wrap(bytes(library), 0, 20).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(header.getInt(0)).as("magic number of %s", library).isEqualTo(0x464c457f);
      assertThat(header.getShort(18)).as("machine of %s", library).isEqualTo(ELF_X86_64);
    }
  }

  @Test
  void saysWhatItIs() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.spnas.cli.Main");
    assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
        .isEqualTo(System.getProperty("spnas.version"));
  }

  @Test
  void bringsLicencesAndLatencyTables() throws IOException {
    for (String file : List.of("LICENSE", "NOTICE", "LICENSE-THIRD-PARTY")) {
      assertThat(bytes("META-INF/" + file))
          .as(file)
          .isEqualTo(Files.readAllBytes(HOME.resolve(file)));
    }
    String notice = new String(bytes("META-INF/NOTICE"), StandardCharsets.UTF_8);
    for (String library : files.stream().filter(file -> file.endsWith(".so")).toList()) {
      assertThat(notice).as("licence of a native library").contains(library);
    }
    try (var tables = Files.list(HOME.resolve("conf/latency"))) {
      assertThat(tables.map(table -> "latency/" + table.getFileName()).toList())
          .isNotEmpty()
          .isSubsetOf(files);
    }
  }

  @Test
  void needsOnlyWhatASparkDistributionHas() throws IOException {
    Path target = Path.of(jar.getName()).getParent();
    List<String> libraries =
        List.of(Files.readString(target.resolve("spark.classpath")).strip().split(":"));
    assertThat(libraries)
        .anyMatch(library -> library.matches(".*/spark-core_2\\.12-[^/]*\\.jar"))
        .anyMatch(library -> library.matches(".*/spark-yarn_2\\.12-[^/]*\\.jar"))
        .anyMatch(library -> library.matches(".*/scala-library-2\\.12[^/]*\\.jar"))
        .anyMatch(library -> library.matches(".*/onnxruntime-[^/]*\\.jar"))
        .noneMatch(library -> library.matches(".*/(spnas|config|picocli|proto|junit)[-_][^/]*"));
  }
}
