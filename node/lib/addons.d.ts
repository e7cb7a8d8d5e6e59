// The addon's packages, one per platform.
declare module 'visitorseal-*';

// The version of the package, which only the packed file has.
declare const PACKED_VERSION: string | undefined;
