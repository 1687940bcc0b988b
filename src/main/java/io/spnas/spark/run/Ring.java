package io.spnas.spark.run;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import io.spnas.collective.RingSecurity;
import io.spnas.collective.RingServer;
import io.spnas.collective.RingSettings;
import io.spnas.collective.SoloAllReduce;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import scala.Tuple2;

/** Connects the tasks of a barrier stage to a ring, as safe as Spark's own connections are. */
final class Ring {
  private Ring() {}

  /**
   * Connects this task with all others of its stage.
   *
   * @param context the task; its partition is its rank
   * @param timeout longest wait for another worker
   * @throws CollectiveException if a neighbour is not there in time
   */
  static AllReduce connect(BarrierTaskContext context, Duration timeout)
      throws CollectiveException {
    SparkEnv spark = SparkEnv.get();
    int workers = context.getTaskInfos().length;
    if (workers == 1) {
      return new SoloAllReduce();
    }
    String host = spark.blockManager().blockManagerId().host();
    RingServer server = RingServer.bind(host, settings(context, spark, timeout), security(spark));
    try {
      List<String> addresses = List.of(context.allGather(server.address()));
      return server.connect(context.partitionId(), addresses);
    } catch (CollectiveException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static RingSettings settings(
      BarrierTaskContext context, SparkEnv spark, Duration timeout) {
    Map<String, String> transport = new HashMap<>();
    for (String prefix : List.of("spark.network.", "spark.authenticate.")) {
      for (Tuple2<String, String> entry : spark.conf().getAllWithPrefix(prefix)) {
        transport.put(prefix + entry._1(), entry._2());
      }
    }
    String run =
        String.format(
            "%s stage %d.%d",
            spark.conf().getAppId(), context.stageId(), context.stageAttemptNumber());
    return RingSettings.of(run, timeout).withTransport(transport);
  }

  private static Optional<RingSecurity> security(SparkEnv spark) {
    return spark.securityManager().isAuthenticationEnabled()
        ? Optional.of(new RingSecurity(spark.conf().getAppId(), spark.securityManager()))
        : Optional.empty();
  }
}
