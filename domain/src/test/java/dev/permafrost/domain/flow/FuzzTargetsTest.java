package dev.permafrost.domain.flow;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;
import org.junit.jupiter.api.Nested;

/** Any bytes where ledgers are read. */
class FuzzTargetsTest {

  @Nested
  class OfLedgerFronts extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new LedgerFrontFuzz();
    }
  }

  @Nested
  class OfUnknownShapes extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new UnknownShapeFuzz();
    }
  }

  @Nested
  class OfLedgerLines extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new LedgerLineFuzz();
    }
  }
}
