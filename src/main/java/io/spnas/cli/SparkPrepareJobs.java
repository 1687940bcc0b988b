package io.spnas.cli;

import io.spnas.bench.PrepareJobs;
import io.spnas.data.ImageCheck;
import io.spnas.spark.prepare.ArchiveCopy;
import io.spnas.spark.prepare.ImageRules;
import io.spnas.spark.prepare.PrepareImageNet;
import io.spnas.spark.prepare.PrepareImageNet.Train;
import io.spnas.spark.prepare.PrepareReport;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** What {@code bench prepare} times, on Spark. */
record SparkPrepareJobs(JavaSparkContext spark) implements PrepareJobs {
  private static final long SEED = 1;

  @Override
  public int cores() {
    return spark.defaultParallelism();
  }

  @Override
  public void copy(String file, long bytes, String out, int parts) {
    ArchiveCopy.run(spark, file, bytes, out, parts);
  }

  @Override
  public long prepare(String archive, String out, int shards, ImageCheck check) throws IOException {
    return new PrepareImageNet(
            Optional.of(new Train(archive, shards)),
            Optional.empty(),
            out,
            SEED,
            ImageRules.of(check))
        .run(spark, PrepareReport.NONE)
        .get(0)
        .records();
  }
}
