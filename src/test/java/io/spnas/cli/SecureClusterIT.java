package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on a cluster that requires authentication. */
class SecureClusterIT {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;

  @BeforeAll
  static void prepareData() throws Exception {
    data = SmallData.write(shared);
  }

  /** A script under the cluster's spark-defaults.conf. */
  private LocalScript under(String defaults) throws IOException {
    Files.writeString(temporary.resolve("spark-defaults.conf"), defaults);
    return LocalScript.onTwoExecutors(temporary)
        .with(Map.of("SPARK_CONF_DIR", temporary.toString()));
  }

  @Test
  void encryptedWorkersGiveTheSameBits() throws Exception {
    Path encrypted = temporary.resolve("encrypted");
    Path plain = temporary.resolve("plain");
    Ended secure =
        under(
                """
                spark.authenticate true
                spark.authenticate.secret 0123456789abcdef
                spark.network.crypto.enabled true
                """)
            .run(data.search(encrypted));
    assertThat(secure.status()).as(secure.err()).isZero();
    Ended open = new LocalScript(temporary, Map.of()).run(data.search(plain));
    assertThat(open.status()).as(open.err()).isZero();
    assertThat(Files.readAllBytes(encrypted.resolve(LAST)))
        .isEqualTo(Files.readAllBytes(plain.resolve(LAST)));
  }

  @Test
  void withoutTheSecretTheJobDoesNotStart() throws Exception {
    Path run = temporary.resolve("run");
    Ended ended = under("spark.authenticate true\n").run(data.search(run));
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(SearchProcess.lastLine(ended)).contains("spark.authenticate.secret");
    assertThat(run.resolve("metrics.jsonl")).doesNotExist();
  }
}
