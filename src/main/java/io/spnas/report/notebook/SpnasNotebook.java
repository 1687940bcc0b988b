package io.spnas.report.notebook;

import io.spnas.config.HadoopFiles;
import io.spnas.report.MetricsSchema;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunView;
import io.spnas.report.picture.RunFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a notebook asks of run directories. Tables come as rows of JSON with a schema, for Spark's
 * reader; pictures as HTML, which a note prints behind {@code %html}. Directories are on any Hadoop
 * file system.
 *
 * <pre>{@code
 * val spnas = SpnasNotebook.of(sc.hadoopConfiguration)
 * spark.read.schema(spnas.layersSchema).json(spark.createDataset(spnas.layers(run)))
 * println("%html " + spnas.network(run))
 * }</pre>
 *
 * <p>Each method throws {@link io.spnas.config.InvalidInputException} where there is no run, and
 * {@link IOException} where it can't be read.
 */
public final class SpnasNotebook {
  private final Configuration hadoop;

  private SpnasNotebook(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Entry points for files that a configuration reaches, as Spark's context has it. */
  public static SpnasNotebook of(Configuration hadoop) {
    return new SpnasNotebook(hadoop);
  }

  /** Columns of metrics.jsonl, see docs/metrics.md. */
  public String metricsSchema() {
    return MetricsSchema.ddl();
  }

  /** Path of a run's metrics.jsonl. */
  public String metrics(String run) {
    return new RunDirectory(run, hadoop).metrics();
  }

  /** Paths of metrics.jsonl of all runs in a directory. */
  public String[] metricsUnder(String directory) throws IOException {
    return RunsUnder.paths(directory, hadoop).values().stream()
        .map(run -> metrics(run.toString()))
        .toArray(String[]::new);
  }

  /** Cross-entropy and R of a search, or loss and top-1 of a training, over time: a picture. */
  public String curve(String run) throws IOException {
    RunView view = RunView.read(run, hadoop);
    RunFigures figures = RunFigures.of(view);
    return view.kind() == RunView.Kind.SEARCH ? figures.searchCurve() : figures.validation();
  }

  /** Decisions of each searchable layer over the steps of a search: a picture. */
  public String decisions(String run) throws IOException {
    return figures(run).indicators();
  }

  /** The network that a run found or trains, as blocks: a picture. */
  public String network(String run) throws IOException {
    return figures(run).network();
  }

  /** Confusion matrix of the last evaluation of a run's network: a picture. */
  public String confusion(String run) throws IOException {
    return figures(run).confusion();
  }

  private RunFigures figures(String run) throws IOException {
    return RunFigures.of(RunView.read(run, hadoop));
  }

  /** Columns of {@link #layers}. */
  public String layersSchema() {
    return Rows.schema(LayerRow.class);
  }

  /** Layers of the network that a run found or trains, then its stem and head: rows of JSON. */
  public List<String> layers(String run) throws IOException {
    return Rows.json(LayerRows.of(RunView.read(run, hadoop)));
  }

  /** Columns of {@link #status} and {@link #runs}. */
  public String runsSchema() {
    return Rows.schema(RunRow.class);
  }

  /** How a run is doing: one row of JSON. */
  public List<String> status(String run) throws IOException {
    return Rows.json(List.of(RunRow.of(run, RunView.read(run, hadoop), Instant.now())));
  }

  /** How the runs in a directory, and in those of sweeps in it, are doing: rows of JSON. */
  public List<String> runs(String directory) throws IOException {
    Instant now = Instant.now();
    return Rows.json(
        RunsUnder.read(directory, hadoop).entrySet().stream()
            .map(run -> RunRow.of(run.getKey(), run.getValue(), now))
            .toList());
  }

  /** Columns of {@link #differences}. */
  public String differencesSchema() {
    return Rows.schema(SettingRow.class);
  }

  /** Settings that differ between the runs in a directory: a row of JSON a setting and run. */
  public List<String> differences(String directory) throws IOException {
    return Rows.json(SettingRow.differing(RunsUnder.read(directory, hadoop)));
  }

  /** Columns of {@link #pareto}. */
  public String paretoSchema() {
    return Rows.schema(ParetoRow.class);
  }

  /** Cost and accuracy of networks: of a sweep's pareto.json, else of the runs: rows of JSON. */
  public List<String> pareto(String directory) throws IOException {
    Path file = new Path(directory, "pareto.json");
    FileSystem files = HadoopFiles.of(file, hadoop);
    if (!files.exists(file)) {
      return Rows.json(ParetoRows.ofRuns(RunsUnder.read(directory, hadoop)));
    }
    try (FSDataInputStream in = files.open(file)) {
      return Rows.json(ParetoRows.ofSweep(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }
}
