import { html } from 'hono/html'
import { BRAND, GLOBE } from '../../boundary/http/public-marks'
import type { Markup } from '../../boundary/http/public-pages'
import { PUBLIC_STYLE_PATH } from '../../boundary/http/public-style'
import type { Language } from '../../contract/common'
import { DELETION_STYLE_PATH } from './deletion-style'

const OTHER: Record<Language, { language: Language; name: string }> = {
  en: { language: 'he', name: 'עברית' },
  he: { language: 'en', name: 'English' },
}

/** A public page about deletion: no script, no cookie, found by nobody who was not given its address. */
export function renderPage(language: Language, title: string, content: Markup) {
  const other = OTHER[language]
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ProConnect</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${PUBLIC_STYLE_PATH}">
<link rel="stylesheet" href="${DELETION_STYLE_PATH}">
</head>
<body>
<header>
<a class="brand" href="/"><span class="mark" aria-hidden="true">${BRAND}</span><bdi>ProConnect</bdi></a>
<a class="other" href="?lang=${other.language}" lang="${other.language}" hreflang="${other.language}">${GLOBE}<bdi>${other.name}</bdi></a>
</header>
<main class="one">
<article>
<h1>${title}</h1>
${content}
</article>
</main>
</body>
</html>`
}
