'use strict';

// The package's public names, found by reflection, against the table of tests/vectors/api.json.

const assert = require('node:assert/strict');
const http = require('node:http');
const { join } = require('node:path');
const test = require('node:test');
const fastify = require('fastify');
const ts = require('typescript');
const library = require('..');
const forExpress = require('../lib/web/express');
const forFastify = require('../lib/web/fastify');
const forWeb = require('../lib/web/web');
const { read } = require('./vectors');

const { functions, types, frameworks, languages } = read('api');
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const sorted = (names) => [...new Set(names)].sort();

/** The names that the table asks of a language: those of the table in its case, and those of its own block. */
function expectedNames(concepts, { renamed, absent, extra }) {
  for (const concept of [...Object.keys(renamed), ...Object.keys(absent)]) {
    assert.ok(concepts.includes(concept), `the block names ${concept}, which the table does not have`);
  }
  const nameOf = (concept) => renamed[concept]?.name ?? camelCase(concept);
  const present = concepts.filter((concept) => !(concept in absent));
  return {
    expected: sorted([...present.map(nameOf), ...Object.keys(extra)]),
    gone: [...Object.keys(renamed), ...Object.keys(absent)].map(camelCase),
  };
}

function assertNames(actual, concepts, block) {
  const { expected, gone } = expectedNames(concepts, block);
  const missing = expected.filter((name) => !actual.includes(name));
  const unknown = actual.filter((name) => !expected.includes(name));
  assert.deepEqual({ missing, unknown }, { missing: [], unknown: [] });
  assert.deepEqual(gone.filter((name) => actual.includes(name)), [], 'the block calls these renamed or absent');
}

/** What a file of declarations exports: values and types, with the members of each type. */
function declared(name) {
  const file = join(__dirname, '../types', name);
  const program = ts.createProgram([file], { module: ts.ModuleKind.Node20, target: ts.ScriptTarget.ES2023, types: ['node'] });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  return Object.fromEntries(exported.map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const isType = Boolean(target.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface));
    const type = isType ? checker.getDeclaredTypeOfSymbol(target) : checker.getTypeOfSymbol(target);
    const isPublic = ({ name: member }) => /^[a-zA-Z]\w*$/.test(member);
    const properties = isType && !type.isUnion() ? checker.getPropertiesOfType(type).filter(isPublic) : [];
    const textOf = (documented) => ts.displayPartsToString(documented.getDocumentationComment(checker));
    const signatures = target.valueDeclaration && ts.isClassDeclaration(target.valueDeclaration)
      ? checker.getTypeOfSymbol(target).getConstructSignatures() : [];
    const parameters = signatures.flatMap((signature) => signature.parameters).flatMap((parameter) => {
      const declaredAs = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
      // Options are named members of one parameter.
      return parameter.name === 'options' ? checker.getPropertiesOfType(declaredAs).map((option) => option.name) : [parameter.name];
    });
    const memberTexts = Object.fromEntries(properties.map((member) => [member.name, textOf(member)]));
    return [symbol.name, { isType, members: Object.keys(memberTexts), parameters, text: textOf(target), memberTexts }];
  }));
}

/** What Object and Error have by themselves. */
const INHERITED = ['constructor', 'stack', 'message', 'cause', 'name', 'toString'];
const signer = new library.Signer('bookbag', 'short');
const signed = signer.sign({ id: '1', name: 'Jane' });
const verified = new library.Verifier('bookbag', 'short').verify(signed.fields);
const explanation = library.explain('bookbag', 'short', {});

/** Objects of each type of the table, to look at. */
const OBJECTS = {
  Scheme: library.scheme('thread'),
  Setting: library.scheme('thread').settings[0],
  Signer: signer,
  Page: new library.Page('bookbag'),
  Signed: signed,
  Verifier: new library.Verifier('bookbag', 'short'),
  Verified: verified,
  Contact: verified.contact(),
  Explanation: explanation,
  Finding: explanation.findings[0],
  InspectedToken: library.inspectToken('e30.e30.e30'),
  Key: new library.Key('short'),
  Warning: signer.warnings[0],
  VisitorsealError: new library.VisitorsealError('internal', null, ''),
  ConfigurationError: new library.ConfigurationError('internal', null, ''),
  VisitorError: new library.VisitorError('internal', null, ''),
  Refused: new library.Refused('internal', null, ''),
  InternalError: new library.InternalError('internal', null, ''),
};

/** The names of an object's own members and of those that its classes give it. */
function membersOf(object) {
  const isOwn = (name) => typeof name === 'string' && !(object instanceof Error && INHERITED.includes(name)) && name !== 'constructor';
  let names = Reflect.ownKeys(object).filter(isOwn);
  for (let at = Object.getPrototypeOf(object); at?.constructor && isOurs(at.constructor); at = Object.getPrototypeOf(at)) {
    names = names.concat(Reflect.ownKeys(at).filter(isOwn));
  }
  const statics = object.constructor === Object ? [] : Object.getOwnPropertyNames(object.constructor);
  return sorted([...names, ...statics.filter((name) => !['length', 'name', 'prototype'].includes(name))]);
}
const isOurs = (constructor) => ![Object, Error, WeakSet].includes(constructor) && constructor.name !== '';

test('every public name of the package is in the table, and every name of the table is in the package', () => {
  const block = languages.node;
  const concepts = [
    ...Object.keys(functions),
    ...Object.entries(types).flatMap(([type, { members }]) => [type, ...Object.keys(members).map((member) => `${type}.${member}`)]),
  ];
  const ownName = (type) => Object.keys(types).find((each) => (block.renamed[each]?.name ?? each) === type) ?? type;
  // The base's members belong to each error.
  const base = membersOf(OBJECTS.VisitorsealError);
  const members = Object.entries(OBJECTS).flatMap(([type, object]) => {
    const isDerived = object instanceof library.VisitorsealError && type !== 'VisitorsealError';
    return membersOf(object).filter((member) => !isDerived || !base.includes(member)).map((member) => `${ownName(type)}.${member}`);
  });
  const declaredTypes = Object.entries(declared('index.d.ts')).filter(([, { isType }]) => isType).map(([name]) => name);
  const codes = Object.keys(require('../lib/codes')).map((name) => `codes.${name}`);
  const forBrowsers = Object.keys(declared('../browser/module.d.ts')).map((name) => `browser.${name}`);
  const actual = sorted([...Object.keys(library), ...declaredTypes, ...members, ...codes, ...forBrowsers]);
  assertNames(actual, concepts, block);
});

test('the declarations for TypeScript have the same names as the running package', () => {
  const declarations = declared('index.d.ts');
  for (const name of Object.keys(library)) assert.ok(name in declarations, name);
  for (const [type, object] of Object.entries(OBJECTS)) {
    const running = membersOf(object).filter((member) => !(member in object.constructor) || member in object);
    const { members } = declarations[type];
    assert.deepEqual(sorted(members.filter((member) => !INHERITED.includes(member) || type === 'Scheme' || type === 'Contact' || type === 'Setting')), running, type);
  }
});

test('every public name has a sentence that an editor shows', () => {
  const own = (name) => !INHERITED.includes(name);
  for (const file of ['index.d.ts', '../browser/module.d.ts', 'web/express.d.ts', 'web/fastify.d.ts', 'web/web.d.ts']) {
    for (const [name, { text, memberTexts }] of Object.entries(declared(file))) {
      assert.notEqual(text, '', `${file}: ${name}`);
      for (const [member, sentence] of Object.entries(memberTexts)) assert.ok(sentence !== '' || !own(member), `${file}: ${name}.${member}`);
    }
  }
});

test('constructors have the parameters of the table', () => {
  const declarations = declared('index.d.ts');
  for (const [type, { parameters }] of Object.entries(types)) {
    if (parameters) assert.deepEqual(declarations[type].parameters, parameters.map(camelCase), type);
  }
});

test('every name of the frameworks\' helpers is in the table, in each framework', async (t) => {
  const shop = { scheme: 'bookbag', secret: 'a secret of the vendor', visitor: () => ({ id: '1' }) };
  const concepts = Object.keys(frameworks);

  const locals = await new Promise((resolve, reject) => {
    const response = Object.assign(new http.ServerResponse({}), { locals: {} });
    forExpress.visitorPages(shop)({ headers: {} }, response, (error) => (error ? reject(error) : resolve(response.locals)));
  });
  const app = fastify();
  t.after(() => app.close());
  const plain = fastify();
  t.after(() => plain.close());
  await app.register(forFastify.visitorPages, shop);
  const replies = {};
  for (const [name, instance] of Object.entries({ app, plain })) {
    instance.get('/', (_, reply) => {
      replies[name] = Object.keys(reply.locals ?? {});
      for (const member in reply) if (typeof reply[member] === 'function') replies[name].push(member);
      return '';
    });
    await instance.inject('/');
  }
  const helpers = {
    express: Object.keys(locals),
    fastify: replies.app.filter((name) => !replies.plain.includes(name)),
    web: Object.keys(await forWeb.visitorPages(shop)(null)),
  };
  for (const [name, module] of Object.entries({ express: forExpress, fastify: forFastify, web: forWeb })) {
    const declarations = declared(`web/${name}.d.ts`);
    assert.deepEqual(sorted(Object.keys(module)), sorted(Object.keys(declarations).filter((each) => !declarations[each].isType)), name);
    // A Web Request carries nothing: the handler gets the visitor as an argument.
    const types = [...Object.keys(declarations).filter((each) => declarations[each].isType), ...(name === 'web' ? ['VerifiedRequest'] : [])];
    assertNames(sorted([...Object.keys(module), ...helpers[name], ...types]), concepts, languages['node-web']);
  }
  for (const request of ['web/express-request.d.ts', 'web/fastify-request.d.ts']) {
    assert.deepEqual(declared(request).VerifiedRequest.members, ['visitor']);
  }
});

test('a browser can import every name', () => {
  const source = require('node:fs').readFileSync(join(__dirname, '../lib/server-only.js'), 'utf8');
  const names = [...source.matchAll(/^exports\.(\w+) =/gm)].map(([, name]) => name);
  assert.deepEqual(sorted(names), sorted([library, forExpress, forFastify, forWeb].flatMap(Object.keys)));
});
