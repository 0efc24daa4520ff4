import { html } from 'hono/html'
import type { Language } from '../../contract/common'
import { GLOBE } from './public-marks'
import type { Markup } from './public-pages'
import { PUBLIC_STYLE_PATH } from './public-style'

const OTHER: Record<Language, { language: Language; name: string }> = {
  en: { language: 'he', name: 'עברית' },
  he: { language: 'en', name: 'English' },
}

type Shell = {
  title: string
  /** Whose page it is, at the head. */
  brand: Markup | ''
  /** The address of its own stylesheet, beside the one that public pages share. */
  style: string
  article: Markup
}

/** A public page: no script, no cookie, found by nobody who was not given its address. */
export function publicShell(language: Language, { title, brand, style, article }: Shell): Markup {
  const other = OTHER[language]
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${PUBLIC_STYLE_PATH}">
<link rel="stylesheet" href="${style}">
</head>
<body>
<header>
${brand || html`<span></span>`}
<a class="other" href="?lang=${other.language}" lang="${other.language}" hreflang="${other.language}">${GLOBE}<bdi>${other.name}</bdi></a>
</header>
<main class="one">
<article>
${article}
</article>
</main>
</body>
</html>`
}
