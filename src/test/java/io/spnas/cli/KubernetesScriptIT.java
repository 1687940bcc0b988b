package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.jar;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What k8s.sh asks of Spark. */
class KubernetesScriptIT {
  @TempDir private Path temporary;

  @Test
  void kubernetesIsAskedForPodsOfItsTemplates() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark
            .script("k8s.sh")
            .run(
                join(
                    MEMORY,
                    new String[] {
                      "--master=k8s://https://api:6443",
                      "--image",
                      "registry/spnas:1",
                      "--namespace=lab",
                      "--service-account",
                      "spnas"
                    },
                    SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    Path templates = ServerProcess.HOME.resolve("submit/kubernetes");
    assertThat(spark.settings())
        .contains(
            entry("spark.kubernetes.container.image", "registry/spnas:1"),
            entry("spark.kubernetes.namespace", "lab"),
            entry("spark.kubernetes.authenticate.driver.serviceAccountName", "spnas"),
            entry("spark.kubernetes.driver.podTemplateFile", templates + "/driver-pod.yaml"),
            entry("spark.kubernetes.executor.podTemplateFile", templates + "/executor-pod.yaml"),
            entry("spark.kubernetes.driverEnv.KMP_BLOCKTIME", "0"),
            entry("spark.executor.instances", "3"),
            entry("spark.executor.cores", "4"))
        .doesNotContainKey("spark.yarn.maxAppAttempts");
    assertThat(spark.arguments())
        .containsSequence("--deploy-mode", "cluster")
        .containsSequence("--master", "k8s://https://api:6443")
        .containsSubsequence("local:///opt/spnas/spnas.jar", "search");
  }

  @Test
  void inClientModeKubernetesGetsTheJarOfThisMachine() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    spark
        .script("k8s.sh")
        .run(
            join(
                MEMORY,
                new String[] {"--master=k8s://http://api", "--deploy-mode=client"},
                SEARCH));
    assertThat(spark.arguments()).containsSubsequence(jar(), "search");
    assertThat(spark.settings()).doesNotContainKey("spark.kubernetes.driver.podTemplateFile");
  }
}
