package io.spnas.bench;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One rank of {@link AllReduceBenchmark}, in a JVM of its own, line by line over stdin and stdout
 * (see {@link Replies}):
 *
 * <pre>
 *   arguments   rank, world size, length in floats, contestants' names
 *   says        AT address ...        of the barrier and of each contestant that has one
 *   hears       address ...           the same of all ranks, in rank order
 *   hears       a contestant's name
 *   says        TIME ms               of one sum, which it has checked bit by bit
 *   says        FAILED what happened  and ends
 * </pre>
 *
 * It ends when stdin does.
 */
public final class AllReduceRank {
  static final String AT = "AT ";
  static final String TIME = "TIME ";

  /** Whole numbers below this: their sum over ranks is exact, so it has one right result. */
  private static final int VALUES = 1 << 12;

  private final int rank;
  private final int worldSize;
  private final int length;
  private final SocketSum barrier;
  private final Map<SumContestant, SumOverRanks> sums = new EnumMap<>(SumContestant.class);

  private AllReduceRank(int rank, int worldSize, int length) throws IOException {
    this.rank = rank;
    this.worldSize = worldSize;
    this.length = length;
    this.barrier = new SocketSum(worldSize, 1 << 10);
  }

  /** Serves until stdin ends. */
  public static void main(String[] arguments) {
    Replies.serve(
        (orders, replies) -> {
          AllReduceRank rank =
              new AllReduceRank(
                  Integer.parseInt(arguments[0]),
                  Integer.parseInt(arguments[1]),
                  Integer.parseInt(arguments[2]));
          replies.say(AT + String.join(" ", rank.open(arguments[3].split(","))));
          rank.connect(orders.readLine().split(" "));
          for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            replies.say(TIME + rank.milliseconds(SumContestant.valueOf(order)));
          }
        });
  }

  private List<String> open(String[] contestants) throws Exception {
    List<String> addresses = new ArrayList<>(List.of(barrier.address()));
    for (String name : contestants) {
      SumContestant contestant = SumContestant.valueOf(name);
      SumOverRanks sum =
          switch (contestant) {
            case RING -> RingSum.plain(length);
            case ENCRYPTED_RING -> RingSum.encrypted(length);
            case SOCKETS_256K -> new SocketSum(length, 256 << 10);
            case SOCKETS_1M -> new SocketSum(length, 1 << 20);
            case MEMORY -> new MemorySum(length, worldSize);
          };
      sums.put(contestant, sum);
      addresses.add(address(sum));
    }
    return addresses;
  }

  private static String address(SumOverRanks sum) throws IOException {
    if (sum instanceof RingSum ring) {
      return ring.address();
    }
    return sum instanceof SocketSum sockets ? sockets.address() : "-";
  }

  /**
   * @param addresses rank by rank, as {@link #open} gives them
   */
  private void connect(String[] addresses) throws Exception {
    int each = sums.size() + 1;
    barrier.connect(rank, column(addresses, 0, each));
    int column = 1;
    for (SumOverRanks sum : sums.values()) {
      List<String> ranks = column(addresses, column++, each);
      if (sum instanceof RingSum ring) {
        ring.connect(rank, ranks);
      } else if (sum instanceof SocketSum sockets) {
        sockets.connect(rank, ranks);
      }
    }
  }

  private static List<String> column(String[] table, int column, int columns) {
    List<String> values = new ArrayList<>();
    for (int i = column; i < table.length; i += columns) {
      values.add(table[i]);
    }
    return values;
  }

  private double milliseconds(SumContestant contestant) throws Exception {
    SumOverRanks sum = sums.get(contestant);
    FloatBuffer floats = sum.floats();
    for (int i = 0; i < length; i++) {
      floats.put(i, value(rank, i));
    }
    barrier.run();
    long start = System.nanoTime();
    sum.run();
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (contestant != SumContestant.MEMORY) {
      check(contestant, floats);
    }
    return milliseconds;
  }

  private static float value(int ofRank, int i) {
    return (i * 31 + ofRank * 977) % VALUES;
  }

  private void check(SumContestant contestant, FloatBuffer floats) {
    for (int i = 0; i < length; i++) {
      float expected = 0;
      for (int r = 0; r < worldSize; r++) {
        expected += value(r, i);
      }
      if (Float.floatToRawIntBits(floats.get(i)) != Float.floatToRawIntBits(expected)) {
        throw new IllegalStateException(
            String.format(
                "Sum %d of %s is %s on rank %d, expected %s",
                i, contestant.label(), floats.get(i), rank, expected));
      }
    }
  }
}
