package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategy that docs/strategies.md shows, compiled from the page, searches as it says. */
class OwnStrategyTest {
  private static final String NAME = "com.example.Sensitivity";
  private static final Path PAGE = Path.of("..", "docs", "strategies.md");
  private static final Path TABLE = Path.of("..", "conf", "latency", "pixel1.json");

  /** Rows of the table that the small space has: a fixed layer, and the four of the first group. */
  private static final int LAYERS = 5;

  private static final double TARGET = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temporary;

  private ClassLoader before;
  private URLClassLoader mine;
  private SmallShards shards;

  @BeforeAll
  static void twoCores() {
    System.setProperty("spark.master", "local[2]");
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  @BeforeEach
  void compile() throws Exception {
    shards = SmallShards.write(temporary);
    Path classes = Files.createDirectory(temporary.resolve("classes"));
    Path source = Files.writeString(temporary.resolve("Sensitivity.java"), code());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-d", classes.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as("%s", said).isTrue();
    }
    before = Thread.currentThread().getContextClassLoader();
    // As jars that spark-submit is given.
    mine = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(mine);
  }

  private static String code() throws Exception {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(block.find()).as("a block of Java in %s", PAGE).isTrue();
    return block.group(1);
  }

  @AfterEach
  void leave() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    mine.close();
  }

  /** A search of the first group's four layers alone: few changes to score. */
  private Ended search(String run, String... more) throws IOException {
    ObjectNode table = (ObjectNode) JSON.readTree(TABLE.toFile());
    ArrayNode layers = (ArrayNode) table.path("layers");
    IntStream.range(LAYERS, layers.size()).forEach(i -> layers.remove(LAYERS));
    Path file = Files.writeString(temporary.resolve("table.json"), table.toString());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--workers=2",
                "--set=strategy.name=" + NAME,
                "--set=latency.table=" + file,
                "--set=model.blocks=[r1_k3_s11_e1_i8_o8_noskip, r4_k5_s22_e6_i8_o8,"
                    + " r1_k3_s11_e6_i8_o32_noskip]",
                "--json"));
    arguments.addAll(List.of(more));
    return shards.search(temporary.resolve(run), arguments.toArray(String[]::new));
  }

  @Test
  void endsWithinTheTargetAndWithTheSameNetworkAgain() throws Exception {
    Ended found = search("run", "--set=search.target-latency-ms=" + TARGET);
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(found.json().path("runtime_ms").asDouble()).isPositive().isLessThanOrEqualTo(TARGET);
    Ended again = Command.run("derive", "--run-dir=" + temporary.resolve("run"), "--json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.json().path("architecture")).isEqualTo(found.json().path("architecture"));
  }

  @Test
  void withoutItsJarItsNameIsAMistake() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    assertMistake(search("run"), NAME, "class path", "SearchStrategy");
  }
}
