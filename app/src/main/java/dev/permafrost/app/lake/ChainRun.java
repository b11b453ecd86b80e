package dev.permafrost.app.lake;

/**
 * Ledgers that link to each other.
 *
 * @param first the first one
 * @param last the last one
 * @param objects how many objects hold them
 * @param anchored the highest one whose hash is trusted, which proves those below it; 0 for none
 * @param isContradicted whether another hash is trusted for one of them
 * @param breaksOff how it fails to link to the run below it; empty where nothing is to be told
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

  /** Its first ledger that nothing proves. */
  long firstUnproven() {
    return Math.max(first, anchored + 1);
  }
}
