export let LOGGABLE: symbol;
export let SIGN_LEAVING_OUT: symbol;
export let WITH_WARNINGS: symbol;
