// Walks that are skipped, and why: what no code of ours reaches.

const reasons = [
  [/^orlo \(inline\) on turbo frame$/, "Turbo keeps a frame's page before it takes data-turbo-temporary out: pasted code needs the element and its file there"],
  [/^orlo \(inline\) on wire$/, "Livewire's snapshots have no marker: pasted code needs the element and its file there"],
  [/^(canny_sso|fastcomments|magicbell) .* on (?!plain)/, 'the vendor draws into a place of the page, and nothing draws it again in the next page of the window'],
  [/^layerup .* on (?!plain)/, 'the vendor documents no sign-out: its script keeps what it has read until the page is loaded again'],
];

/** Why a scheme cannot be right in this way on this front end, or null. */
export function unreached(scheme, way, front) {
  const [, reason] = reasons.find(([walk]) => walk.test(`${scheme} (${way}) on ${front}`)) ?? [];
  return reason ?? null;
}
