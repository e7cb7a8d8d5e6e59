/**
 * The code of an error.
 */
export type ErrorCode = keyof typeof errors;
/**
 * The code of a warning.
 */
export type WarningCode = (typeof warnings)[number];
/**
 * The code of a finding.
 */
export type FindingCode = (typeof findings)[number];
export namespace errors {
    let scheme_unknown: "configuration";
    let scheme_malformed: "configuration";
    let not_offered: "configuration";
    let setting_unknown: "configuration";
    let setting_missing: "configuration";
    let setting_invalid: "configuration";
    let secret_empty: "configuration";
    let secret_encoding: "configuration";
    let secret_is_pem: "configuration";
    let secret_is_jwk: "configuration";
    let key_count: "configuration";
    let key_empty: "configuration";
    let key_malformed: "configuration";
    let key_private: "configuration";
    let key_public: "configuration";
    let key_encrypted: "configuration";
    let key_too_short: "configuration";
    let key_certificate: "configuration";
    let key_unsupported: "configuration";
    let kid_invalid: "configuration";
    let leeway_invalid: "configuration";
    let now_invalid: "configuration";
    let policy_unknown: "configuration";
    let nonce_invalid: "configuration";
    let library_missing: "configuration";
    let library_version: "configuration";
    let brand_unknown: "configuration";
    let key_algorithm: "configuration";
    let key_use: "configuration";
    let key_weak: "configuration";
    let visitor_malformed: "visitor";
    let visitor_too_large: "visitor";
    let field_unknown: "visitor";
    let field_missing: "visitor";
    let field_empty: "visitor";
    let field_type: "visitor";
    let field_invalid: "visitor";
    let field_separator: "visitor";
    let attributes_too_many: "visitor";
    let attribute_reserved: "visitor";
    let attribute_key: "visitor";
    let number_too_large: "visitor";
    let attribute_too_deep: "visitor";
    let fields_malformed: "refused";
    let fields_too_large: "refused";
    let signature_missing: "refused";
    let signature_malformed: "refused";
    let signature_mismatch: "refused";
    let signature_expired: "refused";
    let signature_not_yet_valid: "refused";
    let token_malformed: "refused";
    let token_too_large: "refused";
    let algorithm_refused: "refused";
    let header_refused: "refused";
    let key_unknown: "refused";
    let token_expired: "refused";
    let token_not_yet_valid: "refused";
    let claim_missing: "refused";
    let claim_type: "refused";
    let claim_value: "refused";
    let internal: "internal";
    let crypto_failed: "internal";
    let argument_null: "internal";
    let argument_encoding: "internal";
    let buffer_too_small: "internal";
    let panic: "internal";
    let argument_value: "internal";
}
/** Every warning's code. */
export const warnings: readonly ["secret_short", "secret_space", "secret_sample", "secret_shape", "identity_missing", "template_unfilled", "id_space", "field_unused", "attribute_left_out", "email_shape", "attribute_key_style", "number_inexact", "token_large", "scheme_deprecated", "hash_weak", "message_ambiguous"];
/** Every finding's code; a finding may have an error's code too. */
export const findings: readonly ["field_misspelt", "field_place", "field_is_signature", "other_field", "message_order", "message_separator", "message_case", "message_space", "message_number", "message_url_encoded", "message_html_escaped", "message_json_quoted", "message_escaped", "message_quotes", "message_unicode", "message_charset", "message_domain", "message_identifier", "message_address", "message_hashed", "message_encoded", "message_empty", "message_part_missing", "message_time", "message_time_form", "payload_encoding", "payload_rewritten", "key_message_swapped", "secret_space", "secret_quotes", "secret_hex", "secret_base64", "secret_charset", "secret_cut", "secret_name", "secret_escaped", "secret_word", "secret_hashed", "secret_is_field", "secret_case", "other_hash", "no_hmac", "no_secret", "hashed_twice", "result_upper_case", "result_lower_case", "result_hex", "result_base64_form", "result_part_missing", "result_part_order", "result_part_separator", "result_base64", "result_hex_twice", "result_prefix", "result_separated", "result_url_encoded", "result_space", "result_quotes", "result_escaped", "result_zeros", "result_number", "result_cut", "result_bytes", "signature_is_field", "signature_is_message", "fields_swapped", "signatures_swapped", "signature_is_secret", "signature_is_token", "secret_unknown", "key_not_newest", "other_key", "token_not_text", "token_in_object", "token_quoted", "token_bearer", "token_url_encoded", "token_in_address", "token_in_text", "token_escaped", "token_twice", "token_base64", "token_is_claims", "token_unsigned", "token_cut", "token_is_digest", "token_encrypted", "hs256_with_pem", "token_hash", "token_padding", "token_input", "token_signature_form", "kid_other_key", "kid_missing", "lifetime_too_long", "expiry_missing", "time_in_milliseconds", "time_form", "time_is_duration", "time_zone", "claim_case", "key_literal_newlines", "key_base64", "key_quoted", "key_charset", "key_der", "key_in_json", "key_escaped", "key_lines_lost", "key_lines_changed", "key_cut", "field_unsigned", "check_identity", "check_ambiguous", "check_started_late", "check_switch_of_users", "check_enforcement"];
