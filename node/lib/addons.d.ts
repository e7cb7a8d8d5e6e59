// The addon's packages, one per platform.
declare module 'visitorseal-*';

// What only the packed file has: the version of the package, and whether the registry has it.
declare const PACKED_VERSION: string | undefined;
declare const PACKED_IS_PUBLIC: boolean | undefined;
