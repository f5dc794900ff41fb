// Lucene (Debian liblucene8-java) on the same work: title and body, English stemming, positions, stored text.
//   javac -cp "$CP" -d out bench/peers/BenchLucene.java
//   java -cp "$CP:out" BenchLucene build|add DIR articles.jsonl      java ... BenchLucene search DIR queries.tsv
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
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
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

public class BenchLucene {
    static final int ROUNDS = 5, WARM = 20;

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
        Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
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
                        document.add(new TextField("title", field(line, "title"), Field.Store.YES));
                        document.add(new TextField("body", field(line, "body"), Field.Store.YES));
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
        if (kind.startsWith("phrase")) return builder.createPhraseQuery("body", words);
        return builder.createBooleanQuery("body", words,
                kind.startsWith("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
    }

    static void search(String dir, String file) throws Exception {
        DirectoryReader reader = DirectoryReader.open(new MMapDirectory(Paths.get(dir)));
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        for (int mode = 0; mode < 3; mode++) {
            String[] names = {"top10", "counted", "stored"};
            Map<String, double[]> sums = new LinkedHashMap<>();
            for (int round = -WARM; round < ROUNDS; round += 1) {
                for (String line : Files.readAllLines(Paths.get(file))) {
                    String[] part = line.split("\t");
                    if (part.length != 2 || part[0].equals("raw") || part[0].equals("quote")) continue;
                    Query query = parse(part[0], part[1]);
                    if (query == null) continue;
                    long start = System.nanoTime();
                    TopScoreDocCollector collector =
                            TopScoreDocCollector.create(10, mode == 1 ? Integer.MAX_VALUE : 10);
                    searcher.search(query, collector);
                    ScoreDoc[] hits = collector.topDocs().scoreDocs;
                    if (mode == 2) for (ScoreDoc hit : hits) reader.document(hit.doc).get("title");
                    double took = (System.nanoTime() - start) / 1e3;
                    if (round < 0) continue;
                    double[] sum = sums.computeIfAbsent(part[0], k -> new double[2]);
                    sum[0] += took;
                    sum[1] += 1;
                }
            }
            for (Map.Entry<String, double[]> entry : sums.entrySet())
                System.out.printf("lucene\t%s\t%s\t%.1f%n", entry.getKey(), names[mode],
                        entry.getValue()[0] / entry.getValue()[1]);
        }
        reader.close();
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("search")) search(args[1], args[2]);
        else add(args[1], args[2], args[0].equals("add"));
    }
}
