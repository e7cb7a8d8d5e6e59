export namespace limits {
    let maxVisitor: 65536;
    let maxAttributes: 256;
    let maxDepth: 32;
    let maxName: 48;
    let maxToken: 8192;
    let maxKeys: 16;
    let maxLeeway: 300;
}
export namespace faults {
    namespace visitorType {
        let code: "visitor_malformed";
        let reason: "The visitor is not a map of fields. Pass a map with some of id, email, name, phone, avatar and attributes.";
    }
    namespace visitorTooLarge {
        let code_1: "visitor_too_large";
        export { code_1 as code };
        let reason_1: "The visitor is larger than 64 KiB as JSON. Leave out attributes that no support agent reads.";
        export { reason_1 as reason };
    }
    namespace fieldUnknown {
        let code_2: "field_unknown";
        export { code_2 as code };
        let reason_2: "A visitor has id, email, name, phone, avatar and attributes. Use these names: a user_id is the id. Put other data into attributes.";
        export { reason_2 as reason };
    }
    namespace valueType {
        let code_3: "field_type";
        export { code_3 as code };
        let reason_3: "A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.";
        export { reason_3 as reason };
    }
    namespace objectType {
        let code_4: "field_type";
        export { code_4 as code };
        let reason_4: "An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.";
        export { reason_4 as reason };
    }
    namespace enumType {
        let code_5: "field_type";
        export { code_5 as code };
        let reason_5: "The enum has no value. Pass its name as text.";
        export { reason_5 as reason };
    }
    namespace timeWithoutZone {
        let code_6: "field_type";
        export { code_6 as code };
        let reason_6: "The time has no time zone. Pass a time with its zone.";
        export { reason_6 as reason };
    }
    namespace numberNotFinite {
        let code_7: "field_type";
        export { code_7 as code };
        let reason_7: "JSON has no NaN and no infinity. Leave the value out or pass text.";
        export { reason_7 as reason };
    }
    namespace keyType {
        let code_8: "field_type";
        export { code_8 as code };
        let reason_8: "A key of a map is not text. Use text as keys.";
        export { reason_8 as reason };
    }
    namespace numberTooLarge {
        let code_9: "number_too_large";
        export { code_9 as code };
        let reason_9: "The number does not fit into 64 bits. Pass it as text.";
        export { reason_9 as reason };
    }
    namespace textNotUnicode {
        let code_10: "field_invalid";
        export { code_10 as code };
        let reason_10: "The text is not valid Unicode: it holds a wrong byte or half a surrogate pair. Pass valid UTF-8.";
        export { reason_10 as reason };
    }
    namespace textNul {
        let code_11: "field_invalid";
        export { code_11 as code };
        let reason_11: "The text holds a NUL character. Remove it.";
        export { reason_11 as reason };
    }
    namespace attributeKey {
        let code_12: "attribute_key";
        export { code_12 as code };
        let reason_12: "JavaScript cannot hold the name __proto__ safely. Rename the attribute or the key.";
        export { reason_12 as reason };
    }
    namespace attributeTooDeep {
        let code_13: "attribute_too_deep";
        export { code_13 as code };
        let reason_13: "The attribute is nested more than 32 levels deep. Pass only the part that support agents read.";
        export { reason_13 as reason };
    }
}
