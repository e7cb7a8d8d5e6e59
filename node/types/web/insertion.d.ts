/**
 * What a response's head says.
 */
export type Head = {
    status: number;
    /**
     * The value of a header.
     */
    header: (name: string) => unknown;
};
/** Headers that describe the bytes of a page, and that are wrong once a script is in it. */
export const OF_BYTES: string[];
/**
 * The page with scripts before the end of its body, or the page itself if it has no end of the body or there is no script.
 *
 * @template {string | Uint8Array} Body
 * @param {Body} body
 * @param {unknown} contentType
 * @param {() => string} scripts Called only for a page that can take them.
 * @returns {Body | string | Buffer}
 */
export function insertScripts<Body extends string | Uint8Array>(body: Body, contentType: unknown, scripts: () => string): Body | string | Buffer;
/**
 * @typedef {object} Head What a response's head says.
 * @property {number} status
 * @property {(name: string) => unknown} header The value of a header.
 */
/**
 * Whether a response is a whole HTML page. Redirects show no page, and a page that reports an error of the server must not
 * depend on a visitor.
 *
 * @param {Head} head
 * @param {unknown} contentType
 */
export function isPage({ status, header }: Head, contentType: unknown): boolean;
