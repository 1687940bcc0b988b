package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches with two executors in JVMs of their own. */
class LocalClusterIT {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;

  @BeforeAll
  static void prepareData() throws Exception {
    data = SmallData.write(shared);
  }

  @Test
  void twoJvmsGiveTheBitsOfTwoThreads() throws Exception {
    Path apart = temporary.resolve("apart");
    Path together = temporary.resolve("together");
    // Executors stand elsewhere than the driver, whom the directory is told relative to.
    Path told = Path.of("").toAbsolutePath().relativize(apart);
    Ended cluster = LocalScript.onTwoExecutors(temporary).run(data.search(told, "--json"));
    assertThat(cluster.status()).as(cluster.err()).isZero();
    assertThat(cluster.out().lines()).as("only the result on stdout").hasSize(1);
    Ended threads = new LocalScript(temporary, Map.of()).run(data.search(together));
    assertThat(threads.status()).as(threads.err()).isZero();
    assertThat(Files.readAllBytes(apart.resolve(LAST)))
        .isEqualTo(Files.readAllBytes(together.resolve(LAST)));
    assertThat(Files.readString(apart.resolve("architecture.json")))
        .isEqualTo(Files.readString(together.resolve("architecture.json")));
  }
}
