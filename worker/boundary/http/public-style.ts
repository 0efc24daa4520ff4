/** The page's own stylesheet: the look of the app's public pages, without the app. */
export const PUBLIC_STYLE = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#f8fbfa, #0e1615);
  --surface: light-dark(#ffffff, #18201f);
  --line: light-dark(#d3d9d6, #2f3737);
  --text: light-dark(#172221, #ebf0ee);
  --muted: light-dark(#525e5d, #a3adab);
  --link: light-dark(#006a84, #69cee6);
  --accent: light-dark(#006c52, #56d1a3);
  --accent-text: light-dark(#ffffff, #061a14);
  --gutter: clamp(16px, 2.5vw, 32px);
}
*, ::before, ::after { box-sizing: border-box; }
* { margin: 0; padding: 0; }
html {
  background: var(--surface);
  color: var(--text);
  font: 400 1rem/1.5 "Segoe UI", -apple-system, "SF Hebrew", "Noto Sans Hebrew", "Noto Sans", Arial, sans-serif;
  scroll-padding-block: 24px;
  -webkit-text-size-adjust: none;
  text-size-adjust: none;
}
html:lang(he) { line-height: 1.6; }
a { color: var(--link); text-underline-offset: 3px; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
p, li { text-wrap: pretty; overflow-wrap: anywhere; }
header {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 16px;
  padding: 16px var(--gutter);
  border-block-end: 1px solid color-mix(in oklab, var(--line) 62%, transparent);
}
.brand { display: flex; align-items: center; gap: 10px; min-block-size: 44px; font-weight: 700; color: inherit; text-decoration: none; }
.mark { display: grid; place-items: center; inline-size: 32px; block-size: 32px; border-radius: 8px; background: var(--accent); color: var(--accent-text); }
.other { display: inline-flex; align-items: center; gap: 8px; min-block-size: 44px; padding-inline: 10px; font-size: 0.875rem; font-weight: 550; color: inherit; text-decoration: none; }
.other:hover, nav a:hover { color: var(--link); }
main {
  display: grid;
  grid-template-columns: 240px minmax(0, 640px);
  gap: 64px;
  justify-content: center;
  padding: 56px var(--gutter) 80px;
}
nav { position: sticky; inset-block-start: 24px; align-self: start; padding-block-start: 6px; }
nav ol { display: grid; gap: 10px; list-style: none; border-inline-start: 1px solid var(--line); padding-inline-start: 16px; }
nav a { color: var(--muted); font-size: 0.875rem; text-decoration: none; }
article { display: grid; grid-template-columns: minmax(0, 1fr); gap: 40px; }
h1, h2 { line-height: 1.25; font-weight: 700; text-wrap: balance; }
h1 { font-size: clamp(1.375rem, 1.1rem + 1vw, 1.75rem); }
h2 { font-size: 1.375rem; }
.updated { margin-block-start: -32px; font-size: 0.875rem; color: var(--muted); }
section, .said { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
section ul { display: grid; gap: 8px; padding-inline-start: 20px; list-style: disc; }
li::marker { color: var(--muted); }
li b { font-weight: 550; }
.contact { padding: 14px 20px; border-radius: 10px; background: var(--bg); border: 1px solid var(--line); }
aside { display: grid; gap: 10px; align-content: start; padding: 14px 20px; border-inline-start: 3px solid var(--accent); background: var(--bg); font-size: 0.875rem; color: var(--muted); }
aside h3 { font-size: 0.875rem; color: var(--text); }
aside ul { padding-inline-start: 16px; }
@media (width >= 1280px) {
  main:has(.promise) { grid-template-columns: 220px minmax(0, 980px); gap: 48px; }
  .promise { grid-template-columns: minmax(0, 1fr) 320px; column-gap: 40px; align-items: start; }
}
footer { padding-block-start: 24px; border-block-start: 1px solid var(--line); font-size: 0.8125rem; color: var(--muted); }
@media (width < 1024px) {
  main { grid-template-columns: minmax(0, 640px); gap: 32px; }
  nav { position: static; }
}
@media (width < 640px) {
  main { gap: 24px; padding-block: 24px 48px; }
}
@media print {
  :root { color-scheme: light; }
  header .other, nav { display: none; }
  aside { background: none; }
  main { display: block; padding: 0; }
  article { gap: 20px; }
  .updated { margin-block-start: -12px; }
  section { break-inside: avoid; }
}
`

/** Named by its content, so that browsers may keep it for good. */
export const PUBLIC_STYLE_PATH = `/privacy/style.${contentHash(PUBLIC_STYLE)}.css`

/** FNV-1a: tells two wordings apart, which is all a name needs. */
export function contentHash(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
