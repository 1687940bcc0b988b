package io.spnas.clusters;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a pod's container as a process: the image's entrypoint with the container's arguments and
 * nothing but its variables. There being no file system of its own, each path of the image or of a
 * mounted volume is replaced by where it lies on this machine, and there being no name service, the
 * names of services lead to this machine.
 */
final class PodProcesses {
  /** Of every pod. */
  static final String ADDRESS = "127.0.0.1";

  private static final int WAIT_SECONDS = 60;

  private final KubernetesClient client;
  private final Path image;
  private final Path pods;

  /**
   * @param image the image's files: what is {@code /opt} there is {@code opt} in here
   * @param pods where pods get their volumes, and their output the file {@code log}
   */
  PodProcesses(KubernetesClient client, Path image, Path pods) {
    this.client = client;
    this.image = image;
    this.pods = pods;
  }

  /** Starts a pod's only container. */
  Process start(Pod pod) throws IOException {
    Container container = pod.getSpec().getContainers().get(0);
    Path directory = Files.createDirectories(pods.resolve(pod.getMetadata().getName()));
    Map<String, String> places = mount(pod, container, directory);
    places.put("/opt", image.resolve("opt").toString());

    List<String> command = new ArrayList<>(List.of("/opt/spnas/entrypoint.sh"));
    command.addAll(container.getArgs());
    command.replaceAll(word -> placed(word, places));
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_LOCAL_IP", ADDRESS);
    environment.put("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts(pod, directory));
    variables(pod, container).forEach((name, value) -> environment.put(name, placed(value, places)));
    return builder.start();
  }

  /** The image's variables, those of the container's secrets, and its own. */
  private Map<String, String> variables(Pod pod, Container container) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SPARK_HOME", "/opt/spark");
    variables.put("SPNAS_HOME", "/opt/spnas");
    variables.put("KMP_BLOCKTIME", "0");
    for (EnvFromSource source : container.getEnvFrom()) {
      Secret secret = secret(pod, source.getSecretRef().getName());
      if (secret != null) {
        secret.getData().forEach((name, value) -> variables.put(name, decoded(value)));
      }
    }
    for (EnvVar variable : container.getEnv()) {
      String value = variable.getValue();
      if (variable.getValueFrom() != null) {
        value =
            switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
              case "status.podIP" -> ADDRESS;
              case "metadata.name" -> pod.getMetadata().getName();
              default -> throw new IllegalArgumentException("Cannot set " + variable);
            };
      }
      if (value != null) {
        variables.put(variable.getName(), value);
      }
    }
    return variables;
  }

  private Secret secret(Pod pod, String name) {
    return client.secrets().inNamespace(pod.getMetadata().getNamespace()).withName(name).get();
  }

  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  /** Makes a directory of each volume, and tells where each path of the container lies. */
  private Map<String, String> mount(Pod pod, Container container, Path directory)
      throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = Files.createDirectories(directory.resolve("volumes").resolve(mount.getName()));
      places.put(mount.getMountPath(), place.toString());
      Volume volume =
          pod.getSpec().getVolumes().stream()
              .filter(candidate -> candidate.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("No volume for " + mount));
      if (volume.getConfigMap() != null) {
        ConfigMap map = configMap(pod, volume.getConfigMap().getName());
        for (Map.Entry<String, String> file : map.getData().entrySet()) {
          Files.writeString(place.resolve(file.getKey()), placed(file.getValue(), places));
        }
      }
    }
    return places;
  }

  /** Waits for it as a kubelet does: Spark makes a driver's after its pod. */
  private ConfigMap configMap(Pod pod, String name) {
    return client
        .configMaps()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(name)
        .waitUntilCondition(Objects::nonNull, WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Replaces paths where they begin, not in the middle of another one. */
  private static String placed(String text, Map<String, String> places) {
    String result = text;
    for (Map.Entry<String, String> place : places.entrySet()) {
      result =
          Pattern.compile("(^|[^\\w/.-]|local://)" + Pattern.quote(place.getKey()) + "(?![\\w.-])")
              .matcher(result)
              .replaceAll("$1" + Matcher.quoteReplacement(place.getValue()));
    }
    return result;
  }

  private Path hosts(Pod pod, Path directory) throws IOException {
    StringBuilder hosts = new StringBuilder(ADDRESS + " localhost\n");
    hosts.append(ADDRESS + " ").append(InetAddress.getLocalHost().getHostName()).append("\n");
    String namespace = pod.getMetadata().getNamespace();
    client
        .services()
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(
            service ->
                hosts
                    .append(ADDRESS + " ")
                    .append(service.getMetadata().getName())
                    .append("." + namespace + ".svc\n"));
    return Files.writeString(directory.resolve("hosts"), hosts);
  }
}
