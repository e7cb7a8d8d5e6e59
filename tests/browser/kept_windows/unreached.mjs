// What no code of ours reaches: these walks are skipped, and say why. docs/sign-out.md says the same.

const reasons = [
  [/^orlo \(inline\) on turbo frame$/, "Turbo keeps a frame's page before it takes data-turbo-temporary out: pasted code needs the element and its file there"],
  [/^orlo \(inline\) on wire$/, "Livewire's snapshots have no marker: pasted code needs the element and its file there"],
];

/** Why a scheme cannot be right in this way on this front end, or null. */
export function unreached(scheme, way, front) {
  const [, reason] = reasons.find(([walk]) => walk.test(`${scheme} (${way}) on ${front}`)) ?? [];
  return reason ?? null;
}
