package io.spnas.rooms.space;

import ai.onnxruntime.OrtSession;
import com.intel.analytics.bigdl.utils.Table;
import com.typesafe.config.Config;
import io.spnas.rooms.train.Upstairs;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.TransportConf;
import org.opencv.core.Mat;
import picocli.CommandLine;

/** Breaks every rule of the rooms, for their test to find. */
public interface WrongWay {
  static String upwards() {
    return Upstairs.name();
  }

  void libraries(Table bigDl, Config config, SparkConf spark, Mat image, CommandLine commands);

  void inference(OrtSession session);

  void transport(TransportConf transport);
}
