package io.spnas.nas;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Nearest;
import io.spnas.nas.multipath.Method;
import io.spnas.nas.multipath.MultiPath;
import io.spnas.nas.oneshot.OneShot;
import io.spnas.nas.oneshot.RandomNetwork;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The strategies that have a name, and those that are named by their class. */
public final class Strategies {
  private static final Map<String, Function<SearchProblem, SearchStrategy>> NAMED =
      new TreeMap<>(
          Map.of(
              "single-path", SinglePath::new,
              "darts", problem -> new MultiPath(problem, Method.DARTS),
              "fbnet", problem -> new MultiPath(problem, Method.FBNET),
              "proxyless", problem -> new MultiPath(problem, Method.PROXYLESS),
              "one-shot-random", OneShot::random,
              "one-shot-evolution", OneShot::evolution,
              "one-shot-reinforce", OneShot::reinforce,
              "random", RandomNetwork::new));

  private Strategies() {}

  /** Names of the strategies, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }

  /**
   * The strategy that the problem's settings name.
   *
   * @throws InvalidInputException if there is none of that name, or it is none for the settings
   */
  public static SearchStrategy of(SearchProblem problem) {
    String name = problem.settings().strategy().name();
    Function<SearchProblem, SearchStrategy> named = NAMED.get(name);
    if (named != null) {
      return named.apply(problem);
    }
    if (name.indexOf('.') < 0) {
      throw new InvalidInputException(
          "Unknown strategy.name = %s, did you mean %s? Expected one of %s, or a class",
          name, Nearest.to(name, NAMED.keySet()), String.join(", ", names()));
    }
    return ofClass(name, problem);
  }

  private static SearchStrategy ofClass(String name, SearchProblem problem) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(SearchStrategy.class)
          .getConstructor(SearchProblem.class)
          .newInstance(problem);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInputException refused) {
        throw refused;
      }
      throw new IllegalStateException("Strategy " + name + " can't be made", e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new InvalidInputException(
          "Cannot use strategy.name = %s (%s): expected a class on the class path that implements"
              + " %s, with a public constructor of a %s",
          name, e, SearchStrategy.class.getName(), SearchProblem.class.getSimpleName());
    }
  }
}
