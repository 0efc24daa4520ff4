import { Copy, Plus, Trash2 } from 'lucide-preact'
import { blankVersion, type DraftVersion } from '../../../../worker/contract/template-drafts'
import { Button } from '../../../components/button'
import { Icon } from '../../../components/icon'
import { Menu } from '../../../components/menu'
import { formatLanguage } from '../../../lib/format'
import { m } from '../../../paraglide/messages.js'
import type { Writing } from './draft'
import { errorsIn } from './problems'
import { copyStructure } from './text-tools'

/** Those that businesses here write most, in the order of use; Meta has some seventy. */
const LANGUAGES = [
  ...['he', 'en_US', 'ar', 'ru', 'fr', 'es', 'en_GB', 'de', 'it', 'pt_BR', 'uk', 'ro', 'nl', 'pl'],
  ...['tr', 'el', 'hu', 'cs', 'sv', 'da', 'fi', 'nb', 'hi', 'th', 'zh_CN', 'ja', 'ko', 'id', 'fa'],
]

/** Meta's own most; a draft holds ten. */
const MOST_VERSIONS = 10

type Props = { writing: Writing; at: number; onChoose: (at: number) => void }

/** The languages of the draft as tabs, and what can be done with the chosen one. */
export function Languages({ writing, at, onChoose }: Props) {
  const { versions, refusals } = writing.view.value
  const version = versions[at]
  const add = (language: string) => {
    const [first] = versions
    const blank = blankVersion(language)
    const next = first ? copyStructure(withoutWords(first), blank) : blank
    writing.change({ versions: [...versions, next] })
    onChoose(versions.length)
  }
  return (
    <div class="editor-languages">
      <div class="row">
        <div class="row" role="tablist" aria-label={m.templates_editor_languages()}>
          {versions.map(({ language }, index) => (
            <button
              key={language}
              type="button"
              role="tab"
              class={`pill ${index === at ? 'on' : ''}`}
              aria-selected={index === at}
              onClick={() => onChoose(index)}
            >
              {formatLanguage(language)}
              <Mistakes writing={writing} at={index} isRefused={refusals[language] !== undefined} />
            </button>
          ))}
        </div>
        {versions.length < MOST_VERSIONS && (
          <Menu
            from="start"
            trigger={{
              class: 'pill add',
              content: (
                <>
                  <Icon of={Plus} size="xs" />
                  {m.templates_editor_language_add()}
                </>
              ),
            }}
            items={LANGUAGES.filter(
              (one) => !versions.some(({ language }) => language === one),
            ).map((one) => ({ label: formatLanguage(one), onSelect: () => add(one) }))}
          />
        )}
      </div>
      {versions.length > 1 && version && (
        <div class="row">
          {at > 0 && <CopyStructure writing={writing} at={at} version={version} />}
          {version.templateId === null && (
            <Button
              size="slim"
              variant="quiet"
              icon={Trash2}
              onClick={() => {
                writing.change({ versions: versions.filter((_, index) => index !== at) })
                onChoose(0)
              }}
            >
              {m.templates_editor_language_remove({ language: formatLanguage(version.language) })}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** Another language has the same parts, but words of its own. */
const withoutWords = (version: DraftVersion): DraftVersion => ({
  ...version,
  header: version.header.kind === 'text' ? { kind: 'text', text: '', sample: '' } : version.header,
  body: '',
  footer: '',
  buttons: version.buttons.map((button) => ('text' in button ? { ...button, text: '' } : button)),
  otp: { ...version.otp, text: '', autofillText: '' },
})

type MistakesProps = { writing: Writing; at: number; isRefused: boolean }

function Mistakes({ writing, at, isRefused }: MistakesProps) {
  if (!writing.isStrict.value && !isRefused) return null
  const errors = errorsIn(writing.problems.value).filter(({ version }) => version === at)
  const count = errors.length + (isRefused ? 1 : 0)
  return count === 0 ? null : <span class="k num t-danger">{count}</span>
}

type CopyProps = { writing: Writing; at: number; version: DraftVersion }

function CopyStructure({ writing, at, version }: CopyProps) {
  const [first] = writing.view.value.versions
  if (!first) return null
  return (
    <Button
      size="slim"
      variant="quiet"
      icon={Copy}
      onClick={() => writing.changeVersion(at, copyStructure(first, version))}
    >
      {m.templates_editor_copy_structure({ language: formatLanguage(first.language) })}
    </Button>
  )
}
