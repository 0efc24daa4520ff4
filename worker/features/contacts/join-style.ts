import { contentHash } from '../../boundary/http/public-style'

/** Beside the stylesheet of the public pages: a form, and what to scan. */
export const JOIN_STYLE = `
main.one { grid-template-columns: minmax(0, 520px); }
main.one article { gap: 24px; }
header strong { min-inline-size: 0; overflow-wrap: anywhere; }
.of { color: var(--muted); }
.purpose { font-size: 1.125rem; font-weight: 550; }
.note { padding: 14px 20px; border-radius: 10px; background: var(--bg); border: 1px solid var(--line); }
.bad { border-color: light-dark(#b3261e, #f2867e); }
form { display: grid; gap: 20px; }
label { display: grid; gap: 6px; font-weight: 550; }
label small { font-weight: 400; color: var(--muted); }
input[type="text"], input[type="tel"] { font: inherit; inline-size: 100%; min-block-size: 48px; padding: 10px 14px; color: var(--text); background: var(--surface); border: 1px solid var(--muted); border-radius: 10px; }
input[type="tel"] { text-align: start; }
.agree { grid-template-columns: 24px minmax(0, 1fr); gap: 12px; align-items: start; font-weight: 400; }
.agree input { inline-size: 22px; block-size: 22px; margin-block-start: 2px; accent-color: var(--accent); }
button, .go { display: grid; place-items: center; font: inherit; font-weight: 600; min-block-size: 48px; padding: 10px 20px; border: 0; border-radius: 10px; background: var(--accent); color: var(--accent-text); text-decoration: none; cursor: pointer; }
.scan { display: grid; gap: 10px; justify-items: start; }
.scan svg { inline-size: 220px; max-inline-size: 100%; block-size: auto; border-radius: 10px; }
`

export const JOIN_STYLE_PATH = `/join/style.${contentHash(JOIN_STYLE)}.css`
