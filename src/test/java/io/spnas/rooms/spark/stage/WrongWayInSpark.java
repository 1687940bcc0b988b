package io.spnas.rooms.spark.stage;

import io.spnas.rooms.spark.Job;

/** Looks from the foot of its room to the top. */
public interface WrongWayInSpark {
  static String upwards() {
    return Job.NAME;
  }
}
