package io.spnas.cli;

import picocli.CommandLine.Command;

/** {@code bench}: how fast this machine computes. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure how fast this machine computes.",
    synopsisSubcommandLabel = "BENCHMARK",
    footer = {
      "",
      "Examples:",
      "  bench step --size 224 --batch 16 --threads 2",
      "  bench scaling --workers 1,2"
    },
    subcommands = {
      BenchStepCommand.class,
      BenchCompareCommand.class,
      BenchSupernetsCommand.class,
      BenchInferenceCommand.class,
      BenchInputCommand.class,
      BenchPrepareCommand.class,
      BenchAllReduceCommand.class,
      BenchCandidatesCommand.class,
      BenchScalingCommand.class
    })
final class BenchCommand {}
