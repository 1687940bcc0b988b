package io.spnas.cli;

import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import io.spnas.space.NetworkDescription;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainedModel;
import io.spnas.train.TrainedModels;
import io.spnas.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The directory of a training that is over, of a small network with random weights. */
final class SmallRun {
  private SmallRun() {}

  static Path write(Path directory, List<String> labels) throws IOException {
    Settings settings = TrainedModels.smallSettings(labels.size());
    return write(directory, settings, TrainedModels.of("mobilenet-v2", settings, labels));
  }

  /** A run whose last checkpoint has a model's weights as moving averages. */
  static Path write(Path directory, Settings settings, TrainedModel model) throws IOException {
    RunDirectory files = new RunDirectory(directory.toString(), new Configuration());
    files.begin(settings.render());
    files.architecture(NetworkDescription.write(model.shape(), settings.model().width()));
    files.labels(model.labels());
    files.result("{}");
    float[] none = new float[model.weights().length];
    TrainingState state =
        new TrainingState(
            5, none, model.weights(), none, none, model.statistics(), model.statistics(), none);
    new CheckpointDirectory(files.checkpoints(), new Configuration())
        .write(new Checkpoint(state, new Checkpoint.Origin(1, 8, 1, settings.render())), 1);
    return directory;
  }
}
