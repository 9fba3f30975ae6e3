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
                Java, as you type it. A last line without a semicolon shows its value.

                  var logs = files("logs/*.gz")           gzip or plain; s3.urls("s3://b/p/")
                  mapreduce(logs).grep(" 50[03] ").count()          how many lines match
                  mapreduce(logs)                                   the busiest paths, by bytes
                      .map(line -> line.split(" "))
                      .groupBy(f -> f[6])
                      .sum(f -> Long.parseLong(f[9]))
                      .top(10)                            .chart() draws, .toCsv("x.csv") writes
                  mapreduce(logs).grep("x").to(s3.lineOutput("s3://b/x.gz"));
                  cluster.on("ec2").plan(8)                         what 8 machines would cost
                  cluster.up(8); ... cluster.down()                 jobs run there in between

                _  $1  out(3)    earlier values         name?  Shift-Tab   about a name
                %save x.ipynb    the session, kept      Tab    Alt-i       complete, import
                %load x.ipynb    a notebook, run        Alt-Enter          another line
                %edit  %more     editor, pager          Ctrl-R  Right      old cells, suggestion
                %keys vi         or emacs               Ctrl-C             stops the cell
                %lsmagic         the other magics       Ctrl-D  exit       leaves
                %tutorial shows it in five steps. A cell that starts with a space, or seems to
                hold a secret, is not kept in the history.""";
    }
}
