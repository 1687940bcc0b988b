package io.spnas.collective;

import io.spnas.collective.RingMessage.Hello;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who is in the ring, seen from one rank.
 *
 * @param rank this rank
 * @param addresses "host:port" of every rank, in rank order
 */
record RingMembers(int rank, List<String> addresses) {

  /** One rank and its "host:port". */
  record Peer(int rank, String address) {
    String host() {
      return address.substring(0, address.lastIndexOf(':'));
    }

    int port() {
      return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Override
    public String toString() {
      return "rank " + rank + " (" + address + ")";
    }
  }

  RingMembers {
    addresses = List.copyOf(addresses);
    Objects.checkIndex(rank, addresses.size());
    for (String address : addresses) {
      if (!address.matches("\\S+:\\d{1,5}")) {
        throw new IllegalArgumentException("Address is '" + address + "', expected host:port");
      }
    }
  }

  int worldSize() {
    return addresses.size();
  }

  Peer self() {
    return peer(rank);
  }

  Peer left() {
    return peer(Math.floorMod(rank - 1, worldSize()));
  }

  Peer right() {
    return peer((rank + 1) % worldSize());
  }

  Peer peer(int other) {
    return new Peer(other, addresses.get(other));
  }

  /** Why a caller can't be the left neighbour; empty if it is. */
  Optional<String> refusal(Hello hello, long ringId) {
    if (hello.worldSize() != worldSize()) {
      return Optional.of("world size " + hello.worldSize() + ", expected " + worldSize());
    }
    if (hello.sender() != left().rank() || hello.receiver() != rank) {
      return Optional.of(
          String.format(
              "rank %d calls rank %d, expected %d to call %d",
              hello.sender(), hello.receiver(), left().rank(), rank));
    }
    return hello.ringId() == ringId
        ? Optional.empty()
        : Optional.of("another run, other addresses or another chunk size");
  }

  /** A digest of all that the ranks have to agree on. */
  long ringId(RingSettings settings) {
    String agreed = settings.runId() + "\n" + settings.chunkBytes() + "\n" + addresses;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(agreed.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
