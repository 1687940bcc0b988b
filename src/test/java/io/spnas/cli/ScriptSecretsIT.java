package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets, which would be seen in the command line of spark-submit. */
class ScriptSecretsIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key=hidden",
        "spark.hadoop.fs.s3a.access.key=hidden",
        "spark.hadoop.fs.s3a.bucket.lake.session.token=hidden",
        "spark.hadoop.fs.azure.account.key.lake.blob.core.windows.net=hidden",
        "spark.authenticate.secret=hidden",
        "spark.ssl.keyStorePassword=hidden",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY=hidden",
        "spark.kubernetes.authenticate.submission.oauthToken=hidden",
        "spark.driver.extraJavaOptions=-Dx=1 -Djavax.net.ssl.trustStorePassword=hidden"
      })
  void aSecretIsRefusedAndNotRepeated(String setting) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark.script("yarn.sh").run(join("--dry-run", new String[] {"--conf", setting}, SEARCH));
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains(
            setting.substring(0, setting.indexOf('=')), "spark-defaults.conf", "core-site.xml")
        .doesNotContain("hidden");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(Main.MISTAKE);
    assertThat(spark.wasAsked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs/keys.jceks",
        "spark.authenticate.secret.file=/etc/secret/key",
        "spark.kubernetes.executor.secrets.s3=/etc/s3",
        "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=s3:key",
        "spark.kubernetes.authenticate.submission.oauthTokenFile=/etc/token",
        "spark.security.credentials.hadoopfs.enabled=true",
        "spark.redaction.regex=(?i)secret|password"
      })
  void whereASecretIsMayBeTold(String setting) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark.script("yarn.sh").run(join(MEMORY, new String[] {"--conf", setting}, SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).contains(setting);
  }
}
