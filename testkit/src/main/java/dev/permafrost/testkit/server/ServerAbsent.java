package dev.permafrost.testkit.server;

/** A server cannot be had on this machine: its program is not installed. */
public final class ServerAbsent extends Exception {

  private static final long serialVersionUID = 1L;

  ServerAbsent(String reason) {
    super(reason);
  }
}
