/** Signs and verifies the signed-in visitor of a site for its support-chat widget. */
module visitorseal.server {
    requires transitive kotlin.stdlib;
    requires com.fasterxml.jackson.core;

    exports visitorseal.server;
    // For the modules of the platforms. Java resolves them because they provide what is used here.
    exports visitorseal.server.platform;
    uses visitorseal.server.platform.NativeLibrary;
}
