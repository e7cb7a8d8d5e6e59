// Pages whose element is drawn by React or Vue. `draw(answer)` of such a page states what the site's endpoint answers.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const read = (path) => readFileSync(`${packages}/${path}`, 'utf8');

// React has no build for a plain script. This gives its CommonJS files the two functions that they need.
const modules = {
  react: 'react/cjs/react.production.js',
  'react-dom': 'react-dom/cjs/react-dom.production.js',
  'react-dom/client': 'react-dom/cjs/react-dom-client.production.js',
  scheduler: 'scheduler/cjs/scheduler.production.js',
};

export const libraries = {
  '/react.js': () => `window.react = (() => {
const process = { env: { NODE_ENV: 'production' } };
const sources = {${Object.entries(modules).map(([name, path]) => `${JSON.stringify(name)}(exports, module, require) {${read(path)}\n}`).join(',\n')}};
const made = {};
const require = (name) => {
  if (!made[name]) {
    const module = made[name] = { exports: {} };
    sources[name](module.exports, module, require);
  }
  return made[name].exports;
};
return require;
})();`,
  '/vue.js': () => read('vue/dist/vue.runtime.global.prod.js'),
  '/draw-react.js': () => drawReact,
  '/draw-vue.js': () => drawVue,
};

// The attributes as our documentation gives them for these libraries.
const attributes = `
const attributesOf = ({ scheme, fields, mark, expires_at }) => (fields
  ? { scheme, state: 'signed', mark, fields: JSON.stringify(fields), ...(expires_at ? { expires: String(expires_at) } : {}) }
  : { scheme, state: 'anonymous' });
`;

const drawReact = `${attributes}
const { createElement, StrictMode } = window.react('react');
const { flushSync } = window.react('react-dom');
let root = null;
window.draw = (answer, place = 'here') => flushSync(() => {
  root ??= window.react('react-dom/client').createRoot(document.getElementById('app'));
  const element = answer && createElement('visitorseal-visitor', attributesOf(answer));
  root.render(createElement(StrictMode, null, place === 'here' ? element : createElement('section', null, element)));
});`;

const drawVue = `${attributes}
const { createApp, h, nextTick, shallowRef } = Vue;
let shown = null;
window.draw = async (answer, place = 'here') => {
  if (!shown) {
    shown = shallowRef({});
    createApp({
      render() {
        const { answer, place } = shown.value;
        const element = answer ? h('visitorseal-visitor', Object.fromEntries(Object.entries(attributesOf(answer)).map(([name, value]) => ['^' + name, value]))) : null;
        return place === 'here' ? element : h('section', null, [element]);
      },
    }).mount('#app');
  }
  shown.value = { answer, place };
  await nextTick();
};`;
