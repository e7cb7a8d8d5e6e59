// Stand-ins for the vendors' widgets. Each has the calls of its vendor's documentation, notes every one, and knows who the
// visitor is. A widget that a vendor's server would recognize again in the next window keeps the name in a cookie.
//
// window.standin.who() is who the widget knows now. The calls stand in sessionStorage, so that they outlive the window.
(() => {
  const log = 'standin.log';
  const page = String(Math.random());
  const cookie = `standin-${document.currentScript.dataset.widget}`;

  // The parts of a token, and of a text that a vendor wants in base64.
  const payload = (text) => text.split(/[ .]/).map((part) => {
    try {
      return atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    } catch {
      return '';
    }
  }).join(' ');
  /** The visitor that the values of a call are about. */
  const about = (...values) => {
    const texts = JSON.stringify(values, (key, value) => (typeof value === 'string' ? `${value} ${payload(value)}` : value)) ?? '';
    return /visitor-anna|anna@|ana@/.test(texts) ? 'anna' : /visitor-boris|boris@|ben@/.test(texts) ? 'boris' : null;
  };
  const note = (call, who) => {
    const calls = JSON.parse(sessionStorage.getItem(log) ?? '[]');
    calls.push({ call, who, page });
    sessionStorage.setItem(log, JSON.stringify(calls));
  };

  let known = null;
  const remembered = () => new RegExp(`${cookie}=(\\w+)`).exec(document.cookie)?.[1] ?? null;
  const keep = (who) => { document.cookie = `${cookie}=${who ?? ''}; path=/; max-age=${who ? 600 : 0}`; };
  /** A call that tells the widget who the visitor is. A call about nobody in particular changes nothing. */
  const identify = (...values) => {
    const who = about(...values);
    if (!who) return note('start', null);
    note('identify', who);
    known = who;
    keep(who);
  };
  const forget = () => {
    note('forget', null);
    known = null;
    keep(null);
  };
  const remember = () => { known = remembered(); };

  /** A function with commands, such as Intercom('boot', …). `forget` names those that end the visitor's session. */
  const commands = (name, { forgets = [], identifies = [] }) => {
    remember();
    window[name] = (command, ...values) => {
      if (forgets.includes(command)) forget();
      else if (identifies.includes(command)) identify(...values);
      else note(`call ${command}`, null);
    };
  };
  const value = (read) => { window.standin.who = () => about(read()); };
  window.standin = { who: () => known, note };

  const widgets = {
    bookbag() {
      remember();
      window.bookbag = (command, identity) => (identity === null ? forget() : identify(identity));
    },
    braze() {
      remember();
      window.braze = {
        changeUser: identify,
        subscribeToSdkAuthenticationFailures() {},
        setSdkAuthenticationSignature() {},
        wipeData: forget,
      };
    },
    // These draw into a place of the page, and know whom they have drawn.
    canny_sso() {
      const place = () => document.querySelector('[data-canny]');
      window.Canny = (command, options) => {
        identify(options);
        place().textContent = `${about(options)}@`;
      };
      value(() => [place()?.textContent]);
    },
    chameleon() {
      remember();
      window.chmln = { identify, clear: forget };
    },
    chatwoot() {
      remember();
      window.$chatwoot = {
        hasLoaded: false,
        setUser(id, user) { if (this.hasLoaded) identify(id, user); },
        setCustomAttributes(attributes) { note('setCustomAttributes', about(attributes)); },
        deleteUser() {},
        reset: forget,
      };
      // The vendor's frame loads later, and says so once.
      setTimeout(() => {
        window.$chatwoot.hasLoaded = true;
        window.dispatchEvent(new Event('chatwoot:ready'));
      }, 30);
    },
    clad() {
      // The vendor's loader has started it for nobody, and a call takes time.
      remember();
      const turn = () => new Promise((resolve) => { setTimeout(resolve); });
      const chat = window.supportChat = {
        state: 'ready',
        async boot(options = {}) {
          if (chat.state !== 'shutdown') throw new Error('boot without a shutdown');
          await turn();
          chat.state = 'ready';
          identify(options.user);
        },
        async identify(options) {
          await turn();
          identify(options.user, await options.tokenProvider());
        },
        async shutdown() {
          await turn();
          chat.state = 'shutdown';
          forget();
        },
      };
    },
    crisp() {
      remember();
      const run = ([command, name, values]) => {
        if (command === 'set' && name === 'user:email') identify(values);
        else if (command === 'do' && name === 'session:reset') forget();
        else note(name, null);
      };
      const before = window.$crisp ?? [];
      window.$crisp = { push: (...calls) => calls.forEach(run) };
      before.forEach(run);
    },
    customerly() {
      remember();
      const customerly = window.customerly = {
        loaded: false,
        load(settings) {
          if (customerly.loaded) note('started twice', null);
          customerly.loaded = true;
          identify(settings);
        },
        update: identify,
        logout: forget,
      };
    },
    disqus() {
      const load = (config) => {
        const page = {};
        config?.call({ page });
        if (about(page)) identify(page);
        else if (known) forget();
      };
      window.DISQUS = { reset: ({ config }) => load(config) };
      setTimeout(() => load(window.disqus_config));
    },
    drift() {
      remember();
      window.drift = { identify, reset: forget, on() {} };
    },
    fastcomments() {
      window.FastCommentsUI = (place, { sso }) => {
        identify(sso);
        return { destroy: forget };
      };
    },
    featurebase: () => commands('Featurebase', { identifies: ['boot', 'update'], forgets: ['shutdown'] }),
    fernand() {
      remember();
      window.Fernand = (command, { user }) => (user.email === '' ? forget() : identify(user));
    },
    freshdesk_widget() {
      remember();
      window.FreshworksWidget = (command, ...values) => {
        if (command === 'logout') forget();
        else if (command === 'authenticate') identify(values[0].token);
        else note(`call ${command}`, null);
      };
    },
    front: () => commands('FrontChat', { identifies: ['init', 'identity'], forgets: ['shutdown'] }),
    help_scout: () => commands('Beacon', { identifies: ['identify'], forgets: ['logout'] }),
    intercom: () => commands('Intercom', { identifies: ['boot', 'update'], forgets: ['shutdown'] }),
    intercom_jwt: () => commands('Intercom', { identifies: ['boot', 'update'], forgets: ['shutdown'] }),
    // The vendor's tag. Its script is /tag.js, which does nothing here.
    // Its own script reads the attributes (tag.js of the site), and keeps them as long as the window.
    layerup: () => value(() => window.layerupVisitor ?? null),
    kustomer() {
      remember();
      // The vendor's server answers each call.
      const answer = (done) => { setTimeout(() => done?.({})); };
      window.Kustomer = {
        start(options, done) { answer(done); },
        login({ jwtToken }, done) { identify(jwtToken); answer(done); },
        describeCustomer() {},
        logout(done) { forget(); answer(done); },
      };
    },
    magicbell() {
      window.magicbell = (command, place, options) => {
        identify(options);
        place.textContent = `${about(options)}@`;
      };
      value(() => [document.getElementById('notifications-inbox')?.textContent]);
    },
    onesignal_hash() {
      remember();
      const before = window.OneSignal ?? [];
      window.OneSignal = {
        push: (call) => call(),
        setExternalUserId: identify,
        setEmail() {},
        setSMSNumber() {},
        removeExternalUserId: forget,
        logoutEmail() {},
        logoutSMS() {},
      };
      before.forEach((call) => call());
    },
    orlo: () => value(() => [window.orloCustomer]),
    pendo() {
      remember();
      let ready = false;
      window.pendo = {
        isReady: () => ready,
        initialize(options) { ready = true; identify(options); },
        updateOptions: identify,
        clearSession: forget,
      };
    },
    product_fruits_expiring() {
      remember();
      const run = ([command, ...values]) => (command === 'init' ? identify(...values) : note(command, null));
      const before = Array.isArray(window.$productFruits) ? window.$productFruits : [];
      window.$productFruits = { push: run };
      window.productFruits = { services: { destroy: forget } };
      before.forEach(run);
    },
    pusher_beams() {
      remember();
      window.beamsClient = {
        getUserId: async () => known,
        start: async () => {},
        stop: async () => forget(),
        setUserId: async (id, { fetchToken }) => identify(id, await fetchToken(id)),
        clearAllState: async () => forget(),
      };
    },
    pylon: () => value(() => [window.pylon]),
    reamaze: () => value(() => [Object.getOwnPropertyDescriptor(window, '_support')?.value?.user]),
    salesforce_messaging() {
      remember();
      window.embeddedservice_bootstrap = {
        userVerificationAPI: {
          setIdentityToken({ identityToken }) { identify(identityToken); },
          async clearSession() { forget(); },
        },
      };
      setTimeout(() => window.dispatchEvent(new Event('onEmbeddedMessagingReady')), 30);
    },
    smile_io() {
      remember();
      window.Smile = {
        async initialize(options) { identify(options); },
        reset: forget,
      };
    },
    // What it is made with is whom it knows.
    supportwire() {
      let widgets = [];
      const show = (config) => {
        known = about(config);
        note(known ? 'identify' : 'start', known);
      };
      window.SupportWireWidget = class {
        constructor(config) {
          if (widgets.length) note('started twice', null);
          widgets.push(this);
          show(config);
        }

        static getInstances() { return widgets; }

        updateConfig(config) { show(config); }

        destroy() {
          widgets = widgets.filter((one) => one !== this);
          forget();
        }
      };
    },
    talkjs() {
      window.Talk = {
        ready: Promise.resolve(),
        Session: class {
          constructor({ tokenFetcher }) { tokenFetcher().then((token) => identify(token)); }
          destroy() { forget(); }
        },
      };
    },
    tawk() {
      remember();
      window.Tawk_API = {
        login(fields, done) { identify(fields); done?.(); },
        logout(done) { forget(); done?.(); },
      };
      setTimeout(() => {
        window.Tawk_API.onLoaded = true;
        window.dispatchEvent(new Event('tawkLoad'));
      }, 30);
    },
    thread() {
      // Initialized without a visitor, it knows the last one until destroy().
      let starts = false;
      const messenger = {
        initialize(fields) {
          if (starts) note('started twice', null);
          starts = true;
          known = remembered();
          identify(fields);
        },
        destroy() { starts = false; forget(); },
      };
      remember();
      window.chatgenie = { default: { messenger: () => messenger } };
      const own = window.standin.who;
      window.standin.who = () => own() ?? about(window.chatgenieParams);
    },
    woes() {
      remember();
      window.Woes = (command, user) => {
        if (command === 'identify') (Object.keys(user).length ? identify(user) : forget());
        else note(`call ${command}`, null);
      };
    },
    zendesk_chat() {
      remember();
      let { authenticate } = window.zESettings?.webWidget ?? {};
      const ask = () => authenticate?.chat?.jwtFn((token) => identify(token));
      window.zE = (widget, command, value) => {
        if (command === 'logout') forget();
        else if (command === 'updateSettings') ({ authenticate } = value.webWidget);
        else if (command === 'chat:reauthenticate') ask();
      };
      setTimeout(() => {
        authenticate = window.zESettings?.webWidget?.authenticate;
        ask();
      });
    },
    zendesk_messaging() {
      remember();
      window.zE = (widget, command, value) => {
        if (command === 'logoutUser') forget();
        else if (command === 'loginUser') value((token) => identify(token));
        else note(`call ${command}`, null);
      };
    },
  };
  widgets.kustomer_email = widgets.kustomer;
  widgets[document.currentScript.dataset.widget]?.();
})();
