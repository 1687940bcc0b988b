package io.spnas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All settings of a run, checked. */
public final class Settings {
  /** The one setting whose value may be an object. */
  private static final String OBJECTIVE = "search.objective";

  private final Config config;
  private final InputSettings input;
  private final ModelSettings model;
  private final SearchSettings search;
  private final StrategySettings strategy;
  private final MultiPathSettings multiPath;
  private final OneShotSettings oneShot;
  private final TrainSettings train;
  private final OptimizerSettings optimizer;
  private final LatencySettings latency;
  private final EnergySettings energy;
  private final CollectiveSettings collective;
  private final CheckpointSettings checkpoint;
  private final EverySettings checksum;
  private final MetricsSettings metrics;

  private Settings(Config config) {
    this.config = config;
    this.input = new InputSettings(new Section(config, "input"));
    this.model = new ModelSettings(new Section(config, "model"));
    this.search = new SearchSettings(new Section(config, "search"));
    this.strategy = new StrategySettings(new Section(config, "strategy"));
    this.multiPath = new MultiPathSettings(new Section(config, "multi-path"));
    this.oneShot = new OneShotSettings(new Section(config, "one-shot"));
    this.train = new TrainSettings(new Section(config, "train"));
    this.optimizer = new OptimizerSettings(new Section(config, "optimizer"));
    this.latency = new LatencySettings(new Section(config, "latency"));
    this.energy = new EnergySettings(new Section(config, "energy"));
    this.collective = new CollectiveSettings(new Section(config, "collective"));
    this.checkpoint = new CheckpointSettings(new Section(config, "checkpoint"));
    this.checksum = new EverySettings(new Section(config, "checksum"));
    this.metrics = new MetricsSettings(new Section(config, "metrics"));
  }

  /**
   * Loads settings: {@code reference.conf}, over it a file, over that single settings.
   *
   * @param file path of a HOCON file on any Hadoop file system
   * @param overrides settings as {@code key=value}; the last of a key wins
   * @throws InvalidInputException if a key is unknown, or a value can't be
   */
  public static Settings load(Optional<String> file, List<String> overrides) {
    Config user = ConfigFactory.empty();
    for (String override : overrides) {
      user = parse(override, named("--set " + override)).withFallback(user);
    }
    if (file.isPresent()) {
      user = user.withFallback(parse(TextFile.read(file.get()), Includes.options(file.get())));
    }
    return of(user);
  }

  /**
   * Settings from the text of a configuration, over {@code reference.conf}.
   *
   * @throws InvalidInputException if a key is unknown, or a value can't be
   */
  public static Settings parse(String hocon) {
    return of(parse(hocon, named("configuration")));
  }

  /**
   * These settings with single ones over them.
   *
   * @param overrides settings as {@code key=value}; the last of a key wins
   * @throws InvalidInputException if a key is unknown, or a value can't be
   */
  public Settings with(List<String> overrides) {
    Config all = config;
    for (String override : overrides) {
      all = parse(override, named(override)).withFallback(all);
    }
    return of(all);
  }

  private static Settings of(Config user) {
    Config reference = reference();
    try {
      Config resolved = user.withFallback(reference).resolve();
      requireKnown(resolved, reference);
      return new Settings(resolved);
    } catch (ConfigException e) {
      throw new InvalidInputException("Invalid configuration: %s", oneLine(e));
    }
  }

  /** The defaults, with the comments of the file as their origin. */
  static Config reference() {
    return ConfigFactory.parseResources(Settings.class, "/reference.conf");
  }

  private static ConfigParseOptions named(String origin) {
    return ConfigParseOptions.defaults().setOriginDescription(origin);
  }

  private static Config parse(String hocon, ConfigParseOptions options) {
    try {
      return ConfigFactory.parseString(hocon, options);
    } catch (ConfigException e) {
      throw new InvalidInputException("Invalid configuration: %s", oneLine(e));
    }
  }

  private static String oneLine(ConfigException e) {
    return e.getMessage().replaceAll("\\s+", " ");
  }

  private static void requireKnown(Config config, Config reference) {
    TreeSet<String> known = new TreeSet<>(keys(reference).keySet());
    for (Map.Entry<String, ConfigValue> entry : keys(config).entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new InvalidInputException(
            "Unknown setting %s (%s): did you mean %s?",
            entry.getKey(),
            entry.getValue().origin().description(),
            Nearest.to(entry.getKey(), known));
      }
    }
  }

  private static TreeMap<String, ConfigValue> keys(Config config) {
    TreeMap<String, ConfigValue> keys = new TreeMap<>();
    config.entrySet().forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
    keys.keySet().removeIf(key -> key.startsWith(OBJECTIVE + "."));
    if (config.hasPath(OBJECTIVE)) {
      keys.put(OBJECTIVE, config.getValue(OBJECTIVE));
    }
    return keys;
  }

  /** Everything resolved, one key a line in alphabetical order; loads again to the same. */
  public String render() {
    return values().entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Value of each key as HOCON, in alphabetical order of the keys. */
  public Map<String, String> values() {
    TreeMap<String, String> values = new TreeMap<>();
    keys(config)
        .forEach((key, value) -> values.put(key, value.render(ConfigRenderOptions.concise())));
    return values;
  }

  /** Settings of the input. */
  public InputSettings input() {
    return input;
  }

  /** Settings of the network. */
  public ModelSettings model() {
    return model;
  }

  /** Settings of the search. */
  public SearchSettings search() {
    return search;
  }

  /** Settings of the search strategy. */
  public StrategySettings strategy() {
    return strategy;
  }

  /** Settings of strategies with a path for each candidate operation. */
  public MultiPathSettings multiPath() {
    return multiPath;
  }

  /** Settings of strategies that score candidates with a supernet's weights. */
  public OneShotSettings oneShot() {
    return oneShot;
  }

  /** Settings of the training of a network. */
  public TrainSettings train() {
    return train;
  }

  /** Settings of the optimiser. */
  public OptimizerSettings optimizer() {
    return optimizer;
  }

  /** Settings of the latency table. */
  public LatencySettings latency() {
    return latency;
  }

  /** Settings of the energy table. */
  public EnergySettings energy() {
    return energy;
  }

  /** Settings of the exchange between workers. */
  public CollectiveSettings collective() {
    return collective;
  }

  /** Settings of checkpoints. */
  public CheckpointSettings checkpoint() {
    return checkpoint;
  }

  /** How often workers compare their weights and thresholds. */
  public EverySettings checksum() {
    return checksum;
  }

  /** What is told of a run while it goes on. */
  public MetricsSettings metrics() {
    return metrics;
  }
}
