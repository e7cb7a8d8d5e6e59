import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import visitorseal.server.Signer;

/**
 * What needs a new Java for each measurement. Fresh ours|theirs script writes the first script of a process; load prints the
 * nanoseconds until there is a signer; memory COUNT prints the bytes that each of many signers takes.
 */
class Fresh {
    /** The heap has its size from the start, so the memory that a process takes grows only outside of it. */
    static final List<String> FIXED_HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    public static void main(String[] args) throws Exception {
        boolean ours = args[0].equals("ours");
        switch (args[1]) {
            case "script" -> System.out.println(ours
                ? new Signer("bookbag", Hand.SECRET).sign(Bench.visitor("user-123")).script(Hand.NONCE) : Hand.script("user-123"));
            case "load" -> {
                long start = System.nanoTime();
                Object made = ours ? new Signer("bookbag", Hand.SECRET) : List.of(Hand.mac(), Hand.MAPPER);
                System.out.println(System.nanoTime() - start + " " + made.getClass());
            }
            default -> System.out.println(memory(ours, Integer.parseInt(args[2])));
        }
    }

    static double memory(boolean ours, int count) throws Exception {
        var warm = kept(ours, 1000);
        double before = taken();
        var kept = kept(ours, count);
        return (taken() - before) / (kept.size() + warm.size() - 1000);
    }

    static List<Object> kept(boolean ours, int count) throws Exception {
        var kept = new ArrayList<Object>(count);
        for (int i = 0; i < count; i++) kept.add(ours ? new Signer("bookbag", Hand.SECRET + i) : Hand.mac());
        return kept;
    }

    static double taken() throws Exception {
        for (int i = 0; i < 3; i++) System.gc();
        var runtime = Runtime.getRuntime();
        double resident = 4096 * Double.parseDouble(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        return resident + runtime.totalMemory() - runtime.freeMemory();
    }

    static void rows(int asked) throws Exception {
        int rounds = asked > 0 ? asked : 11;
        row("load time", "a Mac and an ObjectMapper", "ns", rounds, "load");
        row("cold start to the first script", "Mac, Jackson", "ns", rounds, "script");
        // Only Linux tells the memory so exactly.
        if (Files.exists(Path.of("/proc/self/statm"))) {
            row("memory of a signer", "a kept Mac", "bytes", Math.min(rounds, 2), "memory", asked == 1 ? "2000" : "10000");
        }
    }

    static void row(String name, String than, String unit, int rounds, String... args) throws Exception {
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        // In the first round the system fills its caches.
        for (int round = -1; round < rounds; round++) {
            double first = run("ours", args), second = run("theirs", args);
            if (round < 0) continue;
            ours.add(first);
            theirs.add(second);
        }
        Bench.print(name, than, unit, ours, theirs);
    }

    /** The number that a new process prints, or, for a script, the nanoseconds from its start to its end. */
    static double run(String side, String... args) throws Exception {
        var command = new ArrayList<String>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        if (Runtime.version().feature() >= 17) command.add("--enable-native-access=ALL-UNNAMED");
        if (args[0].equals("memory")) command.addAll(FIXED_HEAP);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "Fresh", side));
        command.addAll(List.of(args));
        long start = System.nanoTime();
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new AssertionError(said);
        double lived = System.nanoTime() - start;
        return args[0].equals("script") ? lived : Double.parseDouble(said.split("\\s")[0]);
    }
}
