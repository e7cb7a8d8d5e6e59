export type Failure = {
    name: string;
    error: NodeJS.ErrnoException;
};
/** @returns {any} */
export function native(): any;
