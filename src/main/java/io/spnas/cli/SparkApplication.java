package io.spnas.cli;

import io.spnas.spark.SpnasKryoRegistrator;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The Spark application of a command: started when it is first asked for, stopped at the end. What
 * is closed before it is {@link #done} has failed in the cluster's eyes too.
 */
final class SparkApplication implements Supplier<JavaSparkContext>, AutoCloseable {
  private static final String NAME = "spark.app.name";

  private final String name;
  private JavaSparkContext context;
  private int status = Main.FAILED;

  SparkApplication(String name) {
    this.name = name;
  }

  @Override
  public JavaSparkContext get() {
    if (context == null) {
      SparkConf conf = new SparkConf();
      // Without a name of the user's, spark-submit gives that of the class.
      if (conf.get(NAME, Main.class.getName()).equals(Main.class.getName())) {
        conf.setAppName("spnas " + name);
      }
      conf.setIfMissing("spark.master", "local[*]");
      // All or none of the workers run: a lost one can't be replaced by a copy.
      conf.set("spark.speculation", "false");
      conf.set("spark.dynamicAllocation.enabled", "false");
      conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
      // A year, unless set: a worker that is cut off before the first step would hold up the rest.
      conf.setIfMissing("spark.barrier.sync.timeout", "10min");
      conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
      conf.set("spark.kryo.registrationRequired", "true");
      conf.set("spark.kryo.registrator", SpnasKryoRegistrator.class.getName());
      context = new JavaSparkContext(conf);
    }
    return context;
  }

  /** Says that the command has done its work. */
  void done() {
    status = 0;
  }

  @Override
  public void close() {
    if (context != null) {
      context.sc().stop(status);
    }
  }
}
