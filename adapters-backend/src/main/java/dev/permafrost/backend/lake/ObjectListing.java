package dev.permafrost.backend.lake;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A page of ListObjectsV2, as in Amazon's S3 API reference. A document type or custom entities are
 * rejected, so that a page cannot make the parser fetch or expand anything.
 *
 * @param keys the complete keys
 * @param sizes the bytes of each; {@link KeyListing#UNKNOWN_SIZE} if the page does not state it
 * @param isTruncated whether more follow
 */
record ObjectListing(List<String> keys, List<Long> sizes, boolean isTruncated) {

  private static final XMLInputFactory XML = factory();
  private static final int LONGEST_KEY = 1024;
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  /** A page has four levels; the parser keeps memory for each open level. */
  private static final int DEEPEST = 16;

  /** Thrown for a document that is not such a page: of another root, or not well formed. */
  static final class NoListing extends Exception {
    private static final long serialVersionUID = 1L;

    NoListing(String message) {
      super(message);
    }
  }

  /**
   * Parses a page.
   *
   * @throws NoListing if it is not one
   */
  static ObjectListing read(byte[] xml) throws NoListing {
    try {
      // Decoded here: of bytes that are no UTF-8, the parser prints a line to standard error.
      XMLStreamReader reader =
          XML.createXMLStreamReader(
              new InputStreamReader(
                  new ByteArrayInputStream(xml), StandardCharsets.UTF_8.newDecoder()));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new NoListing("no XML");
    } catch (RuntimeException e) {
      // The JDK's parser does not declare all that it throws: for a bad character in a document
      // type it throws a MissingResourceException, because it lacks the message.
      throw new NoListing("no XML: " + e.getClass().getSimpleName());
    }
  }

  private static ObjectListing read(XMLStreamReader reader) throws XMLStreamException, NoListing {
    List<String> keys = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    boolean isTruncated = false;
    String parent = "";
    int depth = 0;
    int keysBefore = 0;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        throw new NoListing("a document type");
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String name = reader.getLocalName();
      depth++;
      if (depth > DEEPEST) {
        throw new NoListing("elements within elements, more than " + DEEPEST + " deep");
      }
      if (depth == 1 && !name.equals("ListBucketResult")) {
        throw new NoListing("a document of " + name);
      }
      if (depth == 2) {
        parent = name;
        keysBefore = keys.size();
      }
      if (depth == 2 && name.equals("IsTruncated")) {
        isTruncated = text(reader).strip().equals("true");
        depth--;
      } else if (depth == 3 && parent.equals("Contents") && name.equals("Key")) {
        keys.add(key(text(reader)));
        sizes.add(KeyListing.UNKNOWN_SIZE);
        depth--;
      } else if (depth == 3
          && parent.equals("Contents")
          && name.equals("Size")
          && keys.size() > keysBefore) {
        // After its key, as in the reference; elsewhere it belongs to no key.
        sizes.set(sizes.size() - 1, size(text(reader)));
        depth--;
      }
    }
    return new ObjectListing(List.copyOf(keys), List.copyOf(sizes), isTruncated);
  }

  private static long size(String text) {
    String digits = text.strip();
    return SIZE.matcher(digits).matches() ? Long.parseLong(digits) : KeyListing.UNKNOWN_SIZE;
  }

  /** The text of an element without child elements, up to the element's end. */
  private static String text(XMLStreamReader reader) throws XMLStreamException, NoListing {
    StringBuilder text = new StringBuilder();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (!reader.isCharacters() && reader.getEventType() != XMLStreamConstants.CDATA) {
        throw new NoListing("more than a text in an element");
      }
      text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      if (text.length() > LONGEST_KEY) {
        throw new NoListing("a text of more than " + LONGEST_KEY + " characters");
      }
    }
    return text.toString();
  }

  private static String key(String text) throws NoListing {
    if (text.isEmpty()) {
      throw new NoListing("a key without characters");
    }
    return text;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // A text is read in pieces, so that an endless one is detected early.
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, baseUri, namespace) -> {
          throw new XMLStreamException("nothing is fetched for a listing");
        });
    return factory;
  }
}
