package io.spnas.clusters;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
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
  private final Path directory;

  /**
   * @param image the image's files: what is {@code /opt} there is {@code opt} in here
   * @param directory gets in {@code pods} their volumes and the file {@code log} of their output;
   *     what claims of volumes stand for is in {@code claims}
   */
  PodProcesses(KubernetesClient client, Path image, Path directory) {
    this.client = client;
    this.image = image;
    this.directory = directory;
  }

  /** Starts a pod's only container. */
  Process start(Pod pod) throws IOException {
    Container container = pod.getSpec().getContainers().get(0);
    Path directory =
        Files.createDirectories(
            this.directory.resolve("pods").resolve(pod.getMetadata().getName()));
    Map<String, String> places = places(pod, container, directory);
    mount(pod, directory, places);

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
    variables(pod, container)
        .forEach((name, value) -> environment.put(name, placed(value, places)));
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

  /** Where each path of the container lies: the volumes', then those of the image. */
  private Map<String, String> places(Pod pod, Container container, Path directory) {
    Map<String, Path> volumes = new LinkedHashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      PersistentVolumeClaimVolumeSource claim = volume.getPersistentVolumeClaim();
      volumes.put(
          volume.getName(),
          claim == null
              ? directory.resolve("volumes").resolve(volume.getName())
              : this.directory.resolve("claims").resolve(claim.getClaimName()));
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      places.put(mount.getMountPath(), volumes.get(mount.getName()).toString());
    }
    places.put("/opt", image.resolve("opt").toString());
    return places;
  }

  private void mount(Pod pod, Path directory, Map<String, String> places) throws IOException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      Path place = Files.createDirectories(directory.resolve("volumes").resolve(volume.getName()));
      if (volume.getConfigMap() != null) {
        write(configMap(pod, volume.getConfigMap().getName()), volume, place, places);
      }
    }
  }

  private static void write(
      ConfigMap map, Volume volume, Path directory, Map<String, String> places) throws IOException {
    for (KeyToPath item : volume.getConfigMap().getItems()) {
      Files.writeString(
          directory.resolve(item.getPath()), placed(map.getData().get(item.getKey()), places));
    }
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
          Pattern.compile(
                  "(^|[^\\w/.-]|local\\\\?://)" + Pattern.quote(place.getKey()) + "(?![\\w.-])")
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
