// The addons' packages, of which one is installed.
declare module 'visitorseal-*';
