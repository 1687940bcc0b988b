package io.spnas.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskResultLost$;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Some;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

class EvaluateProgressTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final EvaluateProgress progress =
      new EvaluateProgress(1000, new PrintStream(printed, true, StandardCharsets.UTF_8));

  private static Seq<AccumulableInfo> counted(long images) {
    return seq(List.of(info("other", 7L), info(EvaluateProgress.IMAGES, images)));
  }

  private static AccumulableInfo info(String name, Long value) {
    return new AccumulableInfo(
        1, new Some<>(name), new Some<>(value), Option.empty(), false, false, Option.empty());
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }

  private void heartbeat(long task, long images) {
    progress.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "1",
            seq(
                List.of(
                    new Tuple4<Object, Object, Object, Seq<AccumulableInfo>>(
                        task, 0, 0, counted(images)))),
            JavaConverters.mapAsScalaMap(Map.of())));
  }

  private void lost(long task) {
    TaskInfo info = new TaskInfo(task, 0, 0, 0L, "1", "host", TaskLocality.PROCESS_LOCAL(), false);
    progress.onTaskEnd(
        new SparkListenerTaskEnd(0, 0, "ResultTask", TaskResultLost$.MODULE$, info, null, null));
  }

  private List<String> lines() {
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void workersAddUpAndALineComesOnlyAfterTheFirstWithMore() {
    heartbeat(1, 100);
    heartbeat(2, 50);
    heartbeat(2, 50);
    heartbeat(1, 120);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).matches("150/1000 images {2}\\d+ images/s {2}\\d+:\\d\\d left");
    assertThat(lines().get(1)).startsWith("170/1000 images");
  }

  @Test
  void aLostTasksImagesAreCountedAgain() {
    heartbeat(1, 100);
    heartbeat(2, 300);
    lost(2);
    heartbeat(3, 200);
    heartbeat(3, 310);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).startsWith("410/1000 images");
  }

  @Test
  void rateAndTimeLeft() {
    assertThat(EvaluateProgress.line(12_800, 50_000, 400))
        .isEqualTo("12800/50000 images  400 images/s  1:33 left");
    assertThat(EvaluateProgress.line(600, 500, 300))
        .isEqualTo("600/500 images  300 images/s  0:00 left");
  }
}
