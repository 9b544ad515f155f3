import java.nio.file.*;
import java.util.*;
import org.apache.lucene.analysis.core.*;
import org.apache.lucene.search.suggest.*;
import org.apache.lucene.search.suggest.analyzing.*;
import org.apache.lucene.search.suggest.fst.*;
import org.apache.lucene.store.*;

/** Completes with Lucene 8: WFST for prefixes, AnalyzingInfix for words, FuzzySuggester for slips. Started by predictions.ts. */
public class PredictionsLucene {
  public static void main(String[] args) throws Exception {
    String kind = args[2];
    Directory folder = FSDirectory.open(Path.of(args[3], "lucene-" + kind));
    var analyzer = new WhitespaceAnalyzer();
    Lookup lookup = switch (kind) {
      case "prefix" -> new WFSTCompletionLookup(folder, "wfst");
      case "words" -> new AnalyzingInfixSuggester(folder, analyzer);
      default -> new FuzzySuggester(folder, "fuzzy", analyzer);
    };
    long start = System.nanoTime();
    lookup.build(new FileDictionary(Files.newInputStream(Path.of(args[0])), "\t"));
    double build = (System.nanoTime() - start) / 1e6;
    List<String> texts = Files.readAllLines(Path.of(args[1]));
    double[] least = new double[texts.size()];
    Arrays.fill(least, Double.MAX_VALUE);
    int filled = 0;
    for (int pass = 0; pass < 3; pass++) {
      filled = 0;
      for (int at = 0; at < least.length; at++) {
        long before = System.nanoTime();
        var found = lookup.lookup(texts.get(at), false, 10);
        least[at] = Math.min(least[at], (System.nanoTime() - before) / 1e3);
        if (!found.isEmpty()) filled++;
      }
    }
    Arrays.sort(least);
    long bytes = lookup.ramBytesUsed();
    if (kind.equals("words")) {
      bytes = 0;
      for (String name : folder.listAll()) bytes += folder.fileLength(name);
    }
    System.out.printf(Locale.ROOT,
        "{\"name\":\"lucene\",\"kind\":\"%s\",\"p50\":%f,\"p99\":%f,\"texts\":%d,\"filled\":%d,\"bytes\":%d,\"also\":{\"build\":%f},\"lists\":[]}%n",
        kind, least[least.length / 2], least[(int) (least.length * 0.99)], least.length, filled, bytes, build);
    System.exit(0);
  }
}
