package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.config.TextFile;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.profile.InferenceRuntime;
import io.spnas.profile.Measurements;
import io.spnas.profile.MeasurementsCsv;
import io.spnas.profile.MeasuringPack;
import io.spnas.profile.Oddities;
import io.spnas.profile.PackManifest;
import io.spnas.profile.Profiler;
import io.spnas.profile.RuntimeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code profile}: a latency table of this machine, or of a device that runs ONNX models. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Measure the latency table of a search space, in ms per layer and operation.",
    footer = {
      "",
      "Times are kept in FILE.measurements.csv as they come; a profile that is interrupted goes on"
          + " with --resume.",
      "",
      "Examples:",
      "  profile --config conf/fashion-mnist.conf --out mine.json",
      "  profile --config my.conf --emit-pack pack",
      "  profile --from-measurements measurements.csv --pack pack --device 'My phone' --out my.json"
    })
final class ProfileCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The table (default: none; needed unless --emit-pack is given).")
  private String out;

  @Option(
      names = "--emit-pack",
      paramLabel = "DIR",
      description =
          "Write models and scripts that measure on another device, instead of a table (default: none).")
  private String emitPack;

  @Option(
      names = "--from-measurements",
      paramLabel = "CSV",
      description =
          "Make the table of times that a pack's script has measured, lines of model,ms (default: measure here).")
  private String csv;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "The pack that they are of (default: the one of --config).")
  private String pack;

  @Mixin private SpaceOptions space;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "1",
      description = "Threads that compute an operation (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "Images at a time (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--runtime",
      paramLabel = "onnx|bigdl",
      defaultValue = "onnx",
      description =
          "onnx: ONNX Runtime; bigdl: this project's own evaluation (default: ${DEFAULT-VALUE}).")
  private RuntimeKind runtime;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How often each model is measured, in all (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "What to call the device (default: its processor and runtime).")
  private String device;

  @Option(
      names = "--resume",
      description =
          "Continue a profile that was interrupted, or begin it where there is none; one that is"
              + " over measures nothing again.")
  private boolean resume;

  @Option(names = "--force", description = "Replace what is there already.")
  private boolean force;

  @Mixin private Results results;

  private final Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());

  @Override
  public Integer call() throws IOException {
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--rounds", rounds);
    if (emitPack != null) {
      requireNone("--emit-pack", "--out", out, "--from-measurements", csv, "--pack", pack);
      emit();
    } else if (out == null) {
      throw new InvalidInputException(
          "Missing --out or --emit-pack, expected a file for the table or a directory for a pack");
    } else if (csv != null) {
      convert();
    } else {
      requireNone("a profile of this machine", "--pack", pack);
      measure();
    }
    return 0;
  }

  private static void requireNone(String what, String... optionsAndValues) {
    for (int i = 0; i < optionsAndValues.length; i += 2) {
      if (optionsAndValues[i + 1] != null) {
        throw new InvalidInputException(
            "%s %s does not go with %s", optionsAndValues[i], optionsAndValues[i + 1], what);
      }
    }
  }

  private void emit() throws IOException {
    PackManifest manifest = PackManifest.of(space.settings(), batch);
    new MeasuringPack(manifest).write(emitPack, hadoop, force);
    int models = manifest.models().size();
    results
        .words()
        .printf(
            "%d models, and scripts that measure them: %s. README.txt there tells how.%n",
            models, emitPack);
    ObjectNode json = results.object();
    json.put("pack", emitPack);
    json.put("id", manifest.id());
    json.put("models", models);
    results.print(json);
  }

  private void convert() throws IOException {
    ResultFile table = newTable();
    PackManifest manifest =
        pack == null ? PackManifest.of(space.settings(), batch) : MeasuringPack.manifest(pack);
    Measurements measurements = read(csv, manifest);
    MeasurementsCsv.requireAll(measurements, csv, manifest.models());
    write(table, manifest, measurements);
  }

  private Measurements read(String file, PackManifest manifest) {
    Measurements measurements = MeasurementsCsv.read(TextFile.read(file), file, manifest.models());
    String of = measurements.notes().getOrDefault("pack", manifest.id());
    if (!of.equals(manifest.id())) {
      throw new InvalidInputException(
          "%s has times of pack %s, expected those of pack %s%s",
          file, of, manifest.id(), pack == null ? "; --pack names another" : " in " + pack);
    }
    return measurements;
  }

  private void measure() throws IOException {
    String kept = out + ".measurements.csv";
    ResultFile samples = ResultFile.of("--out", kept, hadoop);
    boolean continued = resume && samples.isThere();
    // Times that are continued make the table anew.
    ResultFile table = continued ? ResultFile.of("--out", out, hadoop) : newTable();
    if (!continued && !force) {
      samples.requireAbsent("--out", "--resume to continue it, or --force");
    }
    PackManifest manifest = PackManifest.of(space.settings(), batch);
    InferenceRuntime software = runtime.open();
    try (StopSignal stop = new StopSignal()) {
      Profiler profiler = new Profiler(manifest, software, threads, stop);
      Measurements measurements =
          continued
              ? profiler.resume(
                  MeasurementsCsv.read(TextFile.read(kept), kept, manifest.models()), kept)
              : profiler.begin();
      MeasuringProgress progress = new MeasuringProgress(System.err);
      if (!profiler.run(measurements, rounds, progress, so -> keep(so, samples))) {
        int whole = measurements.rounds(manifest.models());
        throw new InvalidInputException(
            whole == 0
                ? "Interrupted before the first of %2$d rounds was over: no times are kept"
                : "Interrupted after round %d of %d: %s has the times so far, --resume continues",
            whole,
            rounds,
            kept);
      }
      write(table, manifest, measurements);
    }
  }

  private static void keep(Measurements measurements, ResultFile file) {
    try {
      file.write(MeasurementsCsv.write(measurements).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ResultFile newTable() throws IOException {
    ResultFile table = ResultFile.of("--out", out, hadoop);
    if (!force) {
      table.requireAbsent("--out", "--force");
    }
    return table;
  }

  private void write(ResultFile file, PackManifest manifest, Measurements measurements)
      throws IOException {
    TableOrigin origin =
        TableOrigin.of(
            manifest.plan().space(), name(measurements), Objective.LATENCY, measured(measurements));
    LatencyTable table = manifest.plan().table(out, origin, measurements.timings());
    file.write(table.json().getBytes(StandardCharsets.UTF_8));
    new TableText(results.words()).print(table);
    int whole = measurements.rounds(manifest.models());
    List<String> oddities = Oddities.of(table, measurements, whole);
    oddities.forEach(results.words()::println);
    results.words().printf("%d rounds. The table is in %s%n", whole, out);
    ObjectNode json = results.object();
    json.put("out", out);
    json.put("device", table.device());
    json.put("base_ms", table.base());
    json.put("models", manifest.models().size());
    json.put("rounds", whole);
    oddities.forEach(json.putArray("oddities")::add);
    results.print(json);
  }

  private String name(Measurements measurements) {
    Map<String, String> notes = measurements.notes();
    if (device != null) {
      return device;
    }
    if (notes.containsKey("device")) {
      return notes.get("device");
    }
    String threadsOf = notes.getOrDefault("threads", "?");
    return String.format(
        "%s, %s, %s thread%s",
        notes.getOrDefault("cpu", "unnamed device"),
        notes.getOrDefault("runtime", "unknown runtime"),
        threadsOf,
        threadsOf.equals("1") ? "" : "s");
  }

  /** The notes but for those that a table has in fields of its own. */
  private static Map<String, String> measured(Measurements measurements) {
    Map<String, String> measured = new LinkedHashMap<>(measurements.notes());
    List.of("device", "input.size", "model.width", "model.blocks").forEach(measured::remove);
    return measured;
  }
}
