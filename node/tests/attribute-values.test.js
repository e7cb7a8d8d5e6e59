'use strict';

// What sites pass as attributes, as tests/vectors/values.json has it.

const assert = require('node:assert/strict');
const test = require('node:test');
const { setFlagsFromString } = require('node:v8');
const vm = require('node:vm');
const { Signer } = require('..');
const { read } = require('./vectors');

// Node has Temporal behind a flag until it is on by default. A flag that is set late holds for new realms only.
setFlagsFromString('--harmony-temporal');
const Temporal = globalThis.Temporal ?? vm.runInNewContext('globalThis.Temporal');

const NO_TYPE = 'JavaScript has no type of its own for this.';
const NO_TEMPORAL = 'This runtime has no Temporal.';
const nested = (depth) => (depth === 1 ? [] : [nested(depth - 1)]);
const cycle = [];
cycle.push(cycle);
class Model {
  name = 'Jane';
}
class Written {
  #json;
  constructor(json) {
    this.#json = json;
  }
  toJSON() {
    return this.#json;
  }
}

/** Each symbol's values in JavaScript; text says why it has none. */
const VALUES = {
  null: [null],
  boolean: [true],
  integer: [42, 42n],
  integer_largest_signed: [2n ** 63n - 1n],
  fraction: [1.5],
  text: ['Jérôme'],
  list: [[1, 'a']],
  map: [{ b: 1, a: 2 }, Object.assign(Object.create(null), { b: 1, a: 2 })],
  nested_32: [nested(32)],
  time_utc: [new Date('2026-11-28T09:30:00Z'), vm.runInNewContext("new Date('2026-11-28T09:30:00Z')"), instant('2026-11-28T09:30:00Z'), zoned('2026-11-28T09:30:00Z[UTC]')],
  time_offset: [zoned('2026-11-28T09:30:00+02:00[+02:00]')],
  time_negative_offset: [zoned('2026-11-28T09:30:00-03:30[-03:30]')],
  time_tenth: [new Date('2026-11-28T09:30:00.100Z'), instant('2026-11-28T09:30:00.1Z')],
  time_micro: [instant('2026-11-28T09:30:00.000123Z')],
  time_nano: [instant('2026-11-28T09:30:00.123456789Z')],
  date: [Temporal?.PlainDate.from('2026-11-28'), Temporal?.PlainDate.from('2026-11-28[u-ca=japanese]')],
  uuid: NO_TYPE,
  // A member of an enum of TypeScript is its value.
  enum_text: [Object.freeze({ Growth: 'growth' }).Growth],
  enum_number: [Object.freeze({ Growth: 3, 3: 'Growth' }).Growth],
  decimal: NO_TYPE,
  decimal_exponent: NO_TYPE,
  decimal_small: NO_TYPE,
  writes_text: [new Written('growth'), { toJSON: () => 'growth' }],
  writes_number: [new Written(7), new Written(7n)],
  writes_boolean: [new Written(true)],
  writes_object: [new Written({ name: 'Jane' }), { toJSON: () => ({ name: 'Jane' }) }],
  writes_list: [new Written([1])],
  time_without_zone: [Temporal?.PlainDateTime.from('2026-11-28T09:30:00')],
  time_of_day: [Temporal?.PlainTime.from('09:30')],
  enum_bare: [Symbol('GROWTH')],
  nan: [NaN, new Written(NaN)],
  infinity: [Infinity, -Infinity],
  decimal_nan: NO_TYPE,
  integer_beyond_64_bits: [2n ** 64n],
  object: [new Model(), new Written(null), new Written(undefined), new Written(new Date(0)), new Date(NaN), new Date(8.64e15), Promise.resolve(), /x/, new String('x')],
  function: [() => {}, class {}],
  bytes: [Buffer.from('bytes'), new Uint8Array(3), new ArrayBuffer(3)],
  set: [new Set([1])],
  invalid_text: ['\ud800', new Written('\ud800')],
  invalid_key: [{ '\ud800': 1 }],
  key_not_text: [new Map([[1, 'a']])],
  proto_key: [JSON.parse('{"__proto__":1}')],
  nul: ['a\0b'],
  nested_33: [nested(33)],
  cycle: [cycle],
  text_too_large: ['x'.repeat(70_000)],
};

function instant(text) {
  return Temporal?.Instant.from(text);
}

function zoned(text) {
  return Temporal?.ZonedDateTime.from(text);
}

const signer = new Signer('bookbag', 'the secret of the panel, long enough');
const PLACES = { itself: (value) => value, 'in a list': (value) => [value], 'in a map': (value) => ({ in: value }) };
const ONLY_ITSELF = ['nested_32', 'nested_33', 'cycle'];

const { cases, long_names: longNames } = read('values');

test('every value of values.json is mapped, and nothing else is', () => {
  assert.deepEqual(Object.keys(VALUES).sort(), cases.map(({ value }) => value).sort());
});

for (const { value: symbol, json, code, field } of cases) {
  const values = VALUES[symbol];
  const reason = typeof values === 'string' ? values : values?.every((value) => value === undefined) && NO_TEMPORAL;
  test(`an attribute may be, or must not be, a value of the kind ${symbol}`, { skip: reason }, () => {
    const places = Object.entries(PLACES).filter(([place]) => place === 'itself' || !ONLY_ITSELF.includes(symbol));
    for (const value of values.filter((each) => each !== undefined)) {
      for (const [place, put] of places) {
        const sign = () => signer.sign({ id: '1', attributes: { odd: put(value) } });
        if (code === undefined) {
          const wanted = { itself: json, 'in a list': `[${json}]`, 'in a map': `{"in":${json}}` }[place];
          assert.ok(sign().fieldsJson.endsWith(`"user_metadata":{"odd":${wanted}}}`), `${place}: ${sign().fieldsJson}`);
        } else {
          assert.throws(sign, { name: 'VisitorError', code, field }, place);
        }
      }
    }
  });
}

test('a name in an error is cut by characters, and is safe in a log', () => {
  for (const { name, shown, about } of longNames) {
    const field = `attributes.${shown}`;
    assert.throws(() => signer.sign({ id: '1', attributes: { [name]: NaN } }), { field }, about);
    // The core cuts names in the same way, here in a warning.
    const { warnings } = signer.sign({ id: '1', attributes: { [name]: 2n ** 60n } });
    assert.deepEqual(warnings.map((warning) => warning.field), [field], about);
  }
});

test('an error of a getter or of toJSON names the attribute and does not show the error', () => {
  const fail = () => { throw new Error('hunter2'); };
  for (const odd of [{ toJSON: fail }, { get a() { return fail(); } }]) {
    assert.throws(() => signer.sign({ id: '1', attributes: { odd } }), (error) => {
      assert.deepEqual([error.code, error.field], ['field_type', 'attributes.odd']);
      assert.ok(!error.message.includes('hunter2'));
      return true;
    });
  }
});

test('a BigInt beyond 64 bits is refused before its digits are written', () => {
  for (const odd of [2n ** 64n, -(2n ** 63n) - 1n, 10n ** 100_000n, [10n ** 100_000n]]) {
    assert.throws(() => signer.sign({ id: '1', attributes: { odd } }), { code: 'number_too_large', field: 'attributes.odd' });
  }
  const { fieldsJson } = signer.sign({ id: '1', attributes: { odd: [2n ** 64n - 1n, -(2n ** 63n)] } });
  assert.ok(fieldsJson.endsWith('"user_metadata":{"odd":[18446744073709551615,-9223372036854775808]}}'), fieldsJson);
});

test('only attributes are converted: an id, a name and posted fields are not', () => {
  const date = new Date(0);
  for (const member of ['id', 'name']) assert.throws(() => signer.sign({ id: '1', [member]: date }), { code: 'field_type', field: member });
  assert.throws(() => signer.sign({ id: '1', attributes: date }), { code: 'field_type', field: 'attributes' });
});
