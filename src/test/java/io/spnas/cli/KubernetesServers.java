package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An API server of Kubernetes and a kubelet in a JVM of their own, and what tests ask of them. */
final class KubernetesServers implements AutoCloseable {
  /** By what the API server knows the driver's pod from who submits: each calls it otherwise. */
  static final String SUBMITTERS_HOST = "127.0.0.1";

  static final String DRIVERS_HOST = "localhost";

  private static final String AGENT = "test";

  private final Path directory;
  private final ServerProcess process;
  private final KubernetesClient client;

  private KubernetesServers(Path directory, ServerProcess process) {
    this.directory = directory;
    this.process = process;
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(process.lastLine()).build();
    config.setUserAgent(AGENT);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Lays out the image's files and starts the servers. */
  static KubernetesServers start(Path directory) throws Exception {
    Path image = layOutImage(directory.resolve("image"));
    return new KubernetesServers(
        directory, ServerProcess.start("KubernetesCluster", directory, image.toString()));
  }

  /** What the image's build is given, as a user's build is. */
  static Path layOutImage(Path to) throws IOException, InterruptedException {
    Ended ended =
        new SubmitScript("kubernetes/image.sh", to.getParent()).run("--context", to.toString());
    assertThat(ended.status()).as(ended.err()).isZero();
    return to;
  }

  /** As who submits knows the API server. */
  String master() {
    return "k8s://" + process.lastLine();
  }

  /** As the driver's pod knows it. */
  String driversMaster() {
    return process.lastLine().replace(SUBMITTERS_HOST, DRIVERS_HOST);
  }

  KubernetesClient client() {
    return client;
  }

  /** The directory of what a claim of a volume stands for. */
  Path claim(String name) throws IOException {
    return Files.createDirectories(directory.resolve("claims").resolve(name));
  }

  /** The JVM under which all pods run. */
  ProcessHandle process() {
    return process.handle();
  }

  List<Pod> pods(String namespace, String role) {
    return client.pods().inNamespace(namespace).withLabel("spark-role", role).list().getItems();
  }

  String log(Pod pod) throws IOException {
    return Files.readString(
        directory.resolve("pods").resolve(pod.getMetadata().getName()).resolve("log"));
  }

  /** What Spark has asked of a namespace, by the name that it knows the API server by. */
  List<ApiRequest> requests(String namespace, String host) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("requests"))) {
      return lines
          .map(line -> line.split(" "))
          .filter(line -> line[0].startsWith("fabric8") && line[1].equals(host))
          .map(line -> ApiRequest.of(line[2], line[3]))
          .filter(request -> request.namespace().equals(namespace))
          .toList();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    client.close();
    process.close();
  }
}
