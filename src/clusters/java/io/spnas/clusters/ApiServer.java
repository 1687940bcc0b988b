package io.spnas.clusters;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.crud.KubernetesCrudDispatcherException;
import io.fabric8.kubernetes.client.server.mock.crud.KubernetesCrudDispatcherHandler;
import io.fabric8.kubernetes.client.server.mock.crud.PostHandler;
import io.fabric8.kubernetes.client.server.mock.crud.PutHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * Answers as Kubernetes' API server does, from objects in memory. Beyond fabric8's mock: it applies
 * objects from the server's side, gives a new pod the phase Pending, and leaves a running pod there
 * until its kubelet says that it has ended. Every request is a line {@code AGENT HOST METHOD PATH}
 * in a file: the client's name, and the one that it knows the server by.
 */
final class ApiServer extends KubernetesCrudDispatcher {
  private static final String JSON = "application/json";

  private final Path log;
  private final KubernetesCrudDispatcherHandler post =
      new PostHandler((KubernetesAttributesExtractor) getAttributeExtractor(), this);
  private final KubernetesCrudDispatcherHandler put = new PutHandler(this);

  /**
   * @param log file of the requests
   */
  ApiServer(Path log) {
    this.log = log;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    write(
        String.join(
            " ",
            request.getHeader("User-Agent"),
            request.getHeader("Host").replaceFirst(":.*", ""),
            request.getMethod(),
            request.getPath()));
    String path = request.getPath().replaceFirst("[?].*", "");
    String body = request.getBody().clone().readUtf8();
    try {
      return switch (request.getMethod()) {
        case "POST" -> create(path, body);
        case "PATCH" ->
            String.valueOf(request.getHeader("Content-Type")).startsWith("application/apply-patch")
                ? apply(path, body)
                : super.dispatch(request);
        case "DELETE" -> delete(request.getPath(), body);
        default -> super.dispatch(request);
      };
    } catch (KubernetesCrudDispatcherException e) {
      return new MockResponse().setResponseCode(e.getCode()).setBody(e.toStatusBody());
    }
  }

  private synchronized void write(String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized MockResponse create(String path, String body)
      throws KubernetesCrudDispatcherException {
    GenericKubernetesResource resource =
        Serialization.unmarshal(body, GenericKubernetesResource.class);
    if (resource.getKind().equals("Pod")) {
      resource.setAdditionalProperty("status", Map.of("phase", "Pending"));
    }
    return post.handle(path, JSON, Serialization.asJson(resource));
  }

  private synchronized MockResponse apply(String path, String body)
      throws KubernetesCrudDispatcherException {
    // What is applied may be YAML.
    String json =
        Serialization.asJson(Serialization.unmarshal(body, GenericKubernetesResource.class));
    return findResource(getKey(path)) == null
        ? create(path.substring(0, path.lastIndexOf('/')), json)
        : put.handle(path, JSON, json);
  }

  /** Removes what matches, but only marks a pod that runs. */
  private synchronized MockResponse delete(String path, String body)
      throws KubernetesCrudDispatcherException {
    Map.Entry<?, String> found = findResource(getKey(path));
    boolean atOnce = body.contains("\"gracePeriodSeconds\":0");
    if (found == null || atOnce || !found.getValue().contains("\"phase\":\"Running\"")) {
      return handleDelete(path);
    }
    GenericKubernetesResource pod =
        Serialization.unmarshal(found.getValue(), GenericKubernetesResource.class);
    String name = pod.getMetadata().getName();
    if (!path.replaceFirst("[?].*", "").endsWith("/" + name)) {
      return handleDelete(path);
    }
    pod.getMetadata()
        .setDeletionTimestamp(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return put.handle(path.replaceFirst("[?].*", ""), JSON, Serialization.asJson(pod));
  }
}
