package dev.mayfly.kernel.terminal;

/** What the terminal says about itself. */
final class HelpText {
    private HelpText() {}

    /** Two lines. */
    static String welcome(String version) {
        return "Mayfly " + version + " on Java " + Runtime.version().feature()
                + ". What you define stays until you leave.\n"
                + "help shows the way around; Tab completes, Ctrl-C stops a cell, Ctrl-D leaves.";
    }

    /** One screen of 80 by 24. */
    static String help() {
        return """
                Java, as you type it: statements, expressions, methods, classes, imports.
                A last line without a semicolon shows its value.

                  var logs = files("logs/*.gz")                   gzip or plain; also urls(list)
                  mapreduce(logs).grep(" 50[03] ").count()        how many lines match
                  mapreduce(logs)                                 the busiest paths, by bytes:
                      .map(line -> line.split(" "))               a line that has to go on
                      .groupBy(f -> f[6])                         may be left open, or start
                      .sum(f -> Long.parseLong(f[9]))             with a dot after Alt-Enter
                      .top(10)
                  display(value)                                  shows a value in mid-cell

                  Tab          completes, with types              name?     about a name
                  Enter        runs what is whole                 %...      a magic
                  Alt-Enter    starts another line in any case    Ctrl-R    searches the history
                  Ctrl-C       stops the cell, clears the line    Ctrl-D    leaves; so does exit

                A line that starts with a space is not kept in the history.""";
    }
}
