// Every scheme with page code: a visitor, the same one again, another, and nobody. A stand-in for the widget notes its calls.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { anonymous, anonymousElement, element, file, forget, root, script } from './program.mjs';
import { Browser, plain } from './simulated.mjs';
import { StandIn, nameOf } from './stand_in.mjs';

const vectors = JSON.parse(readFileSync(join(root, 'tests/vectors/script.json'), 'utf8'));
const names = readdirSync(join(root, 'core/schemes')).filter((name) => name.endsWith('.toml')).map((name) => name.slice(0, -'.toml'.length));
const samples = vectors.filter((one) => one.id === `${one.scheme}-script` && !one.error);
const other = (value) => JSON.parse(JSON.stringify(value).replaceAll('user-123', 'user-124').replaceAll('jane', 'john').replaceAll('Jane Doe', 'John Roe')
  .replaceAll('+14155552671', '+14155552672'));

// What each widget hears: for a visitor (`again`: once it has been started, `afterNobody`: once it has been started without one), at
// sign-out, and at the start of a signed-out page where it must be started. Some vendors read the window or an element alone.
const expected = {
  reamaze: { signed: ['Reamaze.reload'], forget: ['Reamaze.reload'] },
  fernand: { signed: ['Fernand set'], forget: ['Fernand set'] },
  bookbag: { signed: ['bookbag identify'], forget: ['bookbag identify'] },
  thread: {
    signed: ['chatgenie.default.messenger', 'chatgenie.default.messenger().initialize'],
    forget: ['chatgenie.default.messenger', 'chatgenie.default.messenger().destroy'],
    start: ['chatgenie.default.messenger', 'chatgenie.default.messenger().initialize'],
    afterNobody: [
      'chatgenie.default.messenger', 'chatgenie.default.messenger().destroy', 'chatgenie.default.messenger', 'chatgenie.default.messenger().initialize',
    ],
  },
  braze: { signed: ['braze.changeUser', 'braze.subscribeToSdkAuthenticationFailures'], forget: ['braze.wipeData'] },
  canny_sso: { signed: ['Canny render'], forget: ['board.replaceChildren'], start: ['Canny render'] },
  chameleon: { signed: ['chmln.identify'], forget: ['chmln.clear'] },
  chatwoot: { signed: ['$chatwoot.setUser', '$chatwoot.setCustomAttributes'], forget: ['$chatwoot.reset'] },
  crisp: { signed: ['$crisp.push', '$crisp.push', '$crisp.push', '$crisp.push', '$crisp.push'], forget: ['$crisp.push'] },
  disqus: { signed: ['DISQUS.reset'], forget: ['DISQUS.reset'] },
  drift: { signed: ['drift.identify'], forget: ['drift.reset'] },
  fastcomments: {
    signed: ['FastCommentsUI'],
    forget: ['FastCommentsUI().destroy'],
    start: ['FastCommentsUI'],
    afterNobody: ['FastCommentsUI().destroy', 'FastCommentsUI'],
  },
  featurebase: { signed: ['Featurebase boot'], forget: ['Featurebase shutdown'], start: ['Featurebase boot'], afterNobody: ['Featurebase update'] },
  freshdesk_widget: {
    signed: ['FreshworksWidget identify ticketForm', 'FreshworksWidget authenticate'],
    forget: ['FreshworksWidget logout', 'FreshworksWidget clear ticketForm'],
  },
  front: { signed: ['FrontChat init'], forget: ['FrontChat shutdown'], start: ['FrontChat init'], afterNobody: ['FrontChat identity'] },
  help_scout: { signed: ['Beacon identify'], forget: ['Beacon reset', 'Beacon logout'] },
  intercom: { signed: ['Intercom boot'], forget: ['Intercom shutdown'], start: ['Intercom boot'], afterNobody: ['Intercom update'] },
  intercom_jwt: { signed: ['Intercom boot'], forget: ['Intercom shutdown'], start: ['Intercom boot'], afterNobody: ['Intercom update'] },
  kustomer: {
    signed: ['Kustomer.start', 'Kustomer.login', 'Kustomer.describeCustomer'],
    forget: ['Kustomer.logout'],
    again: ['Kustomer.login', 'Kustomer.describeCustomer'],
  },
  kustomer_email: {
    signed: ['Kustomer.start', 'Kustomer.login', 'Kustomer.describeCustomer'],
    forget: ['Kustomer.logout'],
    again: ['Kustomer.login', 'Kustomer.describeCustomer'],
  },
  layerup: { signed: [], forget: [] },
  magicbell: { signed: ['magicbell render'], forget: ['inbox.replaceWith'] },
  onesignal_hash: {
    signed: ['OneSignal.push', 'OneSignal.setExternalUserId', 'OneSignal.push', 'OneSignal.setEmail', 'OneSignal.push', 'OneSignal.setSMSNumber'],
    forget: ['OneSignal.push', 'OneSignal.removeExternalUserId', 'OneSignal.push', 'OneSignal.logoutEmail', 'OneSignal.push', 'OneSignal.logoutSMS'],
  },
  pendo: { signed: ['pendo.isReady', 'pendo.initialize'], forget: ['pendo.clearSession'] },
  product_fruits_expiring: { signed: [], forget: ['productFruits.services.destroy'] },
  pusher_beams: {
    signed: ['beamsClient.getUserId', 'beamsClient.start', 'beamsClient.setUserId'],
    forget: ['beamsClient.getUserId', 'beamsClient.clearAllState'],
  },
  pylon: { signed: [], forget: [] },
  salesforce_messaging: {
    signed: ['embeddedservice_bootstrap.userVerificationAPI.setIdentityToken'],
    forget: ['embeddedservice_bootstrap.userVerificationAPI.clearSession'],
  },
  talkjs: { signed: ['new Talk.Session'], forget: ['new Talk.Session().destroy'] },
  tawk: { signed: ['Tawk_API.login'], forget: ['Tawk_API.logout'] },
  woes: { signed: ['Woes identify'], forget: ['Woes identify', 'Woes hide'] },
  zendesk_chat: { signed: ['zE webWidget updateSettings', 'zE webWidget'], forget: ['zE webWidget logout'] },
  zendesk_messaging: { signed: ['zE messenger loginUser'], forget: ['zE messenger logoutUser'] },
  zendesk_support: { signed: [], forget: [] },
};

// A setting that is not required, and without which the widget does not start.
const more = { canny_sso: { board_token: 'board-1' } };
const settingsOf = ({ scheme, settings }) => Object.entries({ ...settings, ...more[scheme] }).map(([name, value]) => `${name}=${value}`);

/** The program's options for a sample, and the environment's secret. */
function keyOf(sample) {
  return sample.secret_file ? { file: join(root, 'tests/vectors/keys', sample.secret_file) } : { text: sample.secret };
}

/** The texts of [page] that say what a widget is. */
function pageOf(name) {
  const text = readFileSync(join(root, 'core/schemes', `${name}.toml`), 'utf8');
  const of = (key) => new RegExp(`^${key} = "(.*)"$`, 'm').exec(text)?.[1];
  return { text, global: of('global'), event: of('ready_event'), hasForget: /^forget = /m.test(text), isPasted: /^template = /m.test(text) };
}

/** A window with the widget of a scheme, which has loaded. */
function opened(name) {
  const page = pageOf(name);
  const standIn = new StandIn();
  const globals = {};
  for (const one of [page.global?.split('.')[0], 'OneSignal', 'DISQUS', 'productFruits', 'Reamaze']) {
    if (one && page.text.includes(one)) globals[one] = standIn.object(one);
  }
  const tab = new Browser().open(globals);
  const inbox = { cloneNode: () => ({}), replaceWith: () => { standIn.log.push(['inbox.replaceWith']); } };
  const board = { replaceChildren: () => { standIn.log.push(['board.replaceChildren']); } };
  tab.elements.byId.set('fastcomments-widget', {}).set('notifications-inbox', inbox).set('[data-canny]', board);
  if (page.event) tab.fire('load-of-page');
  return { tab, standIn, event: page.event };
}

/** What of a visitor's is still in the window, in its storage or in elements of a vendor's. */
function remains({ window, browser, elements }, standIn) {
  const texts = [...browser.stored.values(), ...elements.head.flatMap((one) => [...one.attributes.values(), ...one.children.map(({ value }) => value)])];
  for (const value of Object.values(window)) {
    if (typeof value === 'object' && value !== null && value !== elements.document && value !== elements.registry) texts.push(JSON.stringify(value, (_, inner) => (typeof inner === 'function' ? 'function' : inner)) ?? '');
  }
  return texts.concat(standIn.kept()).join('\n');
}

function assertNothing(tab, standIn, texts) {
  const found = remains(tab, standIn);
  for (const text of texts) assert.ok(!found.includes(text), `${text} remains: ${found}`);
}

const ways = {
  inline: {
    signed: (tab, sample, visitor) => tab.run(script(sample.scheme, visitor, settingsOf(sample), keyOf(sample))),
    nobody: (tab, sample) => tab.run(anonymous(sample.scheme, settingsOf(sample))),
    forget: (tab, sample) => tab.run(forget(sample.scheme, settingsOf(sample))),
  },
  file: {
    start: (tab, sample) => tab.runCode(file(sample.scheme, settingsOf(sample))),
    signed: (tab, sample, visitor) => replace(tab, element(sample.scheme, visitor, settingsOf(sample), undefined, keyOf(sample))),
    nobody: (tab, sample) => replace(tab, anonymousElement(sample.scheme, settingsOf(sample))),
    forget: (tab, sample) => tab.run(forget(sample.scheme, settingsOf(sample))),
  },
};

function replace({ elements }, html) {
  elements.inDocument.slice().forEach((one) => elements.remove(one));
  elements.insert(elements.parse(html));
}

test('every scheme with page code is told a story', () => {
  const withCode = names.filter((name) => pageOf(name).hasForget && !pageOf(name).isPasted);
  assert.deepEqual(Object.keys(expected).sort(), withCode.sort());
  assert.deepEqual(samples.map(({ scheme }) => scheme).sort(), withCode);
});

for (const sample of samples) {
  for (const [way, acts] of Object.entries(ways)) {
    test(`${sample.scheme}: A, A again, B, nobody, A, a sign-out (${way})`, async () => {
      const { tab, standIn, event } = opened(sample.scheme);
      const [jane, john] = [sample.visitor, other(sample.visitor)];
      const hears = async (act, visitor) => {
        acts[act](tab, sample, visitor);
        if (event) tab.fire(event);
        tab.pass(1_000);
        await tab.settle();
        assert.deepEqual([tab.errors, tab.warnings], [[], []]);
        standIn.told = standIn.heard();
        return standIn.told.map(nameOf);
      };
      acts.start?.(tab, sample);
      const { signed, again = signed, afterNobody = again, forget: out, start = [] } = expected[sample.scheme];
      assert.deepEqual(await hears('signed', jane), signed, 'A');
      assert.match(remains(tab, standIn) + JSON.stringify(standIn.told), /user-123|jane|eyJ|"function"/, 'the widget can know A, or a function that gives the token');
      const known = remains(tab, standIn);
      assert.deepEqual(await hears('signed', jane), [], 'A again');
      assert.equal(remains(tab, standIn), known);
      assert.deepEqual(await hears('signed', john), [...out, ...again], 'B');
      assertNothing(tab, standIn, ['user-123', 'jane']);
      assert.deepEqual(await hears('nobody'), [...out, ...start], 'nobody');
      assertNothing(tab, standIn, ['user-12', 'jane', 'john']);
      assert.deepEqual(await hears('nobody'), [], 'nobody again');
      assert.deepEqual(await hears('signed', jane), afterNobody, 'A after nobody');
      assert.deepEqual(await hears('forget'), out, 'a sign-out');
      assertNothing(tab, standIn, ['user-12', 'jane', 'john']);
      assert.deepEqual([...tab.browser.stored.keys()], []);
    });
  }

  test(`${sample.scheme}: a sign-out where nothing is there`, async () => {
    const { tab, event } = opened(sample.scheme);
    ways.inline.forget(tab, sample);
    const bare = new Browser().open();
    ways.inline.forget(bare, sample);
    for (const one of [tab, bare]) {
      if (event) one.fire(event);
      one.pass(5_000);
      await one.settle();
      assert.deepEqual(one.errors, []);
    }
  });
}
