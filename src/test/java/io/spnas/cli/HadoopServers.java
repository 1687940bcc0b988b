package io.spnas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** HDFS and YARN in a JVM of their own, and what tests ask of them. */
final class HadoopServers implements AutoCloseable {
  private final Path directory;
  private final ServerProcess process;
  private final Configuration configuration;
  private final FileSystem hdfs;

  private HadoopServers(Path directory, ServerProcess process) throws IOException {
    this.directory = directory;
    this.process = process;
    this.configuration = new Configuration();
    for (String file : List.of("core-site.xml", "yarn-site.xml")) {
      configuration.addResource(new org.apache.hadoop.fs.Path(conf().resolve(file).toUri()));
    }
    this.hdfs = FileSystem.newInstance(configuration);
  }

  /**
   * Starts both.
   *
   * @param settings settings of theirs, {@code key=value}
   */
  static HadoopServers start(Path directory, String... settings) throws Exception {
    ServerProcess process = ServerProcess.start("HadoopCluster", directory, settings);
    return new HadoopServers(directory, process);
  }

  /** Directory of the clients' configuration. */
  Path conf() {
    return directory.resolve("conf");
  }

  /** The JVM of both, under which all containers run. */
  ProcessHandle process() {
    return process.handle();
  }

  /** How clients reach both. */
  Configuration configuration() {
    return configuration;
  }

  boolean exists(String path) throws IOException {
    return hdfs.exists(new org.apache.hadoop.fs.Path(path));
  }

  byte[] bytes(String path) throws IOException {
    try (FSDataInputStream in = hdfs.open(new org.apache.hadoop.fs.Path(path))) {
      return in.readAllBytes();
    }
  }

  /** Puts a file of this machine there. */
  void put(Path file, String path) throws IOException {
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(path));
  }

  /** Puts files of this machine there, as one zip archive. */
  void putArchive(List<Path> files, String path) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(hdfs.create(new org.apache.hadoop.fs.Path(path)))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
    }
  }

  /** What YARN says of each application, in the order of their start. */
  List<ApplicationReport> applications() throws IOException, YarnException {
    try (YarnClient yarn = yarn()) {
      return yarn.getApplications().stream()
          .sorted(Comparator.comparing(ApplicationReport::getApplicationId))
          .toList();
    }
  }

  /** Does what {@code yarn application -kill} does to all applications that run. */
  void killApplications() throws IOException, YarnException {
    try (YarnClient yarn = yarn()) {
      for (ApplicationReport running :
          yarn.getApplications(EnumSet.of(YarnApplicationState.RUNNING))) {
        yarn.killApplication(running.getApplicationId());
      }
    }
  }

  private YarnClient yarn() {
    YarnClient yarn = YarnClient.createYarnClient();
    yarn.init(configuration);
    yarn.start();
    return yarn;
  }

  /** Copies a directory of shards, one with a flipped bit. */
  void copyDamaged(String from, String to, String damaged) throws IOException {
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(to);
    for (FileStatus file : hdfs.listStatus(new org.apache.hadoop.fs.Path(from))) {
      String name = file.getPath().getName();
      byte[] bytes = bytes(file.getPath().toString());
      if (name.equals(damaged)) {
        bytes[bytes.length / 2] ^= 1;
      }
      try (FSDataOutputStream out = hdfs.create(new org.apache.hadoop.fs.Path(target, name))) {
        out.write(bytes);
      }
    }
  }

  /** What an application's containers have written to a file such as stderr, all of it. */
  String containerLogs(String application, String file) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.filter(path -> path.endsWith(file)).toList()) {
        if (path.toString().contains("/" + application + "/")) {
          text.append(Files.readString(path));
        }
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    hdfs.close();
    process.close();
  }
}
