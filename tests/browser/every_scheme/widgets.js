// The stand-ins that need more than the calls of the table: what a widget answers, what it remembers, what it draws, and the
// queue of its snippet. Each does what the vendor's documentation says.
//
// - `widget`: makes objects of the window. What it makes is listed in `own`, or is not made again.
// - a path of a call: `way`, and what the call answers.
// - `reads`: what the widget reads, where it is not a variable.
// - `queue` makes what the snippet puts into the window before the widget has loaded; `queued` gives what waits there.
window.widgets = (() => {
  const text = (selector) => document.querySelector(selector)?.textContent ?? null;
  const draw = (element, value) => { element.textContent = value; };
  const done = { way: 'done' };
  const kept = { way: 'function' };

  /** A snippet whose function keeps the calls in `q` of the function. */
  const queue = (name) => ({
    queue() {
      const snippet = (...call) => { snippet.q.push(call); };
      snippet.q = [];
      window[name] = snippet;
    },
    queued: () => window[name].q,
  });
  /** A snippet whose methods keep their name and values in a list. */
  const methods = (name, list, ...all) => ({
    queue() {
      const calls = window[list] = [];
      window[name] = Object.fromEntries(all.map((method) => [method, (...values) => { calls.push(method, values); }]));
    },
    queued: () => window[list],
  });

  const engagespot = {
    'Engagespot.render': { answer: (place, { userId }) => draw(document.querySelector(place), userId) },
    reads: () => text('#bellIcon'),
  };
  /** A snippet whose object has every method, and keeps the calls in a list. */
  const any = (name, list, kept = (method, values) => [method, ...values]) => ({
    queue() {
      window[list] = [];
      window[name] = new Proxy({}, { get: (_, method) => (...values) => { window[list].push(kept(method, values)); } });
    },
    queued: () => window[list],
  });
  /** A snippet whose function makes the list when it is first called. */
  const lazyQueue = (name) => ({
    queue() {
      window[name] = (...call) => { (window[name].q ??= []).push(call); };
    },
    queued: () => window[name].q ?? [],
  });

  return {
    atlas: {
      queue() {
        window.Atlas = { q: [], call: (...values) => { window.Atlas.q.push(values); } };
      },
      queued: () => window.Atlas.q,
    },
    bestchatbot: { own: ['script'] },
    braze: { 'braze.subscribeToSdkAuthenticationFailures': kept },
    canny: queue('Canny'),
    canny_sso: {
      Canny: { answer: (command, { ssoToken }) => draw(document.querySelector('[data-canny]'), ssoToken ?? 'nobody') },
      reads: () => text('[data-canny]'),
    },
    canva_print: {
      'Canva.Partnership.initialize': { answer: ({ container, autoAuthToken }) => { draw(container, autoAuthToken); return {}; } },
      reads: () => text('#editor'),
    },
    carrotquest: methods('carrotquest', 'carrotquestasync', 'auth', 'identify'),
    chaskiq: {
      // A second messenger beside one that is there does not authenticate.
      widget: ({ put, constructed, note }) => put('ChaskiqMessengerEncrypted', constructed('ChaskiqMessengerEncrypted', {
        answer() {
          if (document.getElementById('ChaskiqMessengerRoot')) note('is there already');
          document.body.append(Object.assign(document.createElement('div'), { id: 'ChaskiqMessengerRoot' }));
        },
      })),
    },
    chatbase: queue('chatbase'),
    chatbase_hash: queue('chatbase'),
    chatwoot: { widget: ({ put }) => put('$chatwoot.hasLoaded', true) },
    clad: {
      widget({ put, note }) {
        const chat = { state: 'ready' };
        // The loader has started it for nobody. A call takes time.
        const act = (name, state) => async (...values) => {
          if (name === 'boot' && chat.state !== 'shutdown') throw new Error('boot without a shutdown');
          if (name === 'identify' && chat.state === 'shutdown') throw new Error('identify without a boot');
          note(`supportChat.${name}`, ...values);
          await new Promise((over) => { setTimeout(over); });
          chat.state = state;
        };
        Object.assign(chat, { boot: act('boot', 'ready'), identify: act('identify', 'ready'), shutdown: act('shutdown', 'shutdown') });
        put('supportChat', chat);
      },
    },
    crisp: {
      queue() { window.$crisp = []; },
      queued: () => window.$crisp.map((call) => ['push', call]),
    },
    customerly: {
      widget({ put, call }) {
        put('customerly.loaded', false);
        put('customerly.load', call('customerly.load', { answer: () => { window.customerly.loaded = true; } }));
      },
      queue() {
        const customerly = window.customerly = { queue: [], load: (settings) => { customerly.settings = settings; customerly.loaded = true; } };
        customerly.update = (...values) => { customerly.queue.push(['update', ...values]); };
      },
      queued: () => [...window.customerly.queue, window.customerly.settings],
    },
    dashly: methods('dashly', 'dashlyasync', 'auth', 'identify'),
    disqus: {
      widget({ put, note }) {
        put('DISQUS.reset', ({ reload, config }) => {
          const page = {};
          config.call({ page });
          note('DISQUS.reset', page);
        });
      },
    },
    ecwid: { widget: ({ put }) => put('Ecwid.OnAPILoaded', { add: (run) => run() }) },
    engagespot,
    engagespot_hash: engagespot,
    fastcomments: {
      widget({ put, call }) {
        put('FastCommentsUI', call('FastCommentsUI', { answer: () => ({ destroy: call('FastCommentsUI().destroy') }) }));
      },
    },
    featurebase: lazyQueue('Featurebase'),
    featurebase_hash: lazyQueue('Featurebase'),
    feedbear: queue('FeedBear'),
    fernand: queue('Fernand'),
    ferndesk: queue('Ferndesk'),
    foldspace: { foldspace: done, 'foldspace.identify': {} },
    freshdesk_widget: { FreshworksWidget: kept, ...queue('FreshworksWidget') },
    frill: queue('Frill'),
    gleap: { ...any('Gleap', 'GleapActions', (e, a) => ({ e, a })), queued: () => window.GleapActions.map(({ e, a }) => [e, ...a]) },
    help_scout: {
      queue() {
        window.Beacon = (method, options, data) => { window.Beacon.readyQueue.push({ method, options, data }); };
        window.Beacon.readyQueue = [];
      },
      queued: () => window.Beacon.readyQueue.map(({ method, options }) => [method, options]),
    },
    hyvor_talk: {
      reads: () => {
        const comments = document.querySelector('hyvor-talk-comments');
        return [comments.getAttribute('sso-user'), comments.getAttribute('sso-hash')];
      },
    },
    ibm_watsonx: { 'webChatInstance.on': kept },
    infobip: { liveChat: done },
    intercom: {
      queue() {
        const calls = [];
        window.Intercom = (...call) => { window.Intercom.c(call); };
        window.Intercom.q = calls;
        window.Intercom.c = (call) => { calls.push(call); };
      },
      queued: () => window.Intercom.q,
    },
    kustomer: { 'Kustomer.start': done, 'Kustomer.login': done, 'Kustomer.logout': done },
    kustomer_email: { 'Kustomer.start': done, 'Kustomer.login': done, 'Kustomer.logout': done },
    launchdarkly: {
      widget({ put, call }) {
        put('LDClient.initialize', call('LDClient.initialize', {
          answer: () => ({ identify: call('LDClient.initialize().identify'), close: call('LDClient.initialize().close') }),
        }));
      },
    },
    layerup: { own: ['script'] },
    libredesk: { widget: ({ put }) => put('LibredeskSettings', {}) },
    liveperson: {
      widget({ put, note }) {
        put('lpTag', {
          identities: [],
          section: 'shop',
          newPage(address, more) {
            note('lpTag.newPage', more, { token: window.lpGetAuthenticationToken ?? 'undefined', identities: window.lpTag.identities });
          },
        });
      },
    },
    magicbell: {
      magicbell: { answer: (command, place, { userExternalId }) => draw(place, userExternalId) },
      reads: () => text('#notifications-inbox'),
    },
    munin_widget: {
      // The vendor's script is /widget.js of the site here.
      own: ['mn.widget.identify'],
      widget({ note }) { window.munin = { note }; },
    },
    nolt: {
      queue() {
        window.noltQueue = [];
        window.nolt = (...call) => { window.noltQueue.push(call); };
      },
      queued: () => window.noltQueue,
    },
    oracle_digital_assistant: { widget: ({ put }) => put('chatSettings.channel', 'web') },
    onesignal_hash: { widget: ({ put }) => put('OneSignal.push', (run) => run()) },
    pendo: {
      widget({ put, call }) {
        let isReady = false;
        put('pendo.isReady', () => isReady);
        put('pendo.initialize', call('pendo.initialize', { answer: () => { isReady = true; } }));
      },
    },
    plain: { widget: ({ put }) => put('Plain.isInitialized', () => true) },
    pusher_beams: {
      widget({ put, call }) {
        let known = null;
        put('beamsClient.getUserId', async () => known);
        put('beamsClient.setUserId', call('beamsClient.setUserId', { answer: async (id) => { known = id; } }));
        put('beamsClient.clearAllState', call('beamsClient.clearAllState', { answer: async () => { known = null; } }));
      },
    },
    pushpad: { pushpad: done, ...lazyQueue('pushpad') },
    product_fruits: { queue() {}, queued: () => window.$productFruits },
    product_fruits_expiring: { queue() {}, queued: () => window.$productFruits },
    quackback: queue('Quackback'),
    refiner: {
      queue() {
        window._refinerQueue = [];
        window._refiner = (...call) => { window._refinerQueue.push(call); };
      },
      queued: () => window._refinerQueue,
    },
    supportwire: {
      widget({ put, constructed, call }) {
        const Widget = constructed('SupportWireWidget', {
          answer(config) {
            const answer = () => { Widget.made = Widget.made.filter((one) => one !== this); };
            this.slug = config.widgetSlug;
            this.destroy = call('SupportWireWidget().destroy', { answer });
          },
        });
        Widget.getInstances = (slug) => Widget.made.filter((one) => !slug || one.slug === slug);
        put('SupportWireWidget', Widget);
      },
    },
    talkjs: { widget: ({ put }) => put('Talk.ready', Promise.resolve()) },
    talkjs_signature: { widget: ({ put }) => put('Talk.ready', Promise.resolve()) },
    tawk: { widget: ({ put }) => put('Tawk_API.onLoaded', true), 'Tawk_API.login': done, 'Tawk_API.logout': done },
    tawk_visitor: { 'Tawk_API.logout': done },
    thread: {
      widget({ put, call }) {
        const messenger = { initialize: call('messenger().initialize'), destroy: call('messenger().destroy') };
        put('chatgenie.default.messenger', () => messenger);
      },
    },
    tiledesk: queue('Tiledesk'),
    upvoty: {
      'upvoty.init': { answer: (command, { ssoToken }) => draw(document.querySelector('[data-upvoty]'), ssoToken ?? 'nobody') },
      reads: () => text('[data-upvoty]'),
    },
    userflow: {
      queue() {
        window.USERFLOWJS_QUEUE = [];
        window.userflow = Object.fromEntries(['identify', 'reset'].map((method) => [method, (...values) => {
          window.USERFLOWJS_QUEUE.push([method, null, values]);
          return Promise.resolve();
        }]));
      },
      queued: () => window.USERFLOWJS_QUEUE.map(([method, , values]) => [method, ...values]),
    },
    userjot: any('uj', '$ujq'),
    userjot_v2: any('uj', '$ujq'),
    woes: queue('Woes'),
    zendesk_support: {
      own: ['form.submit'],
      widget({ note }) {
        HTMLFormElement.prototype.submit = function submit() { note('form.submit', this.action, Object.fromEntries(new FormData(this))); };
      },
    },
    zoho_asap: { ZohoDeskAsapReady: done },
  };
})();
