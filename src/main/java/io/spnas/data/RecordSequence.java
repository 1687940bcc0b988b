package io.spnas.data;

import java.io.Closeable;
import java.io.IOException;

/** The records of one rank in the order in which they fill batches. */
interface RecordSequence extends Closeable {

  /** The next record, or null at the end. */
  OrderedRecord next() throws IOException;
}
