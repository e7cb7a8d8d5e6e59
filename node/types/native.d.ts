declare namespace _exports {
    export { Failure };
}
declare const _exports: any;
export = _exports;
type Failure = {
    name: string;
    error: NodeJS.ErrnoException;
};
