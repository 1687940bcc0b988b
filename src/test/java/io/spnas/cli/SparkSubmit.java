package io.spnas.cli;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Submits the packed jar as {@code spark-submit} does, to any master. */
final class SparkSubmit {
  private static final Path JAR = Path.of(System.getProperty("spnas.jar"));
  private static final String JVM_FLAGS =
      System.getProperty("spnas.jvm.flags").strip().replaceAll("\\s+", " ");

  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> conf = new LinkedHashMap<>();
  private final List<String> arguments = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();

  /**
   * @param directory where the output goes, and what Spark writes beside it
   * @param arguments arguments of spark-submit, such as the master
   */
  SparkSubmit(Path directory, String... arguments) throws IOException {
    this.directory = directory;
    this.arguments.addAll(List.of(arguments));
    classPath.add(sparkClassPath());
    environment.put("SPARK_HOME", sparkHome(directory).toString());
    environment.put("SPARK_SCALA_VERSION", "2.12");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_LOCAL_HOSTNAME", "localhost");
    environment.put("KMP_BLOCKTIME", "0");
    conf("spark.ui.enabled", "false");
    conf("spark.executorEnv.KMP_BLOCKTIME", "0");
    conf("spark.executor.extraJavaOptions", JVM_FLAGS + " " + log());
  }

  /** Executors are started from a Spark home; an empty one and a class path do. */
  private static Path sparkHome(Path directory) throws IOException {
    Path home = directory.resolve("spark-home");
    Files.createDirectories(home.resolve("jars"));
    return home;
  }

  static String sparkClassPath() throws IOException {
    return Files.readString(JAR.resolveSibling("spark.classpath")).strip();
  }

  private static String log() {
    return "-Dlog4j2.configurationFile=" + ServerProcess.HOME.resolve("conf/log4j2.properties");
  }

  /** Lets it find a cluster by its clients' configuration. */
  SparkSubmit withHadoopConf(Path hadoopConf) {
    environment.put("HADOOP_CONF_DIR", hadoopConf.toString());
    classPath.add(0, hadoopConf.toString());
    return this;
  }

  /** Adds jars that both driver and executors find. */
  SparkSubmit withJars(String jars) throws IOException {
    classPath.add(jars);
    return conf("spark.executor.extraClassPath", sparkClassPath() + ":" + jars);
  }

  SparkSubmit conf(String key, String value) {
    conf.put(key, value);
    return this;
  }

  Process start(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(JVM_FLAGS.split(" ")));
    line.addAll(List.of("-Xmx700m", log(), "-cp", String.join(":", classPath)));
    line.add("org.apache.spark.deploy.SparkSubmit");
    line.add("--class=io.spnas.cli.Main");
    line.addAll(arguments);
    conf.forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    line.add(JAR.toString());
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().remove("SPARK_MASTER");
    builder.environment().putAll(environment);
    return builder.start();
  }

  Ended run(String... command) throws IOException, InterruptedException {
    return new LocalScript(directory, Map.of()).await(start(command));
  }
}
