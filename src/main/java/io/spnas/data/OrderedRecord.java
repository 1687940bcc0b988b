package io.spnas.data;

/**
 * A record in its place in a rank's sequence.
 *
 * @param record the record, with its data
 * @param epoch pass over the data set, from 0
 * @param position number of the record in the rank's part of the epoch, from 0
 */
record OrderedRecord(RawRecord record, long epoch, long position) {}
