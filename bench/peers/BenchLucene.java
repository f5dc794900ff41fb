// Lucene (Debian liblucene8-java) on the same work: title and body, English stemming, positions, stored text. Both are
// indexed in one field, so that a query need not ask two; snippets are left out ("stored" fetches titles), which is to
// its advantage. As many threads as cores (-Dadders=N: as many as that); build only adds, add replaces by id.
//
//   javac -cp "$CP" -d out bench/peers/BenchLucene.java
//   java -cp "$CP:out" BenchLucene build|add DIR articles.jsonl      java ... BenchLucene search DIR queries.tsv
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

public class BenchLucene {
    static final int ROUNDS = 5, WARM = 10, COUNTED = 1, STORED = 2;
    static final double MICROSECONDS_A_QUERY = 100000;
    static final String[] MODES = {"top10", "counted", "stored"};

    // The value of "key": "..." with its escapes undone; "" where absent. The files are ours: no other JSON occurs.
    static String field(String line, String key) {
        String pattern = "\"" + key + "\": \"";
        int at = line.indexOf(pattern);
        if (at < 0) return "";
        StringBuilder out = new StringBuilder();
        for (int i = at + pattern.length(); i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') break;
            if (c == '\\') {
                c = line.charAt(++i);
                if (c == 'n') c = '\n';
                else if (c == 't') c = '\t';
                else if (c == 'u') { c = (char) Integer.parseInt(line.substring(i + 1, i + 5), 16); i += 4; }
            }
            out.append(c);
        }
        return out.toString();
    }

    static void add(String dir, String file, final boolean replace) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer(CharArraySet.EMPTY_SET));
        config.setRAMBufferSizeMB(256);
        final IndexWriter writer = new IndexWriter(FSDirectory.open(Paths.get(dir)), config);
        final BufferedReader in = Files.newBufferedReader(Paths.get(file));
        Thread[] threads = new Thread[Integer.getInteger("adders", Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try {
                    for (;;) {
                        String line;
                        synchronized (in) { line = in.readLine(); }
                        if (line == null) return;
                        Document document = new Document();
                        String id = field(line, "id");
                        document.add(new StringField("id", id, Field.Store.YES));
                        String title = field(line, "title"), body = field(line, "body");
                        document.add(new StoredField("title", title));
                        document.add(new StoredField("body", body));
                        document.add(new TextField("text", title, Field.Store.NO));
                        document.add(new TextField("text", body, Field.Store.NO));
                        document.add(new StoredField("date", field(line, "date")));
                        if (replace) writer.updateDocument(new Term("id", id), document);
                        else writer.addDocument(document);
                    }
                } catch (Exception error) { error.printStackTrace(); System.exit(1); }
            });
            threads[i].start();
        }
        for (Thread thread : threads) thread.join();
        writer.close();
    }

    static Query parse(String kind, String words) {
        QueryBuilder builder = new QueryBuilder(new EnglishAnalyzer(CharArraySet.EMPTY_SET));
        if (kind.startsWith("phrase")) return builder.createPhraseQuery("text", words);
        return builder.createBooleanQuery("text", words,
                kind.startsWith("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
    }

    // Microseconds of one query, parsing included; its hits are put into found[0].
    static double run(DirectoryReader reader, IndexSearcher searcher, String[] part, int mode, long[] found)
            throws Exception {
        long start = System.nanoTime();
        TopScoreDocCollector collector = TopScoreDocCollector.create(10, mode == COUNTED ? Integer.MAX_VALUE : 10);
        searcher.search(parse(part[0], part[1]), collector);
        TopDocs top = collector.topDocs();
        if (mode == STORED)
            for (ScoreDoc hit : top.scoreDocs) reader.document(hit.doc, Collections.singleton("title")).get("title");
        found[0] = top.totalHits.value;
        return (System.nanoTime() - start) / 1e3;
    }

    // Times all queries once; keeps the best of each, and counts its hits.
    static void round(DirectoryReader reader, IndexSearcher searcher, List<String[]> queries, int mode, int number,
            double[] best, double[] all, long[] hits) throws Exception {
        long[] found = new long[1];
        for (int i = 0; i < best.length; i++) {
            if (number >= 2 && all[i] > MICROSECONDS_A_QUERY) continue; // two rounds are enough then
            double took = run(reader, searcher, queries.get(i), mode, found);
            all[i] += took;
            best[i] = Math.min(best[i], took);
            hits[i] = found[0];
        }
    }

    static void report(List<String[]> queries, int mode, double[] best, long[] hits) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < best.length; i++) {
            double[] sum = sums.computeIfAbsent(queries.get(i)[0], k -> new double[3]);
            sum[0] += best[i];
            sum[1]++;
            sum[2] += hits[i];
        }
        for (Map.Entry<String, double[]> entry : sums.entrySet()) {
            double[] sum = entry.getValue();
            System.out.printf("%s\t%s\t%.0f\t%.1f\t%.0f%n", entry.getKey(), MODES[mode], sum[1], sum[0] / sum[1],
                    sum[2]);
        }
    }

    // As measure_queries.h does it: the best of a few rounds of each query, means over the classes. The rounds go over
    // all queries; others before them warm the compiler up.
    static void search(String dir, String file) throws Exception {
        DirectoryReader reader = DirectoryReader.open(new MMapDirectory(Paths.get(dir)));
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        List<String[]> queries = new ArrayList<>();
        for (String line : Files.readAllLines(Paths.get(file))) queries.add(line.split("\t"));
        int count = queries.size();
        for (int measured = 0; measured < 2; measured++)
            for (int mode = 0; mode < MODES.length; mode++) {
                double[] best = new double[count], all = new double[count];
                long[] hits = new long[count];
                Arrays.fill(best, Double.MAX_VALUE);
                for (int round = 0; round < (measured == 0 ? WARM : ROUNDS); round++)
                    round(reader, searcher, queries, mode, round, best, all, hits);
                if (measured == 1) report(queries, mode, best, hits);
            }
        reader.close();
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("search")) search(args[1], args[2]);
        else add(args[1], args[2], args[0].equals("add"));
    }
}
