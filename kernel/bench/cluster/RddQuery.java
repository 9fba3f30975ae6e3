import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** The query as Spark's RDD API has it. A driver that answers each line on its standard input once more. */
public final class RddQuery {
    private RddQuery() {}

    public static void main(String[] args) throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("RDD"));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            System.out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                List<Tuple2<String, Long>> rows = spark.textFile(args[0] + "/*.gz")
                        .mapToPair(each -> {
                            int i = each.indexOf("\" ") + 6;
                            return new Tuple2<>(
                                    each.substring(0, each.indexOf(' ')),
                                    Long.parseLong(each.substring(i, each.indexOf(' ', i))));
                        })
                        .reduceByKey(Long::sum)
                        .collect();
                long sum = 0;
                for (Tuple2<String, Long> row : rows) {
                    sum += row._2();
                }
                System.out.println("n=" + rows.size() + " sum=" + sum);
            }
        }
    }
}
