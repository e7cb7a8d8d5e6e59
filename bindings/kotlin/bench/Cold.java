import visitorseal.server.Signer;

/** The first digest of a process: the library is unpacked and loaded, the scheme is read. */
class Cold {
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        var digest = args[0].equals("visitorseal") ? new Signer("fernand", Bench.SECRET).digest("user-123") : Bench.digest("user-123");
        System.out.println((System.nanoTime() - start) / 1000 + " " + digest.length());
    }
}
