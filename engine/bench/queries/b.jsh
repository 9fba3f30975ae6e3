// Bytes by client address.
var answer = mapreduce(files("*.gz"))
    .groupBy(line -> line.substring(0, line.indexOf(' ')))
    .sum(line -> {
        int i = line.indexOf("\" ") + 6;
        return Long.parseLong(line.substring(i, line.indexOf(' ', i)));
    });
System.out.println("n=" + answer.count() + " sum=" + answer.stream().mapToLong(row -> row.value()).sum());
