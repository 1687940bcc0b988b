package io.spnas.spark.run;

import io.spnas.profile.MachineFacts;
import io.spnas.report.RunStart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/** What the driver of a run knows of where and with what it runs. */
public final class DriverFacts {
  private DriverFacts() {}

  /** Version of the jar, as its manifest has it. */
  public static String version() {
    String version = DriverFacts.class.getPackage().getImplementationVersion();
    return version == null ? "from classes" : version;
  }

  /** The facts of this moment. */
  public static RunStart of(JavaSparkContext spark, RunRequest request) {
    Map<String, String> facts = facts(request);
    facts.put("spark", spark.version());
    facts.put("master", spark.master());
    facts.put("application", spark.sc().applicationId());
    facts.put(RunStart.WORKERS, Integer.toString(request.workers()));
    facts.put(RunStart.WORKER_CORES, spark.getConf().get("spark.task.cpus", "1"));
    return new RunStart(Instant.now(), facts);
  }

  /** The facts of a run that needs no application. */
  public static RunStart of(RunRequest request) {
    return new RunStart(Instant.now(), facts(request));
  }

  private static Map<String, String> facts(RunRequest request) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("spnas", version());
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    MachineFacts.processor().ifPresent(name -> facts.put("driver_cpu", name));
    facts.put("driver_cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("data", request.data());
    return facts;
  }
}
