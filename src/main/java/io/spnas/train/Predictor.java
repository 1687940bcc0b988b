package io.spnas.train;

import io.spnas.data.EvaluationInput;
import io.spnas.data.UnreadableImageException;
import io.spnas.engine.InferenceNetwork;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says what single images show.
 *
 * <p>Not thread-safe; all calls come from the thread that made it. Native memory is freed by {@link
 * #close()}.
 */
public final class Predictor implements AutoCloseable {
  private final InferenceNetwork network;
  private final EvaluationInput input;
  private final List<String> labels;

  /**
   * Compiles a network for one image at a time.
   *
   * @param model the network
   * @param threads threads that compute it
   */
  public Predictor(TrainedModel model, int threads) {
    this.input = new EvaluationInput(model.input());
    this.labels = model.labels();
    this.network =
        InferenceNetwork.compile(
            model.shape(), 1, threads, model.epsilon(), model.weights(), model.statistics());
  }

  /**
   * A class that an image may show.
   *
   * @param label name of the class
   * @param probability softmax of the logits, 0 to 1; NaN if the network's outputs are no numbers
   */
  public record Prediction(String label, double probability) {}

  /**
   * The most probable classes of an image, the most probable first; of equal ones the lower class.
   *
   * @param encoded bytes of a JPEG or PNG file
   * @param count how many; all of them, if there are fewer
   * @throws UnreadableImageException when it is no such file, or damaged
   */
  public List<Prediction> predict(byte[] encoded, int count) throws UnreadableImageException {
    float[] logits = network.forward(input.decode(encoded));
    double largest = IntStream.range(0, labels.size()).mapToDouble(c -> logits[c]).max().orElse(0);
    double sum =
        IntStream.range(0, labels.size()).mapToDouble(c -> Math.exp(logits[c] - largest)).sum();
    return IntStream.range(0, labels.size())
        .boxed()
        .sorted(Comparator.comparing((Integer c) -> logits[c]).reversed())
        .limit(count)
        .map(c -> new Prediction(labels.get(c), Math.exp(logits[c] - largest) / sum))
        .toList();
  }

  @Override
  public void close() {
    network.close();
  }
}
