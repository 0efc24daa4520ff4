import { html } from 'hono/html'
import { BRAND } from '../../boundary/http/public-marks'
import type { Markup } from '../../boundary/http/public-pages'
import { publicShell } from '../../boundary/http/public-shell'
import type { Language } from '../../contract/common'
import { DELETION_STYLE_PATH } from './deletion-style'

/** A public page about deletion. */
export const renderPage = (language: Language, title: string, content: Markup): Markup =>
  publicShell(language, {
    title: `${title} · ProConnect`,
    brand: html`<a class="brand" href="/"><span class="mark" aria-hidden="true">${BRAND}</span><bdi>ProConnect</bdi></a>`,
    style: DELETION_STYLE_PATH,
    article: html`<h1>${title}</h1>
${content}`,
  })
