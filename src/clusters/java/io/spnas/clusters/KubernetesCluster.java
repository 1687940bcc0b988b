package io.spnas.clusters;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.nio.file.Path;
import java.util.HashMap;
import okhttp3.mockwebserver.MockWebServer;

/**
 * An API server of Kubernetes and one node, whose kubelet runs pods as processes of this machine.
 * The working directory gets the file {@code requests} of all that the API server was asked, and in
 * {@code pods} what the pods leave; what claims of volumes stand for is in {@code claims}. The
 * argument is the directory of the image's files. The line before {@code ready} is the API server's
 * address.
 */
public final class KubernetesCluster {
  private KubernetesCluster() {}

  /** Starts the cluster, and stops it when stdin ends. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of("").toAbsolutePath();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new ApiServer(directory.resolve("requests")),
            false);
    server.init();
    String address = "http://127.0.0.1:" + server.getPort();
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(address).build();
    config.setUserAgent("kubelet");
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    PodProcesses processes = new PodProcesses(client, Path.of(arguments[0]), directory);
    Kubelet kubelet = new Kubelet(client, processes);
    client.pods().inAnyNamespace().watch(kubelet);

    System.out.println(address);
    Starter.tellReady();
    Starter.await();
    kubelet.stop();
    client.close();
    server.shutdown();
    System.exit(0);
  }
}
