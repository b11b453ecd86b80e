package dev.permafrost.prove.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What mutation testing found in one module.
 *
 * @param mutants how many changes were tried
 * @param survivors those that no test noticed, and those in lines that no test runs
 */
record MutationReport(int mutants, List<Survivor> survivors) {

  /** What PIT says of a mutant that a test noticed, be it by running for too long. */
  private static final Set<String> CAUGHT =
      Set.of("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR");

  MutationReport {
    survivors = List.copyOf(survivors);
  }

  /**
   * Reads the XML report of PIT.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it is no such report
   */
  static MutationReport read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      return read(factory.createXMLStreamReader(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException(file + " is no report of mutations", e);
    }
  }

  private static MutationReport read(XMLStreamReader xml) throws XMLStreamException {
    int mutants = 0;
    List<Survivor> survivors = new ArrayList<>();
    boolean survived = false;
    String className = "";
    String method = "";
    int line = 0;
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "mutation" -> {
          mutants++;
          survived = !CAUGHT.contains(xml.getAttributeValue(null, "status"));
        }
        case "mutatedClass" -> className = xml.getElementText();
        case "mutatedMethod" -> method = xml.getElementText();
        case "lineNumber" -> line = Integer.parseInt(xml.getElementText());
        case "description" -> {
          if (survived) {
            survivors.add(new Survivor(className, method, line, xml.getElementText()));
          }
        }
        default -> {}
      }
    }
    return new MutationReport(mutants, survivors);
  }

  int caught() {
    return mutants - survivors.size();
  }
}
