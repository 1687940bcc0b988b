package io.spnas.spark;

import io.spnas.spark.run.RunRequest;
import java.util.Optional;

/**
 * What a user asks a training for.
 *
 * @param run data, run directory and workers
 * @param architecture an architecture.json, or the name of a published network
 * @param warmStart directory of the search whose supernet's weights the network starts with; drawn
 *     at random if empty
 */
public record TrainRequest(RunRequest run, String architecture, Optional<String> warmStart) {}
