import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the notice of what is shipped: each component of a CycloneDX bill of materials with its
 * licences. A component whose licence the bill does not name is an error.
 *
 * <p>Run by {@code assemble} as {@code java Notice.java BILL.xml}.
 */
final class Notice {

  private Notice() {}

  public static void main(String[] arguments) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element bill;
    try (var in = Files.newInputStream(Path.of(arguments[0]))) {
      bill = factory.newDocumentBuilder().parse(in).getDocumentElement();
    }
    List<String> lines = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Element component : under(child(bill, "components"), "component")) {
      String name = text(component, "group") + ":" + text(component, "name") + " " + text(component, "version");
      List<String> licences = licences(component);
      if (licences.isEmpty()) {
        unknown.add(name);
      }
      lines.add(name + "\n    " + String.join("; ", licences));
    }
    if (!unknown.isEmpty() || lines.isEmpty()) {
      System.err.println("no licence is named by: " + unknown);
      System.exit(1);
    }
    lines.sort(null);
    lines.forEach(System.out::println);
  }

  private static List<String> licences(Element component) {
    List<String> found = new ArrayList<>();
    Element licences = child(component, "licenses");
    if (licences == null) {
      return found;
    }
    for (Element licence : under(licences, "license")) {
      String id = text(licence, "id");
      found.add(id.isEmpty() ? text(licence, "name") : id);
    }
    for (Element expression : under(licences, "expression")) {
      found.add(expression.getTextContent().strip());
    }
    return found;
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent().strip();
  }

  private static Element child(Element parent, String name) {
    List<Element> found = under(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<Element> under(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }
}
