// Tokens as a rule of the table states them, signed and verified by jsonwebtoken.
import jsonwebtoken from 'jsonwebtoken';

const valueAt = (values, path) => path.split('.').reduce((value, name) => value?.[name], values);

// A text with one placeholder alone is its value. A member without a value is left out.
function filled(template, values) {
  if (typeof template === 'string') {
    const whole = /^{([\w.]+)}$/.exec(template);
    return whole ? valueAt(values, whole[1]) : template.replace(/{([\w.]+)}/g, (_, path) => valueAt(values, path));
  }
  if (template === null || typeof template !== 'object') return template;
  if (Array.isArray(template)) return template.map((member) => filled(member, values));
  const members = Object.entries(template).map(([name, member]) => [name, filled(member, values)]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

const keyOf = ({ rule, secret }) => (rule.secret ? Buffer.from(secret, rule.secret) : secret);

function sign(job) {
  const { rule, visitor, settings, now } = job;
  const values = { ...visitor, settings, now, expires: now + (rule.lifetime ?? 0) };
  // Without `typ`, as jose writes a header. Undefined is what jsonwebtoken needs for that.
  const header = { ...filled(rule.header ?? {}, values), ...(rule.typ === false && { typ: undefined }) };
  const options = { algorithm: rule.algorithm, header, allowInsecureKeySizes: true, ...filled(rule.options ?? {}, values) };
  return { signature: jsonwebtoken.sign(filled(rule.claims, values), keyOf(job), options) };
}

function check(job) {
  const { rule, fields, settings } = job;
  const options = { algorithms: [rule.algorithm], ...filled(rule.options ?? {}, { settings }) };
  const claims = jsonwebtoken.verify(valueAt(fields, rule.in), keyOf(job), options);
  const missing = (rule.required ?? []).filter((path) => [undefined, null, ''].includes(valueAt(claims, path)));
  if (missing.length) throw new Error(`the token lacks ${missing}`);
  return { accepted: true, claims };
}

export const byRule = (job) => (job.rule.in ? check(job) : sign(job));
