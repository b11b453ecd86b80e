package dev.permafrost.app.command;

import dev.permafrost.domain.chain.HeaderProof;
import dev.permafrost.domain.chain.HeaderProof.Claim;
import java.util.Map;
import java.util.Optional;

/**
 * How far a chunk's headers are proven, as a table cell and as the fields {@code headers}, {@code
 * linkedBelow}, {@code linkedAbove} and {@code provenThrough}.
 */
final class ProofText {

  private final Optional<HeaderProof> proof;

  ProofText(Optional<HeaderProof> proof) {
    this.proof = proof;
  }

  /** Adds the fields to a JSON object; none if there is no proof. */
  void putInto(Map<String, Object> fields) {
    proof.ifPresent(
        told -> {
          fields.put("headers", told.claim().word());
          fields.put("linkedBelow", told.linkedBelow());
          fields.put("linkedAbove", told.linkedAbove());
          told.provenThrough().ifPresent(sequence -> fields.put("provenThrough", sequence));
        });
  }

  /** The cell of the table. */
  String cell() {
    return proof.map(ProofText::words).orElse("-");
  }

  private static String words(HeaderProof proof) {
    if (proof.claim() == Claim.ANCHORED) {
      return proof.claim().word();
    }
    String words = proof.claim().word();
    if (proof.linkedBelow() != proof.linkedAbove()) {
      words += proof.linkedBelow() ? " below" : " above";
    }
    return proof.provenThrough().isPresent()
        ? words + ", anchored to " + proof.provenThrough().getAsLong()
        : words;
  }
}
