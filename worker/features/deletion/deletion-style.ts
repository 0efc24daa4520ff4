import { contentHash } from '../../boundary/http/public-style'

/** Beside the stylesheet of the privacy page, whose look these pages share. */
export const DELETION_STYLE = `
main.one { grid-template-columns: minmax(0, 640px); }
main.one article { gap: 32px; }
.lead { font-size: 1.125rem; }
.steps { display: grid; gap: 0; list-style: none; padding: 0; }
.steps li { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; padding-block: 12px; border-block-end: 1px solid var(--line); }
.steps .open { color: var(--muted); }
.steps .done::before { content: "✓ " / ""; color: var(--accent); font-weight: 700; }
.steps .open::before { content: "○ " / ""; }
.steps time, .steps .when { color: var(--muted); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.facts { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: 8px 24px; }
.facts dt { color: var(--muted); }
.note { padding: 14px 20px; border-radius: 10px; background: var(--bg); border: 1px solid var(--line); }
.bad { border-color: light-dark(#b3261e, #f2b8b5); }
form { display: grid; gap: 16px; justify-items: start; }
label { display: grid; gap: 6px; font-weight: 550; inline-size: 100%; }
label small { font-weight: 400; font-size: 0.875rem; color: var(--muted); }
input, textarea { inline-size: 100%; min-block-size: 44px; padding: 10px 12px; border: 1px solid light-dark(#7b8784, #7f8b88); border-radius: 6px; background: var(--surface); color: inherit; font: inherit; }
textarea { min-block-size: 96px; resize: vertical; }
button { min-block-size: 44px; padding-inline: 20px; border: 0; border-radius: 6px; background: var(--accent); color: var(--accent-text); font: inherit; font-weight: 550; cursor: pointer; }
pre { overflow-x: auto; padding: 14px 20px; border-radius: 10px; background: var(--bg); border: 1px solid var(--line); font: 0.8125rem/1.5 ui-monospace, "Cascadia Mono", Menlo, monospace; direction: ltr; text-align: start; }
@media print { form, .no-print { display: none; } }
`

export const DELETION_STYLE_PATH = `/data-deletion/style.${contentHash(DELETION_STYLE)}.css`
