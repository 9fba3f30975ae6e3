// Lines by status.
var answer = mapreduce(files("*.gz"),
    (String line, Emitter<String, Long> out) -> {
        int i = line.indexOf("\" ") + 2;
        out.emit(line.substring(i, i + 3), 1L);
    },
    (status, counts) -> counts.sum());
System.out.println("n=" + answer.count() + " sum=" + answer.stream().mapToLong(row -> row.value()).sum());
