package visitorseal.server.platform

/**
 * The jar of each platform provides this. So Java finds that jar on the module path by itself. It is not for programs.
 */
public interface NativeLibrary
