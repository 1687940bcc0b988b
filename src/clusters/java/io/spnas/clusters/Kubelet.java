package io.spnas.clusters;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A node's agent: runs each pod as a process of this machine, tells the API server how it is, and
 * ends it when the pod is deleted: SIGTERM, and SIGKILL after the pod's grace period.
 */
final class Kubelet implements Watcher<Pod> {
  private static final long DEFAULT_GRACE_SECONDS = 30;

  private final KubernetesClient client;
  private final PodProcesses processes;
  private final Map<String, Process> running = new ConcurrentHashMap<>();
  private final ExecutorService work = Executors.newCachedThreadPool(Kubelet::daemon);

  Kubelet(KubernetesClient client, PodProcesses processes) {
    this.client = client;
    this.processes = processes;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kubelet");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends all pods at once. */
  void stop() {
    running.values().forEach(Process::destroyForcibly);
  }

  @Override
  public void eventReceived(Action action, Pod pod) {
    String uid = pod.getMetadata().getUid();
    switch (action) {
      case ADDED -> work.execute(() -> run(uid, pod));
      case MODIFIED -> {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
          end(uid, pod);
        }
      }
      case DELETED -> end(uid, pod);
      default -> throw new IllegalStateException("Cannot follow the pods: " + action);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    if (cause != null) {
      throw new IllegalStateException("Cannot follow the pods", cause);
    }
  }

  private void run(String uid, Pod pod) {
    try {
      Process process = processes.start(pod);
      running.put(uid, process);
      tell(pod, "Running", running(pod));
      int status = process.waitFor();
      running.remove(uid);
      tell(pod, status == 0 ? "Succeeded" : "Failed", ended(pod, status));
      Pod left = resource(pod).get();
      if (left != null && left.getMetadata().getDeletionTimestamp() != null) {
        resource(pod).withGracePeriod(0).delete();
      }
    } catch (IOException e) {
      tell(pod, "Failed", ended(pod, 128));
      throw new IllegalStateException("Cannot start pod " + pod.getMetadata().getName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Pod pod, String phase, ContainerStatus container) {
    if (resource(pod).get() == null) {
      // Deleted meanwhile.
      return;
    }
    resource(pod)
        .edit(
            found ->
                new PodBuilder(found)
                    .withNewStatus()
                    .withPhase(phase)
                    .withPodIP(PodProcesses.ADDRESS)
                    .withContainerStatuses(container)
                    .endStatus()
                    .build());
  }

  /** By name: what is known of it may be out of date. */
  private PodResource resource(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }

  private static ContainerStatus running(Pod pod) {
    return container(pod)
        .withReady(true)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .build();
  }

  private static ContainerStatus ended(Pod pod, int status) {
    return container(pod)
        .withNewState()
        .withNewTerminated()
        .withExitCode(status)
        .endTerminated()
        .endState()
        .build();
  }

  private static ContainerStatusBuilder container(Pod pod) {
    return new ContainerStatusBuilder().withName(pod.getSpec().getContainers().get(0).getName());
  }

  private void end(String uid, Pod pod) {
    Process process = running.get(uid);
    if (process == null) {
      return;
    }
    Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
    process.destroy();
    work.execute(
        () -> {
          try {
            process.onExit().get(grace == null ? DEFAULT_GRACE_SECONDS : grace, TimeUnit.SECONDS);
          } catch (TimeoutException e) {
            process.destroyForcibly();
          } catch (Exception e) {
            throw new IllegalStateException("Cannot end pod " + uid, e);
          }
        });
  }
}
