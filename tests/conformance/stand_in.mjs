// A widget that is not there: a global that answers every call, and notes it.

import { plain } from './simulated.mjs';

/** What a widget gives back, and the callbacks that it calls, by the name of the call. Other calls give an object of the widget's. */
const gives = {
  'pendo.isReady': () => false,
  'Talk.ready': Promise.resolve(),
  'braze.subscribeToSdkAuthenticationFailures': () => {},
};
// Members that a widget lacks once it has loaded.
const absent = ['Fernand.q'];
const calls = {
  'OneSignal.push': (run) => run?.(),
  'Kustomer.start': (fields, done) => done?.(),
  'Kustomer.login': (fields, done) => done?.({}, null),
  'Kustomer.logout': (done) => done?.(),
};

export class StandIn {
  constructor() {
    this.log = [];
    this.set = [];
    this.user = null;
    // The client of Pusher is the one that is asked whom it knows.
    this.gives = {
      ...gives,
      'beamsClient.getUserId': () => Promise.resolve(this.user),
      'beamsClient.start': () => Promise.resolve(),
      'beamsClient.stop': () => { this.user = null; return Promise.resolve(); },
      'beamsClient.clearAllState': () => { this.user = null; return Promise.resolve(); },
      'beamsClient.setUserId': (user) => { this.user = user; return Promise.resolve(); },
    };
  }

  /** An object of the widget's, whose members are all there. */
  object(path) {
    const own = {};
    this.set.push(own);
    return new Proxy(function () {}, {
      get: (_, name) => {
        if (name === 'then' || typeof name === 'symbol') return undefined;
        const member = `${path}.${name}`;
        if (absent.includes(member)) return undefined;
        const given = this.gives[member];
        if (given && typeof given !== 'function') return given;
        return own[name] ?? (own[name] = this.object(member));
      },
      set: (_, name, value) => { own[name] = value; return true; },
      deleteProperty: (_, name) => { delete own[name]; return true; },
      apply: (_, __, values) => this.called(path, values),
      construct: (_, values) => this.called(`new ${path}`, values),
    });
  }

  called(path, values) {
    this.log.push([path, ...values.map((value) => (typeof value === 'function' ? 'function' : plain(value)))]);
    calls[path]?.(...values);
    return this.gives[path]?.(...values) ?? this.object(`${path}()`);
  }

  /** What page code has put on the widget's objects, as text. */
  kept() {
    return this.set.flatMap((own) => Object.values(own)).filter((value) => typeof value === 'object').map((value) => JSON.stringify(value) ?? '');
  }

  /** The calls since the last time: each by its name, with a command that stands before the values. */
  heard() {
    return this.log.splice(0);
  }
}

export const nameOf = ([path, first, second]) => [path, ...[first, second].filter((value) => typeof value === 'string' && value !== 'function' && /^[a-z][A-Za-z]*$/.test(value))].join(' ');
