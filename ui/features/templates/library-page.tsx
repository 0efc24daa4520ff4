import { toComponents } from '../../../worker/contract/template-components'
import type { LibraryTemplateView } from '../../../worker/contract/template-drafts'
import { LinkButton } from '../../components/button'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { locale } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { Page } from '../../shell/page'
import { directionOf, htmlLanguage, piecesOf } from './filling'
import { useLibrary } from './model'
import { categoryName } from './status'
import './templates.css'

const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const

/** Texts to begin with; each becomes a draft that can be changed. */
export function LibraryPage() {
  const library = useLibrary(locale.value)
  return (
    <Page
      title={m.templates_library()}
      crumbs={[{ label: m.templates_title(), href: '/templates' }]}
    >
      <Loaded query={library} skeleton={<Skeleton shape="cards" />}>
        {({ items }) => (
          <div class="stack">
            <p class="md muted">{m.templates_library_intro()}</p>
            {CATEGORIES.map((category) => (
              <Section key={category} title={categoryName(category)}>
                <ul class="template-cards">
                  {items
                    .filter((one) => one.category === category)
                    .map((one) => (
                      <LibraryCard key={one.key} example={one} />
                    ))}
                </ul>
              </Section>
            ))}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function LibraryCard({ example }: { example: LibraryTemplateView }) {
  const own = locale.value === 'he' ? 'he' : 'en_US'
  const version = example.versions.find(({ language }) => language === own) ?? example.versions[0]
  if (!version) return null
  const { category } = example
  const body = toComponents({ category, parameterFormat: 'NAMED' }, version).find(
    ({ type }) => type === 'BODY',
  )
  const samples = Object.entries(version.samples).map(([name, sample]) => [`body.${name}`, sample])
  const text = piecesOf(body?.text ?? '', 'body', Object.fromEntries(samples))
    .map((piece) => piece.text)
    .join('')
    .replaceAll(/[*_~`]/g, '')
  return (
    <li class="panel template-card">
      <header>
        <b>{example.title}</b>
      </header>
      <p class="text" lang={htmlLanguage(version.language)} dir={directionOf(version.language)}>
        {text || m.templates_editor_otp_intro()}
      </p>
      <footer>
        <LinkButton size="slim" href={`/templates/new?example=${example.key}`}>
          {m.templates_library_use()}
        </LinkButton>
      </footer>
    </li>
  )
}
