package io.spnas.report.methods;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a method came to with one seed: the network it found, trained by the recipe that all share,
 * and what finding it took.
 *
 * @param top1 share of the validation images that the trained network classifies right, 0 to 1
 * @param validationImages how many they are
 * @param predictedMs runtime of the network as the comparison's table predicts it, ms; empty where
 *     the network is not of the table's space
 * @param measuredMs runtime as measured on the host, ms; empty where it was not measured
 * @param parameters of the network
 * @param multiplyAdds of the network, for an image
 * @param operations names of its operations, one for each searchable layer; none of a published
 *     network
 * @param search what the search took
 * @param trainCoreSeconds time of the training's steps, times the cores that they had
 * @param trainImages training images that passed through the network, each as often as it did
 * @param searchDirectory directory of the search, below the comparison's; empty where there was
 *     none
 * @param trainDirectory directory of the training, below the comparison's
 */
public record CellResult(
    double top1,
    long validationImages,
    OptionalDouble predictedMs,
    OptionalDouble measuredMs,
    long parameters,
    long multiplyAdds,
    List<String> operations,
    SearchCost search,
    double trainCoreSeconds,
    long trainImages,
    Optional<String> searchDirectory,
    String trainDirectory) {

  public CellResult {
    operations = List.copyOf(operations);
  }

  /** The same with a runtime measured on the host, ms. */
  public CellResult measured(double milliseconds) {
    return new CellResult(
        top1,
        validationImages,
        predictedMs,
        OptionalDouble.of(milliseconds),
        parameters,
        multiplyAdds,
        operations,
        search,
        trainCoreSeconds,
        trainImages,
        searchDirectory,
        trainDirectory);
  }
}
