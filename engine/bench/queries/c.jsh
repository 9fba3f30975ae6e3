// 95th percentile of the latency by path, without the path's query.
String path(String line) {
    int start = line.indexOf(' ', line.indexOf('"')) + 1;
    int end = line.indexOf(' ', start);
    int query = line.indexOf('?', start);
    return line.substring(start, query > 0 && query < end ? query : end);
}
var answer = mapreduce(files("*.gz"))
    .groupBy(line -> path(line))
    .percentile(line -> Integer.parseInt(line, line.lastIndexOf(' ') + 1, line.length(), 10), 0.95);
System.out.println("n=" + answer.count() + " sum=" + answer.stream().mapToLong(row -> row.value()).sum());
