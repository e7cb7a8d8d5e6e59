/**
 * The code of an error.
 */
export type ErrorCode = import("./codes").ErrorCode;
/**
 * The code of a warning.
 */
export type WarningCode = import("./codes").WarningCode;
/**
 * The code of a finding.
 */
export type FindingCode = import("./codes").FindingCode;
/**
 * A setting of a scheme.
 */
export type Setting = import("./scheme").Setting;
/**
 * A problem that does not stop signing.
 */
export type Warning = import("./signed").Warning;
/**
 * The signed-in person.
 */
export type Visitor = import("./signer").Visitor;
/**
 * The settings of a scheme, named as `appId` or `app_id`.
 */
export type Settings = import("./signer").Settings;
/**
 * The secret of a signer, or a function that gives it.
 */
export type Secret = import("./signer").Secret;
/**
 * One key of a verifier.
 */
export type KeyLike = import("./key").KeyLike;
/**
 * The keys of a verifier, newest first, or a function that gives them.
 */
export type Keys = import("./key").Keys;
/**
 * The options of a verifier.
 */
export type VerifierOptions = import("./verifier").VerifierOptions;
/**
 * The options of `explain`.
 */
export type ExplainOptions = import("./explain").ExplainOptions;
/**
 * A cause that explains a refused signature.
 */
export type Finding = import("./explain").Finding;
/**
 * Why a signature was refused.
 */
export type Explanation = import("./explain").Explanation;
/**
 * What an unverified token says. Anyone can have written it.
 */
export type InspectedToken = import("./explain").InspectedToken;
import { VisitorsealError } from "./errors.js";
import { ConfigurationError } from "./errors.js";
import { VisitorError } from "./errors.js";
import { Refused } from "./errors.js";
import { InternalError } from "./errors.js";
import { Scheme } from "./scheme.js";
import { scheme } from "./scheme.js";
import { schemes } from "./scheme.js";
import { Page } from "./page.js";
import { Key } from "./key.js";
import { Signer } from "./signer.js";
import { Signed } from "./signed.js";
import { Verifier } from "./verifier.js";
import { Verified } from "./verified.js";
import { Contact } from "./verified.js";
/**
 * Tries the mistakes that integrators make and reports the one that explains this signature.
 *
 * @type {typeof import('./explain').explain}
 */
export const explain: typeof import("./explain").explain;
/**
 * Reads a token without verifying it. Never trust the result.
 *
 * @type {typeof import('./explain').inspectToken}
 */
export const inspectToken: typeof import("./explain").inspectToken;
export { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError, Scheme, scheme, schemes, Page, Key, Signer, Signed, Verifier, Verified, Contact };
