package io.spnas.spark.stage;

import io.spnas.report.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Prints how far an evaluation is: executors send the images that their tasks have counted with
 * each heartbeat (10 s, unless set). The first that tell of any start the clock: what came before
 * was the start of workers.
 */
public final class EvaluateProgress extends SparkListener {
  /** Name of the accumulator. */
  public static final String IMAGES = "images";

  private final long total;
  private final PrintStream out;
  private final Map<Long, Long> imagesOfTask = new TreeMap<>();
  private long printed;

  /** Images of the first report, and when it came: the rate is that since then. */
  private long firstImages;

  private long firstTime;

  /**
   * @param total images of the split, as far as it is known
   * @param out where to print
   */
  public EvaluateProgress(long total, PrintStream out) {
    this.total = total;
    this.out = out;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.seqAsJavaList(update.accumUpdates())
        .forEach(task -> note((Long) task._1(), task._4()));
    long images = imagesOfTask.values().stream().mapToLong(Long::longValue).sum();
    if (images > printed) {
      if (printed == 0) {
        firstImages = images;
        firstTime = System.nanoTime();
      } else {
        double seconds = (System.nanoTime() - firstTime) / 1e9;
        out.println(line(images, total, (images - firstImages) / seconds));
      }
      printed = images;
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      note(end.taskInfo().taskId(), end.taskInfo().accumulables());
    } else {
      // Another attempt counts its images again.
      imagesOfTask.remove(end.taskInfo().taskId());
    }
  }

  private void note(long task, Seq<AccumulableInfo> values) {
    for (AccumulableInfo value : JavaConverters.seqAsJavaList(values)) {
      if (value.name().contains(IMAGES) && value.update().isDefined()) {
        imagesOfTask.put(task, (Long) value.update().get());
      }
    }
  }

  /** The line at so many images and images per second. */
  static String line(long images, long total, double rate) {
    return String.format(
        Locale.ROOT,
        "%d/%d images  %.0f images/s  %s left",
        images,
        total,
        rate,
        Progress.duration(Math.round(Math.max(0, total - images) / rate)));
  }
}
