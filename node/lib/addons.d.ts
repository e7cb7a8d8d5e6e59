// The addon's packages, one per platform.
declare module 'visitorseal-*';
