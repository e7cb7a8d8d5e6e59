export let LOGGABLE: symbol;
export let WITH_WARNINGS: symbol;
