package io.spnas.clusters;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS of one data node and YARN of one node manager, with the queues default and research. The
 * working directory gets the data, the containers' logs and, in {@code conf}, what clients need to
 * find both. Arguments: settings of theirs, {@code key=value}.
 */
public final class HadoopCluster {
  /** What a node manager offers. */
  private static final int MEMORY_MB = 6144;

  private static final int CORES = 8;
  private static final int NODE_WAIT_MS = 180_000;
  private static final String QUEUE = "yarn.scheduler.capacity.root.";

  private HadoopCluster() {}

  /** Starts the cluster, and stops it when stdin ends. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of("").toAbsolutePath();
    MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(hdfsConfiguration(directory, arguments)).numDataNodes(1).build();
    hdfs.waitActive();
    Configuration configuration = hdfs.getConfiguration(0);
    configuration.set(
        CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY,
        hdfs.getFileSystem().getUri().toString());

    MiniYARNCluster yarn = new MiniYARNCluster("yarn", 1, 1, 1);
    yarn.init(yarnConfiguration(configuration));
    yarn.start();
    if (!yarn.waitForNodeManagersToConnect(NODE_WAIT_MS)) {
      throw new IllegalStateException("No node manager after " + NODE_WAIT_MS + " ms");
    }
    writeClientConfiguration(yarn.getConfig(), Files.createDirectories(directory.resolve("conf")));

    Starter.tellReady();
    Starter.await();
    yarn.stop();
    hdfs.shutdown();
    System.exit(0);
  }

  private static Configuration hdfsConfiguration(Path directory, String... settings) {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    configuration.setInt(DFSConfigKeys.DFS_REPLICATION_KEY, 1);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      configuration.set(parts[0], parts[1]);
    }
    return configuration;
  }

  private static YarnConfiguration yarnConfiguration(Configuration hdfs) {
    YarnConfiguration configuration = new YarnConfiguration(hdfs);
    configuration.set(
        YarnConfiguration.RM_SCHEDULER,
        "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler");
    configuration.set(QUEUE + "queues", "default,research");
    for (String queue : List.of("default", "research")) {
      configuration.set(QUEUE + queue + ".capacity", "50");
      configuration.set(QUEUE + queue + ".maximum-capacity", "100");
      configuration.set(QUEUE + queue + ".user-limit-factor", "2");
      configuration.set(QUEUE + queue + ".acl_submit_applications", "*");
    }
    configuration.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    configuration.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    // The mini cluster overrides the usual key with one of its own.
    configuration.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, MEMORY_MB);
    configuration.setInt(YarnConfiguration.NM_PMEM_MB, MEMORY_MB);
    configuration.setInt(YarnConfiguration.NM_VCORES, CORES);
    configuration.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
    configuration.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    // A developer's disk may be fuller than a cluster's.
    configuration.set(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, "99.5");
    configuration.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, false);
    configuration.set(YarnConfiguration.NM_ENV_WHITELIST, "JAVA_HOME,HADOOP_CONF_DIR");
    return configuration;
  }

  private static void writeClientConfiguration(Configuration cluster, Path directory)
      throws IOException {
    Configuration client = new Configuration(false);
    for (Map.Entry<String, String> entry : cluster) {
      String key = entry.getKey();
      if (key.equals(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY)
          || key.matches("yarn\\.resourcemanager\\..*address(\\.0)?")) {
        client.set(key, entry.getValue());
      }
    }
    client.setInt(DFSConfigKeys.DFS_REPLICATION_KEY, 1);
    // Spark's jars hold Hadoop's classes.
    client.set(YarnConfiguration.YARN_APPLICATION_CLASSPATH, "");
    // The mini cluster's is a class that clients don't have.
    client.set(
        CommonConfigurationKeysPublic.HADOOP_RPC_SOCKET_FACTORY_CLASS_DEFAULT_KEY,
        "org.apache.hadoop.net.StandardSocketFactory");
    for (String name : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
      try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
        client.writeXml(out);
      }
    }
  }
}
