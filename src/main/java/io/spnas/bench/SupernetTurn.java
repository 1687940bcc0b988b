package io.spnas.bench;

/**
 * A supernet's step.
 *
 * @param turn what it trained
 * @param time where its time went; the choice of paths counts to the forward pass, what the
 *     supernet decides itself to the update
 */
record SupernetTurn(Turn turn, StepTime time) {
  /** From what {@link #text} gave. */
  static SupernetTurn parse(String text) {
    String[] parts = text.split(" ", 2);
    return new SupernetTurn(Turn.valueOf(parts[0]), StepServer.time(parts[1]));
  }

  String text() {
    return turn + " " + StepServer.text(time);
  }
}
