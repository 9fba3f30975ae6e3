// Lines that match an expression.
var answer = mapreduce(files("*.gz")).grep("GET /cart/[a-z]+/[0-9]+\\.html.* 50[03] ");
System.out.println("n=" + answer.count() + " sum=" + answer.stream().mapToLong(line -> line.length()).sum());
