package dev.permafrost.testkit.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All ways in which a power cut at one moment can end: each entry and each file that was not
 * durable is a question with a few answers, and every combination of answers is legal.
 */
public final class Survivors {

  /** A question: what became of an entry or of a file's content. */
  private record Question(String about, List<String> answers) {}

  private final SimulatedDisk disk;
  private final Relevance relevance;
  private final List<Question> questions = new ArrayList<>();
  private final Map<DirectoryNode, Map<String, Integer>> byEntry = new HashMap<>();
  private final Map<FileNode, SortedSet<String>> namesByFile = new HashMap<>();
  private final Map<FileNode, Integer> byFile = new HashMap<>();
  private final Map<FileNode, List<FileSurvivors.Outcome>> contents = new HashMap<>();

  Survivors(SimulatedDisk disk, Relevance relevance) {
    this.disk = disk;
    this.relevance = relevance;
    collectNames(disk.root());
    ask("", disk.root());
  }

  /** Whatever name of a file survives, what matters of its content under that name must be told. */
  private void collectNames(DirectoryNode directory) {
    for (String name : directory.namesThatMaySurvive()) {
      for (Optional<Node> node : directory.survivorsOf(name)) {
        if (node.orElse(null) instanceof DirectoryNode below) {
          collectNames(below);
        } else if (node.orElse(null) instanceof FileNode file) {
          namesByFile.computeIfAbsent(file, key -> new TreeSet<>()).add(name);
        }
      }
    }
  }

  private void ask(String path, DirectoryNode directory) {
    for (String name : directory.namesThatMaySurvive()) {
      List<Optional<Node>> nodes = directory.survivorsOf(name);
      String child = path + "/" + name;
      if (nodes.size() > 1) {
        byEntry.computeIfAbsent(directory, key -> new HashMap<>()).put(name, questions.size());
        questions.add(new Question("entry " + child, wordsOf(nodes)));
      }
      for (Optional<Node> node : nodes) {
        if (node.orElse(null) instanceof DirectoryNode below) {
          ask(child, below);
        } else if (node.orElse(null) instanceof FileNode file) {
          ask(child, file);
        }
      }
    }
  }

  private void ask(String path, FileNode file) {
    if (contents.containsKey(file)) {
      // One file under a further name: one content.
      return;
    }
    SortedSet<String> names = namesByFile.getOrDefault(file, new TreeSet<>());
    List<FileSurvivors.Outcome> outcomes = FileSurvivors.of(file, names, relevance);
    contents.put(file, outcomes);
    if (outcomes.size() > 1) {
      byFile.put(file, questions.size());
      questions.add(new Question("data of " + path, outcomes.stream().map(o -> o.word()).toList()));
    }
  }

  private static List<String> wordsOf(List<Optional<Node>> nodes) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      words.add((nodes.get(i).isPresent() ? "there" : "not there") + (i == 0 ? ", as before" : ""));
    }
    return words;
  }

  /** How many ways there are, or {@link Long#MAX_VALUE} if they are more than that. */
  public long count() {
    long count = 1;
    for (Question question : questions) {
      if (count > Long.MAX_VALUE / question.answers().size()) {
        return Long.MAX_VALUE;
      }
      count *= question.answers().size();
    }
    return count;
  }

  /**
   * All ways if they are no more than a bound; else so many of them: that nothing new survived,
   * that all did, each single difference from these two, and a sample.
   *
   * @param bound up to how many ways are taken as a whole
   * @param random draws the sample
   */
  public List<Survival> upTo(int bound, Random random) {
    return count() <= bound ? all() : sample(bound, random);
  }

  private List<Survival> all() {
    List<Survival> all = new ArrayList<>();
    int[] choices = new int[questions.size()];
    do {
      all.add(new Survival(choices));
    } while (advance(choices));
    return all;
  }

  private boolean advance(int[] choices) {
    for (int i = 0; i < choices.length; i++) {
      if (++choices[i] < questions.get(i).answers().size()) {
        return true;
      }
      choices[i] = 0;
    }
    return false;
  }

  private List<Survival> sample(int size, Random random) {
    Set<Survival> sample = new LinkedHashSet<>();
    int[] nothing = new int[questions.size()];
    int[] everything = questions.stream().mapToInt(q -> last(q)).toArray();
    sample.add(new Survival(nothing));
    sample.add(new Survival(everything));
    List<Survival> single = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      for (int answer = 0; answer < questions.get(i).answers().size(); answer++) {
        single.add(differing(nothing, i, answer));
        single.add(differing(everything, i, answer));
      }
    }
    Collections.shuffle(single, random);
    for (Survival one : single) {
      if (sample.size() < Math.max(2, size * 3 / 4)) {
        sample.add(one);
      }
    }
    for (int tries = 0; sample.size() < size && tries < 4 * size; tries++) {
      sample.add(any(random));
    }
    return List.copyOf(sample);
  }

  /** The whole of a file is its second outcome; of an entry it is the last one. */
  private static int last(Question question) {
    return question.about().startsWith("data") ? 1 : question.answers().size() - 1;
  }

  private static Survival differing(int[] from, int question, int answer) {
    int[] choices = from.clone();
    choices[question] = answer;
    return new Survival(choices);
  }

  /** One way by chance. */
  public Survival any(Random random) {
    return new Survival(
        questions.stream().mapToInt(q -> random.nextInt(q.answers().size())).toArray());
  }

  /** That nothing survived which was not durable. */
  public Survival nothingNew() {
    return new Survival(new int[questions.size()]);
  }

  /** What a survival means, a line for each question. */
  public List<String> describe(Survival survival) {
    requireFits(survival);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      lines.add(question.about() + ": " + question.answers().get(survival.choice(i)));
    }
    return lines;
  }

  /** The disk that a survival leaves: all of it durable, nothing pending. */
  SimulatedDisk diskAfter(Survival survival) {
    requireFits(survival);
    return disk.with(build(disk.root(), survival, new HashMap<>()));
  }

  private DirectoryNode build(
      DirectoryNode directory, Survival survival, Map<FileNode, FileNode> built) {
    DirectoryNode left =
        new DirectoryNode(directory.device(), directory.number(), false, directory.isMountPoint());
    Map<String, Integer> asked = byEntry.getOrDefault(directory, Map.of());
    for (String name : directory.namesThatMaySurvive()) {
      Integer question = asked.get(name);
      int choice = question == null ? 0 : survival.choice(question);
      Optional<Node> node = directory.survivorsOf(name).get(choice);
      if (node.orElse(null) instanceof DirectoryNode below) {
        left.changeDurably(name, build(below, survival, built));
      } else if (node.orElse(null) instanceof FileNode file) {
        left.changeDurably(name, built.computeIfAbsent(file, key -> leftOf(key, survival)));
      }
    }
    return left;
  }

  private FileNode leftOf(FileNode file, Survival survival) {
    return FileNode.holding(file.device(), file.number(), contentOf(file, survival));
  }

  private byte[] contentOf(FileNode file, Survival survival) {
    List<FileSurvivors.Outcome> outcomes = contents.get(file);
    if (outcomes == null) {
      throw new IllegalStateException("a file that was not asked about");
    }
    Integer question = byFile.get(file);
    return outcomes.get(question == null ? 0 : survival.choice(question)).content();
  }

  private void requireFits(Survival survival) {
    boolean fits = survival.size() == questions.size();
    for (int i = 0; fits && i < questions.size(); i++) {
      int choice = survival.choice(i);
      fits = choice >= 0 && choice < questions.get(i).answers().size();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the survival " + survival + " does not answer " + questions.size() + " questions");
    }
  }
}
