// The schemes whose page code the tests run, with what they need:
//
// - `form`: the form of page code that the scheme stands for in CI. FULL=1 runs all schemes. forms.test.mjs looks whether every
//   form of forms.mjs has one.
// - `few`: in CI, it runs on two front ends, because the form differs in what the widget is told and not in when.
// - `settings`, and `more` for the visitor beside the usual fields.
// - `secret`: the kind of a key pair, or a shared secret if the usual one does not fit.
// - `place`: where the vendor draws into the page. It stands before what visitorseal writes.
// - `stays`: the ways in which the vendor's own code stays in the document while somebody is signed in.
// - `repeats`: the widget asks for its visitor when it loads, beside our call.

const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0';

export const schemes = {
  reamaze: { form: 'at_once alone' },
  bookbag: { form: 'global, script and forget' },
  thread: { form: 'at_once, script and anonymous', settings: { app_id: 'a-1' } },
  fernand: { form: 'a script with a prefill' },
  orlo: {
    form: 'pasted code',
    stays: ['inline'],
    secret: 'RS256',
    settings: { embed_code: "<script>window.orloCustomer = 'JWT_TOKEN';</script>", contact_claim: 'email' },
  },
  crisp: { form: 'a list of statements', more: { attributes: { plan: 'gold' } } },
  chatwoot: { form: 'an event that says that the widget is ready', more: { attributes: { plan: 'gold' } } },
  zendesk_messaging: { form: 'a token that the widget fetches', settings: { key_id: 'k-1', endpoint: '/visitor' } },
  layerup: { form: 'a script tag', settings: { script: '{origin}/tag.js' } },
  braze: { secret: 'RS256', settings: { endpoint: '/visitor' } },
  clad: { form: 'calls that wait for each other, and code of its own for nobody', few: true, settings: { workspace_id: 'w-1', widget_id: 'w-2', endpoint: '/visitor' } },
  customerly: { form: 'calls that a forget takes back from the queue', few: true, settings: { app_id: 'a-1' } },
  smile_io: { form: 'a condition without a global', few: true, settings: { publishable_key: 'p-1' } },
  supportwire: { form: 'an object that the code makes', few: true, settings: { widget_slug: 's-1' } },
  canny_sso: { form: 'elements of the page, and an address beside the code', few: true, place: '<div data-canny></div>', settings: { board_token: 'b-1' } },
  chameleon: {},
  disqus: { repeats: true, settings: { api_key: 'k-1' } },
  drift: {},
  fastcomments: { place: '<div id="fastcomments-widget"></div>', settings: { tenant_id: 't-1' } },
  featurebase: { settings: { app_id: 'a-1' } },
  freshdesk_widget: { settings: { endpoint: '/visitor' } },
  front: { settings: { chat_id: 'c-1' } },
  help_scout: {},
  intercom: { settings: { app_id: 'a-1' } },
  intercom_jwt: { settings: { app_id: 'a-1' } },
  kustomer: { settings: { brand_id: 'b-1' } },
  kustomer_email: { settings: { brand_id: 'b-1' } },
  magicbell: { place: '<div id="notifications-inbox"></div>', settings: { api_key: 'k-1' } },
  onesignal_hash: {},
  pendo: { settings: { signing_key_name: 'k-1' } },
  product_fruits_expiring: { settings: { workspace_code: 'w-1', language: 'en' } },
  pusher_beams: { settings: { instance_id: 'i-1', endpoint: '/visitor' } },
  pylon: { secret: hex, settings: { app_id: 'a-1' } },
  salesforce_messaging: { secret: 'RS256', settings: { issuer: 'i-1', key_id: 'k-1', endpoint: '/visitor' } },
  talkjs: { settings: { app_id: 'a-1', endpoint: '/visitor' } },
  tawk: {},
  woes: { secret: hex },
  zendesk_chat: { repeats: true, settings: { endpoint: '/visitor' } },
};
