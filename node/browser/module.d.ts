/**
 * A visitor as your server signed them: what `Signed.toJSON()` gives, and what the endpoint of `visitorFields` answers. Nobody has
 * no fields.
 */
export interface SignedVisitor {
  /** The payload under the vendor's names. */
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** What tells this visitor from another one. */
  readonly mark: string | null;
  /** When the vendor stops accepting the signature, in Unix seconds. Null if it never expires. */
  readonly expires_at: number | null;
}

/**
 * Asks your endpoint who is signed in, and tells the widget. Call it at the start, after sign-in and at each route change: only
 * what has changed reaches the widget. It asks again before a token expires.
 *
 * @param endpoint The address that answers as `visitorFields` does: a path of your site, or an http(s) address.
 * @param nobody The fields with which the widget starts if nobody is signed in, such as `{ app_id: '…' }`. Without them, a widget
 *   that needs such fields does not start for nobody.
 * @returns Whether somebody is signed in. It rejects if the endpoint cannot be reached or does not answer with JSON.
 */
export function follow(endpoint: string, nobody?: Readonly<Record<string, unknown>>): Promise<boolean>;

/**
 * Tells the widget who is signed in now. Fields that have expired are not handed over.
 *
 * @param signed The signed-in visitor; null for nobody.
 * @param nobody The fields with which the widget starts if nobody is signed in, as in `follow`.
 */
export function show(signed: SignedVisitor | null, nobody?: Readonly<Record<string, unknown>>): void;

/** Makes the widget forget the visitor. Call it after sign-out. */
export function forget(): void;
