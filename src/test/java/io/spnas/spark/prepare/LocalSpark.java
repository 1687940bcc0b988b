package io.spnas.spark.prepare;

import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark of two threads that refuses classes nobody registered. */
final class LocalSpark {
  private LocalSpark() {}

  static JavaSparkContext start() {
    String classes =
        PrepareKryo.classes().stream().map(Class::getName).collect(Collectors.joining(","));
    return new JavaSparkContext(
        new SparkConf()
            .setAppName("prepare")
            .setMaster("local[2]")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.classesToRegister", classes));
  }
}
