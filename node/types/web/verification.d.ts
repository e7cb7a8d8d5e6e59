export type Answer = {
    status: number;
    json: string;
};
/** @typedef {{ status: number, json: string }} Answer */
/**
 * Verifies the body of a request: bytes or text as they came, or what a parser made of them. Gives the visitor and the parsed
 * body, or the answer to a request that is refused.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Request} request
 * @param {(brand: Brand<Request>) => unknown} read Reads the body, up to the verifier's `maxBody`.
 * @returns {Promise<{ visitor: Verified, body: unknown, answer: null } | { answer: Answer }>}
 */
export function verifyRequest<Request>({ find, onError }: Brands<Request>, request: Request, read: (brand: Brand<Request>) => unknown): Promise<{
    visitor: Verified;
    body: unknown;
    answer: null;
} | {
    answer: Answer;
}>;
import type { Brands } from './brands';
import type { Brand } from './brands';
import type { Verified } from '../verified';
