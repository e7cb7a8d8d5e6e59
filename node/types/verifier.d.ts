export type VerifierOptions = {
    /**
     * What happens to a visitor who does not prove who they are.
     * `required`, the default: refused. `optional`: without a signature (absent or null) anonymous, with a wrong or empty one
     * refused. `observe`, for a rollout: with a wrong one anonymous too, and `Verified.refusal` says why.
     */
    policy?: "required" | "optional" | "observe" | undefined;
    /**
     * Seconds to allow for clocks that differ, at most 300. The default is 0.
     */
    leeway?: number | undefined;
    /**
     * The largest token in bytes. The default is 8192.
     */
    maxToken?: number | undefined;
    /**
     * The settings of the scheme. Those that the fields hold too must agree with them.
     */
    settings?: Settings | undefined;
};
declare const Verifier_base: new () => object;
/**
 * A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it.
 *
 * `keys` are 1 to 16 of: the vendor's shared secret, the site's public key, or a {@link Key}. A public key is PEM, a JSON Web Key
 * (JWK) or a JWK set, as JSON text. The keys of a set that the scheme cannot use are skipped. A single key needs no list. If a
 * function gives the keys, nothing is checked until the verifier is first used, or until {@link check}.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`, `setting_…` or
 * `library_…`.
 *
 * @example
 * const verifier = new Verifier('bookbag', [secret, oldSecret], { policy: 'optional' });
 * const verified = verifier.verifyJson(body);
 */
export class Verifier extends Verifier_base {
    /**
     * @param {Scheme | string} scheme
     * @param {Keys} keys
     * @param {VerifierOptions} [options]
     */
    constructor(scheme: Scheme | string, keys: Keys, options?: VerifierOptions);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /** The largest body in bytes that `verifyJson` reads. @returns {number} */
    get maxBody(): number;
    /**
     * Checks scheme, options and keys now, also if a function gives the keys. Call it at the start of a program or before a
     * deployment. Throws `ConfigurationError`, or what the function throws.
     */
    check(): void;
    /**
     * Verifies the fields of a request, named as on the vendor's page. Members that are undefined count as absent.
     *
     * `now` is Unix seconds and the system's clock by default. Throws `Refused`, also for anything but a plain object.
     *
     * @example
     * const verified = verifier.verify(request.body);
     * verified.signed.id; // the signature covers it
     * verified.unsigned.name; // the browser merely claims it
     *
     * @param {unknown} fields
     * @param {{ now?: number }} [options]
     * @returns {Verified}
     */
    verify(fields: unknown, options?: {
        now?: number;
    }): Verified;
    /**
     * Verifies the fields of a request on libuv's thread pool. See {@link verify}.
     *
     * @param {unknown} fields
     * @param {{ now?: number }} [options]
     * @returns {Promise<Verified>}
     */
    verifyAsync(fields: unknown, options?: {
        now?: number;
    }): Promise<Verified>;
    /**
     * Verifies the fields in a JSON body. Pass the body as it came: unlike `verify`, this sees members that stand twice.
     *
     * Throws `Refused`. A body that is not a JSON object is refused under every policy.
     *
     * @example
     * const verified = verifier.verifyJson('{"user_id": "user-123", "user_hash": "8038e2…"}');
     *
     * @param {unknown} body A string or a Uint8Array.
     * @param {{ now?: number }} [options]
     * @returns {Verified}
     */
    verifyJson(body: unknown, options?: {
        now?: number;
    }): Verified;
    /**
     * Verifies the fields in a JSON body on libuv's thread pool. See {@link verifyJson}.
     *
     * @param {unknown} body A string or a Uint8Array.
     * @param {{ now?: number }} [options]
     * @returns {Promise<Verified>}
     */
    verifyJsonAsync(body: unknown, options?: {
        now?: number;
    }): Promise<Verified>;
    #private;
}
import type { Settings } from './signer';
import { Verified } from "./verified.js";
import type { Scheme } from './scheme';
import type { Keys } from './key';
export {};
