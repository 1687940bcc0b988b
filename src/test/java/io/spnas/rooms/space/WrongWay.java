package io.spnas.rooms.space;

import io.spnas.rooms.train.Upstairs;

/** Imports upwards, for the test of the rooms to find. */
public final class WrongWay {
  private WrongWay() {}

  static String reach() {
    return Upstairs.name();
  }
}
