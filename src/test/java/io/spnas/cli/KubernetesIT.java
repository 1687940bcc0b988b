package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code submit/k8s.sh} against an API server that keeps objects in memory, whose kubelet runs each
 * pod as a process by the image's own entrypoint.
 */
@Tag("slow")
class KubernetesIT {
  private static final String LAST = "checkpoints/step-00000300.checkpoint";
  private static final String SECRET = "not-to-be-seen-anywhere";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String[] LONGER = {"--set=search.steps=300", "--set=metrics.every-steps=1"};

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static KubernetesServers kubernetes;
  private static SmallData data;
  private static Path unbroken;

  @BeforeAll
  static void startAndSearchUnbroken() throws Exception {
    kubernetes = KubernetesServers.start(shared);
    data = SmallData.write(kubernetes.claim("lake"));
    unbroken = shared.resolve("unbroken");
    Ended ended = new LocalScript(shared, Map.of()).run(data.search(unbroken, LONGER));
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    if (kubernetes != null) {
      kubernetes.close();
    }
  }

  private Process submit(String namespace, String mode, List<String> more, String... command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("--master", kubernetes.master(), "--deploy-mode", mode));
    line.addAll(List.of("--namespace", namespace, "--image", "spnas:0.1.0"));
    line.addAll(List.of("--executor-cores", "1", "--executor-memory", "700m"));
    line.addAll(List.of("--driver-memory", "700m", "--name", "spnas"));
    line.addAll(List.of("--conf", "spark.executor.memoryOverhead=700m"));
    line.addAll(List.of("--conf", "spark.driver.memoryOverhead=384m"));
    line.addAll(List.of("--conf", "spark.ui.enabled=false"));
    // The mock's watches miss what happened before they began.
    line.addAll(List.of("--conf", "spark.kubernetes.executor.apiPollingInterval=2s"));
    line.addAll(more);
    line.addAll(List.of(command));
    return new SubmitScript("k8s.sh", temporary)
        .with("SPARK_LOCAL_IP", "127.0.0.1")
        .start(line.toArray(String[]::new));
  }

  private Process searchAsClient(String namespace, Path run, String... more) throws IOException {
    return submit(
        namespace,
        "client",
        List.of("--conf", "spark.driver.host=127.0.0.1"),
        data.search(run, more));
  }

  private Ended end(Process submitted) throws Exception {
    return new LocalScript(temporary, Map.of()).await(submitted);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough for %s", what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static void awaitStep(Path run, long step) throws InterruptedException {
    await("step " + step + " in " + run, () -> contains(run, "{\"step\":" + step + ","));
  }

  private static boolean contains(Path run, String text) {
    try {
      return Files.exists(run.resolve("metrics.jsonl"))
          && Files.readString(run.resolve("metrics.jsonl")).contains(text);
    } catch (IOException e) {
      // The file is just being replaced.
      return false;
    }
  }

  private static void killAnExecutor() throws Exception {
    Jvms.kill(new Jvms(kubernetes.process()).awaitExecutors(2, PATIENCE).get(0));
  }

  private static void assertUnbroken(Path run) throws IOException {
    assertThat(run.resolve(LAST)).hasSameBinaryContentAs(unbroken.resolve(LAST));
    assertThat(run.resolve("architecture.json"))
        .hasSameBinaryContentAs(unbroken.resolve("architecture.json"));
  }

  @Test
  void aKilledPodIsReplacedAndChangesNoBit() throws Exception {
    Path run = temporary.resolve("run");
    Process submitted = searchAsClient("client", run, LONGER);
    awaitStep(run, 50);
    assertThat(kubernetes.pods("client", "executor"))
        .hasSize(2)
        .allSatisfy(KubernetesIT::assertExecutor);
    killAnExecutor();
    Ended ended = end(submitted);

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(SearchProcess.events(run, "restart"))
        .singleElement()
        .asString()
        .contains("of 2 on", "was lost");
    assertUnbroken(run);
    assertThat(kubernetes.pods("client", "executor")).isEmpty();
    assertThat(kubernetes.client().configMaps().inNamespace("client").list().getItems()).isEmpty();
    assertThat(rights("client", KubernetesServers.SUBMITTERS_HOST))
        .isSubsetOf(rights(role("spnas-driver")));
  }

  private static void assertExecutor(Pod pod) {
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "spnas")
        .containsEntry("app.kubernetes.io/component", "executor");
    assertThat(pod.getSpec().getAffinity().getPodAntiAffinity()).isNotNull();
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertConfined(pod);
    Container container = pod.getSpec().getContainers().get(0);
    assertThat(container.getResources().getRequests().get("memory")).hasToString("1400Mi");
    assertThat(container.getResources().getLimits().get("memory")).hasToString("1400Mi");
    assertThat(container.getResources().getRequests().get("cpu")).hasToString("1");
  }

  private static void assertConfined(Pod pod) {
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(150);
    Container container = pod.getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo("spnas:0.1.0");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void aDeletedPodLosesNoStep() throws Exception {
    Path run = temporary.resolve("run");
    Process submitted =
        searchAsClient(
            "deleted",
            run,
            "--set=search.steps=1000000",
            "--set=metrics.every-steps=1",
            "--set=checkpoint.every-steps=1000000");
    awaitStep(run, 25);
    // As kubectl delete pod does: SIGTERM, and time to end.
    kubernetes.client().resource(kubernetes.pods("deleted", "executor").get(1)).delete();
    await("a restart", () -> contains(run, "{\"event\":\"restart\""));
    String restart = SearchProcess.events(run, "restart").get(0);
    assertThat(restart).contains("\"lost_steps\":0").doesNotContain("\"step\":0,");
    awaitStep(run, Long.parseLong(restart.replaceFirst(".*\"step\":(\\d+),.*", "$1")) + 5);
    Files.createFile(run.resolve("stop"));
    Ended ended = end(submitted);
    assertThat(ended.status()).as(ended.err()).isEqualTo(Main.FAILED);
    assertThat(SearchProcess.lastLine(ended)).contains("Stopped after step");
  }

  @Test
  void theScriptEndsWithTheStatusOfTheDriversPod() throws Exception {
    Process submitted =
        submit(
            "mistaken",
            "cluster",
            List.of("--service-account", "spnas"),
            "search",
            "--config=/nowhere.conf",
            "--data=/nowhere",
            "--run-dir=/nowhere/run");
    Ended ended = end(submitted);
    Pod driver = kubernetes.pods("mistaken", "driver").get(0);
    assertThat(ended.status()).as(ended.err() + kubernetes.log(driver)).isEqualTo(Main.MISTAKE);
    assertThat(SearchProcess.lastLine(ended))
        .contains(
            driver.getMetadata().getName(), "ended with exit status 2", "kubectl -n mistaken");
    assertThat(kubernetes.log(driver)).contains("/nowhere.conf");
  }

  @Test
  void aDriverInAPodSearchesAndItsRolesSuffice() throws Exception {
    kubernetes
        .client()
        .secrets()
        .inNamespace("cluster")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("spnas-store")
                .endMetadata()
                .addToData("AWS_SECRET_ACCESS_KEY", base64(SECRET))
                .build())
        .create();
    List<String> conf = new ArrayList<>(List.of("--service-account", "spnas"));
    conf.addAll(List.of("--conf", "spark.kubernetes.driver.master=" + kubernetes.driversMaster()));
    for (String role : List.of("driver", "executor")) {
      String volume = "spark.kubernetes." + role + ".volumes.persistentVolumeClaim.lake.";
      conf.addAll(List.of("--conf", volume + "mount.path=/lake"));
      conf.addAll(List.of("--conf", volume + "options.claimName=lake"));
    }
    List<String> command =
        new ArrayList<>(List.of("search", "--config=/lake/small.conf", "--data=/lake/shards"));
    command.addAll(List.of("--run-dir=/lake/runs/1", "--workers=2", "--json"));
    command.addAll(List.of(LONGER));
    Path run = kubernetes.claim("lake").resolve("runs/1");

    Process submitted = submit("cluster", "cluster", conf, command.toArray(String[]::new));
    awaitStep(run, 50);
    assertOwned(kubernetes.pods("cluster", "driver").get(0));
    killAnExecutor();
    Ended ended = end(submitted);
    Pod driver = kubernetes.pods("cluster", "driver").get(0);
    assertThat(ended.status()).as(ended.err() + kubernetes.log(driver)).isZero();
    assertThat(driver.getStatus().getPhase()).isEqualTo("Succeeded");
    assertUnbroken(run);
    assertThat(kubernetes.log(driver)).contains("{\"run_dir\":\"").doesNotContain(SECRET);
    assertThat(ended.err()).doesNotContain(SECRET);
    assertDriver(driver);
    assertThat(kubernetes.pods("cluster", "executor")).isEmpty();

    assertThat(rights("cluster", KubernetesServers.DRIVERS_HOST))
        .containsExactlyElementsOf(rights(role("spnas-driver")));
    assertThat(rights("cluster", KubernetesServers.SUBMITTERS_HOST))
        .containsExactlyElementsOf(rights(role("spnas-submitter")));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertDriver(Pod pod) {
    assertConfined(pod);
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/component", "driver");
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("spnas");
    Container container = pod.getSpec().getContainers().get(0);
    assertThat(container.getArgs())
        .startsWith("driver", "--properties-file")
        .containsSequence("--class", "io.spnas.cli.Main", "local:///opt/spnas/spnas.jar", "search");
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .contains("SPARK_DRIVER_BIND_ADDRESS", "KMP_BLOCKTIME");
    assertThat(container.getEnvFrom())
        .singleElement()
        .satisfies(source -> assertThat(source.getSecretRef().getName()).isEqualTo("spnas-store"));
    assertThat(container.getResources().getLimits().get("memory")).hasToString("1084Mi");
  }

  /** Whatever a search needs besides the driver's pod, Kubernetes removes with it. */
  private static void assertOwned(Pod driver) {
    List<HasMetadata> objects = new ArrayList<>(kubernetes.pods("cluster", "executor"));
    objects.addAll(kubernetes.client().services().inNamespace("cluster").list().getItems());
    objects.addAll(kubernetes.client().configMaps().inNamespace("cluster").list().getItems());
    assertThat(objects)
        .extracting(HasMetadata::getKind)
        .containsOnly("Pod", "Service", "ConfigMap")
        .contains("Pod", "Service", "ConfigMap");
    assertThat(objects)
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(
                        owner -> {
                          assertThat(owner.getUid()).isEqualTo(driver.getMetadata().getUid());
                          assertThat(owner.getKind()).isEqualTo("Pod");
                        }));
  }

  private static Set<String> rights(String namespace, String host) throws IOException {
    Set<String> rights = new TreeSet<>();
    kubernetes.requests(namespace, host).forEach(request -> rights.addAll(request.rights()));
    return rights;
  }

  private static Set<String> rights(Role role) {
    Set<String> rights = new TreeSet<>();
    role.getRules()
        .forEach(
            rule ->
                rule.getResources()
                    .forEach(
                        resource ->
                            rule.getVerbs().forEach(verb -> rights.add(verb + " " + resource))));
    return rights;
  }

  private static Role role(String name) throws IOException {
    Path file = ServerProcess.HOME.resolve("submit/kubernetes/rbac.yaml");
    try (InputStream in = Files.newInputStream(file)) {
      return kubernetes.client().load(in).items().stream()
          .filter(item -> item instanceof Role && item.getMetadata().getName().equals(name))
          .map(Role.class::cast)
          .findFirst()
          .orElseThrow();
    }
  }
}
