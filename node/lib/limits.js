'use strict';

// Written by `make generate` from core/src/values.rs.

const limits = /** @type {const} */ ({
  /** A visitor has at most this many bytes as JSON. */
  maxVisitor: 65536,
  /** A visitor has at most this many attributes. */
  maxAttributes: 256,
  /** An attribute is nested at most this deep. */
  maxDepth: 32,
  /** An error shows names of at most this many characters. */
  maxName: 48,
  /** A verifier accepts tokens of at most this many bytes, unless told otherwise. */
  maxToken: 8192,
  /** A verifier has at most this many keys. */
  maxKeys: 16,
  /** The largest leeway in seconds. */
  maxLeeway: 300,
});

/** The faults of values: their code and reason. */
const faults = /** @type {const} */ ({
  visitorType: { code: 'visitor_malformed', reason: 'The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes.' },
  visitorTooLarge: { code: 'visitor_too_large', reason: 'The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads.' },
  fieldUnknown: { code: 'field_unknown', reason: 'A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes.' },
  valueType: { code: 'field_type', reason: 'A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.' },
  objectType: { code: 'field_type', reason: 'An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.' },
  enumType: { code: 'field_type', reason: 'The enum has no value. Pass its name as text.' },
  timeWithoutZone: { code: 'field_type', reason: 'The time has no time zone. Pass a time with its zone.' },
  numberNotFinite: { code: 'field_type', reason: 'JSON has no NaN and no infinity. Leave the value out or pass text.' },
  keyType: { code: 'field_type', reason: 'A key of a map is not text. Use text as keys.' },
  numberTooLarge: { code: 'number_too_large', reason: 'The number does not fit into 64 bits. Pass it as text.' },
  textNotUnicode: { code: 'field_invalid', reason: 'The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8.' },
  textNul: { code: 'field_invalid', reason: 'The text holds a NUL character. Remove it.' },
  attributeKey: { code: 'attribute_key', reason: 'JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key.' },
  attributeTooDeep: { code: 'attribute_too_deep', reason: 'The attribute is nested more than 32 levels deep. Pass only the part that support agents read.' },
});

module.exports = { limits, faults };
