package dev.permafrost.app.lake;

/**
 * A run of ledgers that link to each other.
 *
 * @param first the first one
 * @param last the last one
 * @param objects how many objects hold them
 * @param anchored the highest trusted one, which proves those below it; 0 for none
 * @param isContradicted whether another hash is trusted for one of them
 * @param breaksOff how it fails to link to the run below it; empty if there is nothing to report
 */
record ChainRun(
    long first, long last, long objects, long anchored, boolean isContradicted, String breaksOff) {

  ChainRun and(ChainRun next) {
    return new ChainRun(
        first,
        next.last,
        objects + next.objects,
        Math.max(anchored, next.anchored),
        isContradicted || next.isContradicted,
        breaksOff);
  }

  ChainRun breakingOff(String how) {
    return new ChainRun(first, last, objects, anchored, isContradicted, how);
  }

  long length() {
    return last - first + 1;
  }

  /** The first unproven ledger. */
  long firstUnproven() {
    return Math.max(first, anchored + 1);
  }
}
