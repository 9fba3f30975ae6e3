// Words.
var answer = mapreduce(files("*.gz"))
    .flatMap(line -> Arrays.stream(line.split(" ")))
    .groupBy(word -> word)
    .count();
System.out.println("n=" + answer.count() + " sum=" + answer.stream().mapToLong(row -> row.value()).sum());
