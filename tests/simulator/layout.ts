import { html, raw } from 'hono/html'

type Html = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem }
header { display: flex; gap: 1.25rem; align-items: baseline; flex-wrap: wrap }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
a { color: LinkText } small, .quiet { opacity: .7 }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .6rem;
  padding: 1rem 1.25rem; margin: 1rem 0 }
article h2 { margin: 0 } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; font: inherit }
iframe { width: 100%; height: 20rem; border: 0; border-radius: .4rem; background: #fff }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: start; padding: .25rem .6rem .25rem 0; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent) }
td { overflow-wrap: anywhere } fieldset { margin: 1rem 0; border-radius: .6rem }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1rem }
label { display: flex; flex-direction: column; font-size: .85rem }
input, select, textarea, button { font: inherit; padding: .25rem .4rem }
label:has([type=checkbox]) { flex-direction: row; gap: .5rem; align-items: center }
output { display: block; min-height: 1.5em; white-space: pre-wrap }
`

export function page(title: string, body: Html | Promise<Html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Meta simulator</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <a href="/">Simulator</a> <a href="/mailbox">Mailbox</a> <a href="/admin">Admin</a>
        </header>
        <main>${body}</main>
      </body>
    </html>`
}
