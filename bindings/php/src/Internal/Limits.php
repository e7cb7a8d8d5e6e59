<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * Written by `make generate` from core/src/values.rs.
 *
 * @internal
 */
final class Limits
{
    /** A visitor has at most this many bytes as JSON. */
    public const MAX_VISITOR = 65536;

    /** A visitor has at most this many attributes. */
    public const MAX_ATTRIBUTES = 256;

    /** An attribute is nested at most this deep. */
    public const MAX_DEPTH = 32;

    /** An error shows names of at most this many characters. */
    public const MAX_NAME = 48;

    /** A verifier accepts tokens of at most this many bytes, unless told otherwise. */
    public const MAX_TOKEN = 8192;

    /** A verifier has at most this many keys. */
    public const MAX_KEYS = 16;

    /** The largest leeway in seconds. */
    public const MAX_LEEWAY = 300;

    /** The faults of values: their code and reason. */
    public const FAULTS = [
        'visitor_type' => ['visitor_malformed', 'The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes.'],
        'visitor_too_large' => ['visitor_too_large', 'The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads.'],
        'field_unknown' => ['field_unknown', 'A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes.'],
        'value_type' => ['field_type', 'A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.'],
        'object_type' => ['field_type', 'An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.'],
        'enum_type' => ['field_type', 'The enum has no value. Pass its name as text.'],
        'time_without_zone' => ['field_type', 'The time has no time zone. Pass a time with its zone.'],
        'number_not_finite' => ['field_type', 'JSON has no NaN and no infinity. Leave the value out or pass text.'],
        'key_type' => ['field_type', 'A key of a map is not text. Use text as keys.'],
        'number_too_large' => ['number_too_large', 'The number does not fit into 64 bits. Pass it as text.'],
        'text_not_unicode' => ['field_invalid', 'The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8.'],
        'text_nul' => ['field_invalid', 'The text holds a NUL character. Remove it.'],
        'attribute_key' => ['attribute_key', 'JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key.'],
        'attribute_too_deep' => ['attribute_too_deep', 'The attribute is nested more than 32 levels deep. Pass only the part that support agents read.'],
    ];
}
